//! The members whom only one import names.

mod store;

pub use store::only_imported;
