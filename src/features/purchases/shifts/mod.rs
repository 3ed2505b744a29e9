//! Parts of a purchase that their payers do not give: taken over by somebody else, or written off.

pub mod pages;
pub mod record;
pub(super) mod store;

pub use crate::db::entity::part_shift::Model as PartShift;
