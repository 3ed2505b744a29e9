//! Expenses: paid or planned by a fund.

pub mod api;
pub mod decide;
pub mod pages;
pub mod paper;
pub mod put_right;
pub mod record;
pub mod show_page;
mod store;
pub mod waiting;

pub use store::{insert_all, waiting_in};

pub use crate::db::entity::expense::Model as Expense;

use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::UserId;
use crate::domain::text::Note;

/// The state of an expense when it is recorded.
#[derive(Clone, Debug)]
pub struct Standing {
    pub status: ExpenseStatus,
    /// Which acta approved it.
    pub acta: Note,
    /// Who asked, who approved and when, if another person approved it.
    pub approved: Option<(Option<UserId>, UserId, chrono::DateTime<chrono::Utc>)>,
}

impl Standing {
    pub fn of(status: ExpenseStatus) -> Self {
        Self { status, acta: Note::default(), approved: None }
    }
}
