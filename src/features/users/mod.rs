//! Sign-ins: created and reset by people with a higher role, changed by their owner at first use.

pub mod api;
pub mod keep;
pub mod pages;
pub mod start;
pub mod start_page;
mod store;

pub use store::{list, of_member};

pub use crate::db::entity::user::Model as User;
