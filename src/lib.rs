//! Muyu: revolving funds of smallholders' associations.
//!
//! Where a line goes: `domain` if it could be worked out on paper, `db` if it is about any table, `features/<noun>` if a
//! person does it, `web` if two features show it. `ARCHITECTURE.md` has the details.

pub mod api;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod domain;
pub mod error;
pub mod features;
pub mod prove;
pub mod router;
pub mod web;
