//! A debtor promises to pay by a day. Payments until then decide whether the promise was kept.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Promise};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::plausible;
use crate::domain::ids::LoanId;
use crate::domain::loan::LoanStatus;
use crate::domain::promise::{PromiseOutcome, outcome};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::{self, LoanAccount};

#[derive(Clone, Debug, Serialize)]
pub struct NewPromise {
    pub loan: LoanId,
    pub due_on: NaiveDate,
    pub amount_minor: i64,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `loan-not-open`, `amount-not-positive`, `date-in-past`.
pub async fn promise(app: &App, by: &Actor, key: Uuid, new: NewPromise) -> Result<LoanId, Error> {
    let fund = loans::see(app, by, new.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("promise.record", Action::RecordRepayments), fund, new, work).await
}

async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, new: NewPromise) -> Outcome<LoanId> {
    positive(new.amount_minor)?;
    plausible(new.due_on).map_err(|refusal| refusal.at("due_on"))?;
    if new.due_on < today {
        return Err(Refusal::invalid("due_on", "date-in-past").into());
    }
    let held = loans::load_one(step.tx, new.loan).await?;
    if held.status() != LoanStatus::Disbursed {
        return Err(Refusal::conflict("loan-not-open").into());
    }
    let row = Promise {
        id: step.new_id(),
        association_id: fund.association,
        fund_id: fund.id,
        loan_id: new.loan,
        member_id: held.loan.member_id,
        made_on: today,
        due_on: new.due_on,
        amount_minor: new.amount_minor,
        note: new.note.to_string(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    };
    store::insert_promise(step, row).await?;
    Ok((new.loan, json!({ "due_on": new.due_on, "amount": new.amount_minor })))
}

/// The outcome of a promise on a day.
pub fn outcome_of(held: &LoanAccount, promise: &Promise, today: NaiveDate) -> PromiseOutcome {
    let payments: Vec<(NaiveDate, i64)> = held.standing().map(|row| (row.paid_on, row.amount_minor)).collect();
    outcome(promise.made_on, promise.due_on, promise.amount_minor, &payments, today)
}
