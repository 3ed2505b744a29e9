//! How much capital there is: available now, and for the next cycle. It stands on balances, commitments and rules; its
//! own reading joins what other features write.

pub mod api;
pub mod forecast;
pub mod line_pages;
pub mod lines;
pub mod on_hand;
pub mod pages;
pub mod store;
