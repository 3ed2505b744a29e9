//! Expenses: paid or planned by a fund.

pub mod api;
pub mod pages;
pub mod paper;
pub mod put_right;
pub mod record;
pub mod show_page;
mod store;

pub use store::insert_all;

pub use crate::db::entity::expense::Model as Expense;
