//! Sign-ins: made and reset by those above, changed by their owner at first use.

pub mod api;
pub mod keep;
pub mod pages;
pub mod start;
pub mod start_page;
pub mod store;

pub use crate::db::entity::user::Model as User;
