//! What people do, by noun. A feature reaches another only through its `mod.rs`.

pub mod associations;
pub mod availability;
pub mod capital;
pub mod expenses;
pub mod funds;
pub mod imports;
pub mod ledger;
pub mod loans;
pub mod members;
pub mod repayments;
pub mod sessions;
pub mod today;
pub mod users;
