//! Repayments: money received for a loan, with a numbered receipt; undone by a reversal, never edited.

pub mod api;
pub mod correct_page;
pub mod kardex;
pub mod kardex_pages;
pub mod list;
pub mod pages;
pub mod preview;
pub mod put_right;
pub mod quality_part;
pub mod reapply;
pub mod receipt_paper;
pub mod record;
pub mod repay_page;
mod store;

pub use store::{credit_of, insert, newest};

pub use record::{NewRepayment, Payer, RepaymentRequest};

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::RepaymentId;
use crate::error::Error;
use crate::features::loans::{self, LoanAccount, Repayment};

/// A repayment with its loan, for those who may see it.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: RepaymentId) -> Result<(Repayment, LoanAccount), Error> {
    let repayment = store::find(app.db.read(), id).await?;
    let held = loans::see(app, by, repayment.loan_id).await?;
    Ok((repayment, held))
}
