//! A second person confirms a correction: what was asked for is done by the verb of its own feature.

pub mod api;
pub mod confirm;
pub mod pages;
