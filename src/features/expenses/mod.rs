//! Expenses: what a fund spent, or plans to spend.

pub mod api;
pub mod pages;
pub mod record;
pub mod store;

pub use crate::db::entity::expense::Model as Expense;
