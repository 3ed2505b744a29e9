//! What associations, funds and programmes are called. A name can be changed, with a reason; the one before stays in the
//! history of its record.

pub mod api;
pub mod pages;
pub mod rename;
