//! Loans: approved, disbursed, and replayed whenever something about them is read.

pub mod api;
pub mod bounds;
mod bounds_part;
pub mod commitments;
pub mod correct_page;
pub mod decide;
pub mod decided;
pub mod decision;
pub mod decision_api;
pub mod decision_page;
pub mod disburse;
pub mod disburse_api;
pub mod eligibility;
pub mod guarantors_page;
pub mod held;
mod lent_part;
pub mod list;
mod messages;
pub mod new_page;
pub mod pages;
pub mod papers_page;
pub mod papers_pdf;
pub mod put_right;
pub mod put_right_api;
pub mod quality;
pub mod relief_part;
mod said;
mod store;

pub use store::{
    aged, append, by_ids, count, insert, insert_remissions, late_of_members, list, listed, load, load_one, mark_remission_reversed, of_fund, open_of,
    parts_of, perhaps_small, project, project_remissions, remission, rows_of_fund, unsettled_on, waits, with_number,
};

pub use crate::db::entity::installment::Model as InstallmentRow;
pub use crate::db::entity::loan::Model as Loan;
pub use crate::db::entity::remission::Model as Remission;
pub use crate::db::entity::repayment::Model as Repayment;
pub use crate::db::loan_rows::{LoanRows, NewRows};
pub use bounds::Allowance;
pub use held::LoanAccount;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::LoanId;
use crate::error::Error;

/// A loan with its events, for those who may see it.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: LoanId) -> Result<LoanAccount, Error> {
    let held = store::load_one(app.db.read(), id).await?;
    by.check_member(held.loan.association_id, held.loan.member_id)?;
    Ok(held)
}
