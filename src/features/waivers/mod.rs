//! Late fees that a committee waives by acta.

pub mod api;
pub mod pages;
pub mod waive;
