//! The one test binary: everything a person or a program can do with Muyu, seen from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

mod availability;
mod books;
mod browser;
mod capital;
mod cash_days;
mod chain;
mod cofinancing;
mod collecting;
mod commitments;
mod copies;
mod dates;
mod demo;
mod description;
mod doors;
mod doors_server;
mod funds;
mod hectares;
mod json;
mod keys;
mod lending;
mod migrations;
mod old_books;
mod pages;
mod queries;
mod recovery;
mod register;
mod reliability;
mod repayments;
mod roles;
mod rulebook;
mod rules_versions;
mod seed_browser;
mod seed_corners;
mod seed_faces;
mod seed_flows;
mod server;
mod small_change;
mod stopping;
mod support;
mod texts;
mod tidy;
mod vectors;
mod workbooks;
mod writes;
