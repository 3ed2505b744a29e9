//! Records an expense, paid or planned. From an amount of the rules on it waits until another person approved it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::Standing;
use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::expense::{self, ExpenseStatus};
use crate::domain::ids::{ExpenseId, FundId};
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewExpense {
    pub fund: FundId,
    pub concept: Line,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    /// Fingerprints keep the field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
}

/// An expense with the acta that approved it. Without an acta its fingerprint is that of earlier versions.
#[derive(Clone, Serialize)]
struct Approved<T> {
    #[serde(flatten)]
    what: T,
    #[serde(skip_serializing_if = "is_empty")]
    acta: Note,
}

fn is_empty(note: &Note) -> bool {
    note.is_empty()
}

/// # Errors
/// As [`pay_by_acta`] without an acta.
pub async fn pay(app: &App, by: &Actor, key: Uuid, new: NewExpense) -> Result<ExpenseId, Error> {
    pay_by_acta(app, by, key, new, Note::default()).await
}

/// # Errors
/// `forbidden`, `date-in-future`, `amount-not-positive`, `expense-needs-acta` from the amount of the rules on, `cash-short`.
pub async fn pay_by_acta(app: &App, by: &Actor, key: Uuid, new: NewExpense, acta: Note) -> Result<ExpenseId, Error> {
    on_fund(app, by, key, Act("expense.pay", Action::RecordExpenses), new.fund, Approved { what: new, acta }, pay_work).await
}

async fn pay_work(mut on: OnFund<'_>, Approved { what: new, acta }: Approved<NewExpense>) -> Outcome<ExpenseId> {
    check(&new, ExpenseStatus::Paid, on.today)?;
    check_approved(&on, new.amount_minor, &acta).await?;
    let standing = Standing { acta, ..Standing::of(paid_or_waiting(&on, new.amount_minor).await?) };
    let status = standing.status;
    let id = store::insert(on.step, on.fund.association, standing, new.clone()).await?;
    if status == ExpenseStatus::Paid {
        on.post(vec![entry(id, &new)?]).await?;
    }
    Ok((id, json!({ "status": status })))
}

/// Whether an expense of this amount is paid at once, or waits until another person approved it.
pub async fn paid_or_waiting(on: &OnFund<'_>, amount_minor: i64) -> Result<ExpenseStatus, Error> {
    let from_minor = funds::rules_on(on.step.tx, on.fund.id, on.today).await?.expense_second_from_minor;
    Ok(if expense::waits(amount_minor, from_minor) { ExpenseStatus::Waiting } else { ExpenseStatus::Paid })
}

/// # Errors
/// `amount-not-positive`; `date-in-future` unless it is only planned.
pub fn check(new: &NewExpense, status: ExpenseStatus, today: NaiveDate) -> Result<(), Refusal> {
    positive(new.amount_minor)?;
    if status == ExpenseStatus::Planned { Ok(()) } else { check_past(new.happens_on, today) }
}

/// Checks that an expense from the rules' amount on has the acta that approved it.
///
/// # Errors
/// `expense-needs-acta` with the amount.
pub async fn check_approved(on: &OnFund<'_>, amount_minor: i64, acta: &Note) -> Result<(), Error> {
    let from = funds::rules_on(on.step.tx, on.fund.id, on.today).await?.expense_acta_from_minor;
    if from > 0 && amount_minor >= from && acta.is_empty() {
        return Err(Refusal::invalid("acta", "expense-needs-acta").with("from", Fact::Money(from, on.fund.unit)).into());
    }
    Ok(())
}

fn check_past(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if day > today { Err(Refusal::invalid("happens_on", "date-in-future")) } else { Ok(()) }
}

/// The entry of its payment.
///
/// # Errors
/// `amount-too-large`.
pub fn entry(id: ExpenseId, new: &NewExpense) -> Result<Entry, Refusal> {
    let moved = postings::expense_paid(postings::held_in(new.payment_method), new.amount_minor);
    Entry::new(new.happens_on, Source { kind: SourceKind::Expense, id: id.0 }, new.concept.to_string(), moved)
}

/// # Errors
/// `forbidden`, `amount-not-positive`.
pub async fn plan(app: &App, by: &Actor, key: Uuid, new: NewExpense) -> Result<ExpenseId, Error> {
    on_fund(app, by, key, Act("expense.plan", Action::RecordExpenses), new.fund, new, plan_work).await
}

async fn plan_work(on: OnFund<'_>, new: NewExpense) -> Outcome<ExpenseId> {
    check(&new, ExpenseStatus::Planned, on.today)?;
    let id = store::insert(on.step, on.fund.association, Standing::of(ExpenseStatus::Planned), new).await?;
    Ok((id, json!({})))
}

/// Pays a planned expense.
///
/// # Errors
/// As [`pay_planned_by_acta`] without an acta.
pub async fn pay_planned(app: &App, by: &Actor, key: Uuid, id: ExpenseId, day: NaiveDate, payment_method: PaymentMethod) -> Result<ExpenseId, Error> {
    pay_planned_by_acta(app, by, key, id, (day, payment_method), Note::default()).await
}

/// The day and method of paying a planned expense.
type Paid = (NaiveDate, PaymentMethod);

/// Its payment with an acta. Without an acta its fingerprint is that of earlier versions.
#[derive(Clone)]
struct PlannedPaid(ExpenseId, Paid, Note);

impl Serialize for PlannedPaid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(id, (day, payment_method), acta) = self;
        if acta.is_empty() { (id, day, payment_method).serialize(serializer) } else { (id, day, payment_method, acta).serialize(serializer) }
    }
}

/// # Errors
/// `forbidden`, `date-in-future`, `expense-not-planned`, `expense-needs-acta` from the amount of the rules on, `cash-short`.
pub async fn pay_planned_by_acta(app: &App, by: &Actor, key: Uuid, id: ExpenseId, paid: Paid, acta: Note) -> Result<ExpenseId, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    let input = PlannedPaid(id, paid, acta);
    on_fund(app, by, key, Act("expense.pay_planned", Action::RecordExpenses), fund, input, pay_planned_work).await
}

async fn pay_planned_work(mut on: OnFund<'_>, PlannedPaid(id, (day, payment_method), acta): PlannedPaid) -> Outcome<ExpenseId> {
    check_past(day, on.today)?;
    let expense = store::find(on.step.tx, id).await?;
    if expense.status != ExpenseStatus::Planned {
        return Err(Refusal::conflict("expense-not-planned").into());
    }
    check_approved(&on, expense.amount_minor, &acta).await?;
    let status = paid_or_waiting(&on, expense.amount_minor).await?;
    if status == ExpenseStatus::Paid {
        let moved = postings::expense_paid(postings::held_in(payment_method), expense.amount_minor);
        on.post(vec![Entry::new(day, Source { kind: SourceKind::Expense, id: id.0 }, expense.concept, moved)?]).await?;
    }
    store::mark_paid(on.step, id, (day, payment_method), Standing { acta, ..Standing::of(status) }).await?;
    Ok((id, json!({ "status": status })))
}
