//! Labour (ayni, minka, jornales): days worked by members towards their part of a purchase, by task.

pub mod api;
pub mod pages;
pub mod put_right;
pub mod record;
pub(super) mod store;

pub use crate::db::entity::labour::Model as Labour;
pub use store::of_purchase;
