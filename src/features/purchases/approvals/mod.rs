//! Deciding on co-financed purchases: the staff's inbox, approving within the budget and the fund's capital.

pub mod api;
pub mod decide;
pub mod inbox;
pub mod summary;
