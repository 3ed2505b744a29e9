//! The ledger on screen, a fund's position on any day, and the verification of both.

pub mod api;
pub mod cash_book;
pub mod cash_book_pages;
mod closed;
pub mod committed;
pub mod export;
mod money;
pub mod pages;
pub mod plain_text;
pub mod position;
pub mod provision_page;
pub mod rebuild;
pub mod recovered;
mod store;
pub mod verify;
