//! The capital for the next cycle, beside what is on hand, and the records behind each line.

pub mod api;
pub mod forecast;
pub mod line_pages;
pub mod lines;
pub mod observed;
pub mod pages;
pub mod projection;
pub mod projection_page;
mod store;

pub use store::receipts;
