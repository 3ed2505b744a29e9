//! Another person approves a waiting expense, and it is posted; or refuses it with a reason, and it is never posted.

use serde_json::json;
use uuid::Uuid;

use super::record::{NewExpense, entry};
use super::{Expense, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{ExpenseId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

/// The person who asked to pay it, who cannot approve it.
pub fn asker(expense: &Expense) -> UserId {
    expense.asked_by.unwrap_or(expense.recorded_by)
}

/// # Errors
/// `forbidden`, `not-found`, `expense-not-waiting`, `approves-own`, `cash-short`.
pub async fn approve(app: &App, by: &Actor, key: Uuid, id: ExpenseId) -> Result<ExpenseId, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("expense.approve", Action::ApproveExpenses), fund, id, approve_work).await
}

async fn approve_work(mut on: OnFund<'_>, id: ExpenseId) -> Outcome<ExpenseId> {
    let expense = waiting(&on, id).await?;
    let new = NewExpense {
        fund: expense.fund_id,
        concept: Line::kept(expense.concept),
        amount_minor: expense.amount_minor,
        happens_on: expense.happens_on,
        payment_method: expense.payment_method,
    };
    on.post(vec![entry(id, &new)?]).await?;
    store::mark_decided(on.step, id, None).await?;
    Ok((id, json!({ "amount_minor": new.amount_minor })))
}

/// # Errors
/// `forbidden`, `not-found`, `expense-not-waiting`, `approves-own`.
pub async fn refuse(app: &App, by: &Actor, key: Uuid, id: ExpenseId, reason: Line) -> Result<ExpenseId, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("expense.refuse", Action::ApproveExpenses), fund, (id, reason), refuse_work).await
}

async fn refuse_work(on: OnFund<'_>, (id, reason): (ExpenseId, Line)) -> Outcome<ExpenseId> {
    waiting(&on, id).await?;
    store::mark_decided(on.step, id, Some(&reason)).await?;
    Ok((id, json!({ "reason": reason })))
}

async fn waiting(on: &OnFund<'_>, id: ExpenseId) -> Result<Expense, Error> {
    let expense = store::find(on.step.tx, id).await?;
    if expense.status != ExpenseStatus::Waiting {
        return Err(Refusal::conflict("expense-not-waiting").into());
    }
    if asker(&expense) == on.step.by.user_id {
        return Err(Refusal::conflict("approves-own").into());
    }
    Ok(expense)
}
