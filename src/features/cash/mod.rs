//! Cash counts (arqueos): two people count the box and compare it with the books. A difference is posted to cash over and
//! short, and cash to verify is confirmed.

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
    /// Counted less books. Below zero, money is missing. Minor units.
    pub fn difference_minor(&self) -> i64 {
        self.counted_minor - self.books_minor
    }
}
