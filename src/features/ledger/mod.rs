//! The ledger as people look at it, and its verification.

pub mod api;
pub mod pages;
pub mod verify;
