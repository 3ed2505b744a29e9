//! Goods: received, handed out to members, the closing of a delivery, and the hectares counted afterwards.

pub mod api;
pub mod close_pages;
pub mod count;
pub mod deliver;
pub mod kardex;
pub mod pages;
pub mod put_right;
pub mod receive;
pub mod reopen;
pub mod sheet_paper;
pub(super) mod store;

pub use crate::db::entity::delivery::Model as Delivery;
