//! Muyu: revolving funds of smallholders' associations.
//!
//! Where a line goes: `domain` if it could be worked out on paper, `db` if it is about any table,
//! `features/<noun>` if a person does it, `web` if two features show it. `ARCHITECTURE.md` says the rest.

pub mod domain;
pub mod prove;
