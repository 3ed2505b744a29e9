//! An expense is paid, or planned.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{ExpenseId, FundId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewExpense {
    pub fund: FundId,
    pub concept: Line,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    /// Under its first name in fingerprints, so that a form of an earlier version is known again.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
}

/// # Errors
/// `forbidden`, `date-in-future`, `amount-not-positive`, `cash-short`.
pub async fn pay(app: &App, by: &Actor, key: Uuid, new: NewExpense) -> Result<ExpenseId, Error> {
    on_fund(app, by, key, Act("expense.pay", Action::RecordExpenses), new.fund, new, pay_work).await
}

async fn pay_work(mut on: OnFund<'_>, new: NewExpense) -> Outcome<ExpenseId> {
    check(&new, ExpenseStatus::Paid, on.today)?;
    let id = store::insert(on.step, on.fund.association, ExpenseStatus::Paid, new.clone()).await?;
    on.post(vec![entry(id, &new)?]).await?;
    Ok((id, json!({})))
}

/// # Errors
/// `amount-not-positive`; `date-in-future` of what is paid.
pub fn check(new: &NewExpense, status: ExpenseStatus, today: NaiveDate) -> Result<(), Refusal> {
    positive(new.amount_minor)?;
    if status == ExpenseStatus::Paid { check_past(new.happens_on, today) } else { Ok(()) }
}

fn check_past(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if day > today { Err(Refusal::invalid("happens_on", "date-in-future")) } else { Ok(()) }
}

/// What paying it moves.
///
/// # Errors
/// `amount-too-large`.
pub fn entry(id: ExpenseId, new: &NewExpense) -> Result<Entry, Refusal> {
    let moved = postings::expense_paid(postings::held_in(new.payment_method), new.amount_minor);
    Entry::new(new.happens_on, Source { kind: "expense", id: id.0 }, new.concept.to_string(), moved)
}

/// # Errors
/// `forbidden`, `amount-not-positive`.
pub async fn plan(app: &App, by: &Actor, key: Uuid, new: NewExpense) -> Result<ExpenseId, Error> {
    on_fund(app, by, key, Act("expense.plan", Action::RecordExpenses), new.fund, new, plan_work).await
}

async fn plan_work(on: OnFund<'_>, new: NewExpense) -> Outcome<ExpenseId> {
    check(&new, ExpenseStatus::Planned, on.today)?;
    let id = store::insert(on.step, on.fund.association, ExpenseStatus::Planned, new).await?;
    Ok((id, json!({})))
}

/// A planned expense is paid.
///
/// # Errors
/// `forbidden`, `date-in-future`, `expense-not-planned`, `cash-short`.
pub async fn pay_planned(app: &App, by: &Actor, key: Uuid, id: ExpenseId, day: NaiveDate, payment_method: PaymentMethod) -> Result<ExpenseId, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("expense.pay_planned", Action::RecordExpenses), fund, (id, day, payment_method), pay_planned_work).await
}

async fn pay_planned_work(mut on: OnFund<'_>, (id, day, payment_method): (ExpenseId, NaiveDate, PaymentMethod)) -> Outcome<ExpenseId> {
    check_past(day, on.today)?;
    let expense = store::find(on.step.tx, id).await?;
    if expense.status != ExpenseStatus::Planned {
        return Err(Refusal::conflict("expense-not-planned").into());
    }
    let moved = postings::expense_paid(postings::held_in(payment_method), expense.amount_minor);
    on.post(vec![Entry::new(day, Source { kind: "expense", id: id.0 }, expense.concept, moved)?]).await?;
    store::mark_paid(on.step, id, day, payment_method).await?;
    Ok((id, json!({})))
}
