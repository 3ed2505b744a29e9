//! The one test binary: everything a person or a program can do with Muyu, seen from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

mod rulebook;
mod vectors;
