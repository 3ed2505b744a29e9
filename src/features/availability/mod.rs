//! How much capital there is: now, for the next cycle, and on any day of the past.

pub mod api;
pub mod bought;
pub mod forecast;
pub mod lines;
pub mod on_hand;
pub mod pages;
pub mod position;
