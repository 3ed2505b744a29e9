//! What people do, by noun. A feature reaches another only through its `mod.rs`.

pub mod associations;
pub mod availability;
pub mod capital;
pub mod cash;
pub mod commitments;
pub mod confirmations;
pub mod corrections;
pub mod expenses;
pub mod funds;
pub mod imports;
pub mod ledger;
pub mod loans;
pub mod members;
pub mod names;
pub mod on_hand;
pub mod programmes;
pub mod purchases;
pub mod recovery;
pub mod repayments;
pub mod reports;
pub mod sessions;
pub mod small_balances;
pub mod solidarity;
pub mod today;
pub mod transfers;
pub mod users;
