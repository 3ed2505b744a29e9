//! Capital: money put into a fund, received or pledged with a date.

pub mod api;
pub mod pages;
pub mod record;
pub mod store;

pub use crate::db::entity::capital::Model as Capital;
