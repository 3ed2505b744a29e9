//! Whom an import concerns alone.

mod store;

pub use store::only_imported;
