//! Cash counts (arqueos): the box counted by two people against the books. What differs goes to cash over and short, and
//! what was to verify is confirmed.

pub mod api;
pub mod count;
pub mod count_paper;
pub mod pages;
pub mod put_right;
pub mod show_page;
mod store;

pub use store::{differences, last};

pub use crate::db::entity::cash_count::Model as CashCount;

impl CashCount {
    /// What was counted less what the books said: below zero, money is missing. Minor units.
    pub fn difference_minor(&self) -> i64 {
        self.counted_minor - self.books_minor
    }
}
