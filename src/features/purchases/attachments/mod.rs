//! Documents of a purchase: the photo or PDF of a quote, an invoice, an acta. They are kept beside the database, and shown only
//! to those who keep or accompany its association.

pub mod api;
pub mod attach;
pub mod pages;
pub mod put_right;
pub(super) mod store;
pub mod wrong_page;

pub use store::of_purchase;

pub use crate::db::entity::attachment::Model as Attachment;
