//! The names of associations, funds and programmes. A name can be changed with a reason; the earlier one stays in the record's
//! history.

pub mod api;
pub mod pages;
pub mod rename;
