//! The one test binary: everything a person or a program can do with Muyu, seen from outside.

mod rulebook;
mod vectors;
