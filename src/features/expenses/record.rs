//! An expense is paid, planned, or undone with a reason.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal::{self, Book};
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{ExpenseId, FundId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Account, Entry, postings};
use crate::domain::loan::Means;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds;

#[derive(Clone, Debug)]
pub struct New {
    pub fund: FundId,
    pub concept: Line,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    pub means: Means,
}

/// # Errors
/// `forbidden`, `date-in-future`, `amount-not-positive`, `cash-short`.
pub async fn pay(app: &App, by: &Actor, key: Uuid, new: New) -> Result<ExpenseId, Error> {
    let (fund, association) = funds::see(app, by, new.fund, Action::RecordExpenses).await?;
    if new.happens_on > app.clock.today(&association.time_zone) {
        return Err(Refusal::invalid("happens_on", "date-in-future").into());
    }
    let command = Command { name: "expense.pay", allowed: Action::RecordExpenses, association: Some(fund.association), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, |step, new| {
        Box::pin(async move {
            let mut books = journal::open(step.tx, &[new.fund]).await?;
            let book = books.of(new.fund)?;
            let association = book.association();
            let id = add(step, book, postings::held_in(new.means), new).await?;
            journal::close(step.tx, books).await?;
            Ok(Done { id: id.0, association: Some(association), detail: json!({}) })
        })
    })
    .await?;
    Ok(ExpenseId(id))
}

/// Adds a paid expense within a larger step, as an import does.
///
/// # Errors
/// `amount-not-positive`, `cash-short`, or a fault.
pub async fn add(step: &Step<'_>, book: &mut Book, from: Account, new: New) -> Result<ExpenseId, Error> {
    positive(new.amount_minor)?;
    let (date, memo, moved) = (new.happens_on, String::from(new.concept.clone()), postings::expense_paid(from, new.amount_minor));
    let id = store::insert(step, book.association(), ExpenseStatus::Paid, new).await?;
    let entry = Entry::new(date, Source { kind: "expense", id: id.0 }, memo, moved)?;
    book.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
    Ok(id)
}

/// # Errors
/// `forbidden`, `amount-not-positive`.
pub async fn plan(app: &App, by: &Actor, key: Uuid, new: New) -> Result<ExpenseId, Error> {
    let (fund, _) = funds::see(app, by, new.fund, Action::RecordExpenses).await?;
    let input = (fund.association, new);
    let command = Command { name: "expense.plan", allowed: Action::RecordExpenses, association: Some(fund.association), key, input };
    let id = command::run(&app.db, app.clock, by, command, |step, (association, new)| {
        Box::pin(async move {
            positive(new.amount_minor)?;
            let id = store::insert(step, association, ExpenseStatus::Planned, new).await?;
            Ok(Done { id: id.0, association: Some(association), detail: json!({}) })
        })
    })
    .await?;
    Ok(ExpenseId(id))
}

/// A planned expense is paid.
///
/// # Errors
/// `forbidden`, `date-in-future`, `expense-not-planned`, `cash-short`.
pub async fn pay_planned(app: &App, by: &Actor, key: Uuid, id: ExpenseId, on: NaiveDate, means: Means) -> Result<(), Error> {
    let expense = store::find(app.db.read(), id).await?;
    let (fund, association) = funds::see(app, by, expense.fund_id, Action::RecordExpenses).await?;
    if on > app.clock.today(&association.time_zone) {
        return Err(Refusal::invalid("happens_on", "date-in-future").into());
    }
    let command =
        Command { name: "expense.pay_planned", allowed: Action::RecordExpenses, association: Some(fund.association), key, input: (id, on, means) };
    command::run(&app.db, app.clock, by, command, |step, (id, on, means)| {
        Box::pin(async move {
            let fund = store::find(step.tx, id).await?.fund_id;
            let mut books = journal::open(step.tx, &[fund]).await?;
            let expense = store::find(step.tx, id).await?;
            if expense.status != ExpenseStatus::Planned {
                return Err(Refusal::conflict("expense-not-planned").into());
            }
            let moved = postings::expense_paid(postings::held_in(means), expense.amount_minor);
            let entry = Entry::new(on, Source { kind: "expense", id: expense.id.0 }, expense.concept.clone(), moved)?;
            books.of(fund)?.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
            store::mark_paid(step, expense.id, on, means).await?;
            journal::close(step.tx, books).await?;
            Ok(Done { id: expense.id.0, association: Some(expense.association_id), detail: json!({}) })
        })
    })
    .await?;
    Ok(())
}

/// Undoes an expense: a paid one by a reversing entry, a planned one by dropping the plan. Both stay visible.
///
/// # Errors
/// `forbidden`, `already-reversed`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, id: ExpenseId, reason: Line) -> Result<(), Error> {
    let expense = store::find(app.db.read(), id).await?;
    let association = expense.association_id;
    let command = Command { name: "expense.undo", allowed: Action::RecordExpenses, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| {
        Box::pin(async move {
            let fund = store::find(step.tx, id).await?.fund_id;
            let mut books = journal::open(step.tx, &[fund]).await?;
            let expense = store::find(step.tx, id).await?;
            let association = expense.association_id;
            match expense.status {
                ExpenseStatus::Planned => {}
                ExpenseStatus::Paid => {
                    let from = postings::held_in(expense.means);
                    let moved = postings::reversed(&postings::expense_paid(from, expense.amount_minor));
                    let entry = Entry::new(expense.happens_on, Source { kind: "expense_reversal", id: expense.id.0 }, reason.to_string(), moved)?;
                    books.of(fund)?.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
                    journal::close(step.tx, books).await?;
                }
                ExpenseStatus::Undone => return Err(Refusal::conflict("already-reversed").into()),
            }
            store::mark(step, expense.id, ExpenseStatus::Undone, &reason).await?;
            Ok(Done { id: expense.id.0, association: Some(association), detail: json!({ "reason": reason }) })
        })
    })
    .await?;
    Ok(())
}
