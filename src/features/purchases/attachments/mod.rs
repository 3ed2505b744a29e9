//! Documents of a purchase: the photo or PDF of a quote, an invoice, an acta. Kept beside the database, shown only to those
//! who keep or accompany its association.

pub mod api;
pub mod attach;
pub mod pages;
pub(super) mod store;

pub use crate::db::entity::attachment::Model as Attachment;
