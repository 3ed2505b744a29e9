//! Delay: late members and their promises, calls on guarantors and their claims, debts taken over.

pub mod api;
pub mod call;
pub mod claims;
pub mod claims_part;
pub mod list_page;
pub mod loan_page;
pub mod promises;
mod store;
pub mod take_over;
pub mod undo;

pub use claims::{carry_returned, records};
pub use store::{Call, Claim, ClaimPayment, DebtorChange, DelayRecord, Promise, claims_of_member, debtor_changes_of, earlier_debtors, returned_of};

use chrono::NaiveDate;

use crate::app::App;
use crate::domain::calendar::days;
use crate::domain::ids::LoanId;
use crate::error::Error;
use crate::features::loans::LoanAccount;

/// How late a loan is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    pub since_on: NaiveDate,
    pub days: i64,
    /// The amount due before the day and unpaid, with late fees. Minor units.
    pub overdue_minor: i64,
}

/// What was done about a loan's delay.
pub struct DelayHistory {
    pub calls: Vec<Call>,
    pub claims: Vec<Claim>,
    pub promises: Vec<Promise>,
}

/// A loan's calls, claims and promises, undone ones too.
pub async fn history(app: &App, loan: LoanId) -> Result<DelayHistory, Error> {
    let db = app.db.read();
    Ok(DelayHistory {
        calls: store::calls(db, loan).await?,
        claims: store::claims_on(db, loan).await?,
        promises: store::promises(db, &[loan]).await?,
    })
}

/// None where the loan is not late.
///
/// # Errors
/// A fault when the rows cannot be replayed.
pub fn lateness(held: &LoanAccount, on: NaiveDate) -> Result<Option<Lateness>, Error> {
    if !held.status().lent() || on < held.loan.disbursed_on {
        return Ok(None);
    }
    let position = held.position(on)?;
    let Some(since_on) = position.oldest_unpaid_due_on().filter(|due_on| *due_on < on) else { return Ok(None) };
    let overdue_minor = position.installments.iter().filter(|row| row.due_on < on).map(crate::domain::replay::InstallmentPosition::unpaid).sum();
    Ok(Some(Lateness { since_on, days: days(since_on, on), overdue_minor }))
}
