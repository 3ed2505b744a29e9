//! A second person confirms a correction. The verb of the record's own feature then makes it.

pub mod api;
pub mod confirm;
pub mod pages;
