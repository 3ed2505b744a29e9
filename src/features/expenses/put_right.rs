//! Undoes an expense with a reason, or corrects it in one step: a paid one by a reversing entry, a planned one by dropping
//! the plan. Both records stay visible.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::record::{NewExpense, check, check_approved, entry, paid_or_waiting};
use super::{Expense, Standing, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::ExpenseId;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::corrections::{self, Answer, Order, Permit, Stake, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "expense.undo";
pub const CORRECT: &str = "expense.correct";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<ExpenseId>) -> Result<Answer<ExpenseId>, Error> {
    let fund = store::find(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::RecordExpenses), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(mut on: OnFund<'_>, order: Order<ExpenseId>) -> Outcome<Uuid> {
    let expense = standing(&on, order.what).await?;
    let permitted = match permit(&on, stake(&expense, UNDO, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    on.post(reversal(&expense, &order.reason)?.into_iter().collect()).await?;
    store::mark_undone(on.step, expense.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((expense.id.0, json!({ "reason": order.reason })))
}

/// The right content of an expense.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: ExpenseId,
    pub right: NewExpense,
}

/// Reverses the wrong expense and records the right one at once. The fund's money needs to cover only what both take together.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `nothing-changed`, `date-in-future`, `amount-not-positive`, `expense-needs-acta`,
/// `cash-short`.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<ExpenseId>, Error> {
    let fund = store::find(app.db.read(), order.what.wrong).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CORRECT, Action::RecordExpenses), fund, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(mut on: OnFund<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let wrong = standing(&on, order.what.wrong).await?;
    let right = NewExpense { fund: on.fund.id, ..order.what.right.clone() };
    check(&right, wrong.status, on.today)?;
    let changed = changes(said(&wrong), said_by(&right));
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    // The acta that approved the expense approves its correction. Without one, the expense is undone and paid again by acta.
    let acta = Note::kept(wrong.acta.clone().unwrap_or_default());
    if wrong.status != ExpenseStatus::Planned && right.amount_minor > wrong.amount_minor {
        check_approved(&on, right.amount_minor, &acta).await?;
    }
    let permitted = match permit(&on, stake(&wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let standing = Standing { acta, ..standing_of_right(&on, &wrong, &order).await? };
    let status = standing.status;
    let id = store::insert(on.step, on.fund.association, standing, right.clone()).await?;
    let mut entries: Vec<Entry> = reversal(&wrong, &order.reason)?.into_iter().collect();
    if status == ExpenseStatus::Paid {
        entries.push(entry(id, &right)?);
    }
    on.post(entries).await?;
    store::mark_undone(on.step, wrong.id, &order.reason).await?;
    permitted.corrected(&on, id).await?;
    Ok((id.0, json!({ "reason": order.reason, "corrects": wrong.id })))
}

/// A corrected plan stays a plan. Otherwise the right expense waits if the rules ask for another person, unless somebody approved
/// at least as much before, or has just confirmed this correction.
async fn standing_of_right(on: &OnFund<'_>, wrong: &Expense, order: &Order<Right>) -> Result<Standing, Error> {
    if wrong.status == ExpenseStatus::Planned {
        return Ok(Standing::of(ExpenseStatus::Planned));
    }
    let amount_minor = order.what.right.amount_minor;
    let paid = Standing::of(ExpenseStatus::Paid);
    if wrong.status == ExpenseStatus::Paid && amount_minor <= wrong.amount_minor {
        let approved = wrong.decided_by.zip(wrong.decided_at).map(|(by, at)| (wrong.asked_by, by, at));
        return Ok(Standing { approved, ..paid });
    }
    let status = paid_or_waiting(on, amount_minor).await?;
    match order.confirms {
        Some(request) if status == ExpenseStatus::Waiting => {
            let asked_by = corrections::request(on.step.tx, request).await?.asked_by;
            Ok(Standing { approved: Some((Some(asked_by), on.step.by.user_id, on.step.now)), ..paid })
        }
        _ => Ok(Standing::of(status)),
    }
}

async fn standing(on: &OnFund<'_>, id: ExpenseId) -> Result<Expense, Error> {
    let expense = store::find(on.step.tx, id).await?;
    if !expense.status.stands() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    Ok(expense)
}

fn stake(expense: &Expense, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::Expense,
        id: expense.id.0,
        recorded_by: expense.recorded_by,
        recorded_at: expense.recorded_at,
        amount_minor: expense.amount_minor,
        member: None,
        changes,
    }
}

fn said(expense: &Expense) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(expense.amount_minor)),
        ("concept", FieldValue::Text(expense.concept.clone())),
        ("date", FieldValue::Date(expense.happens_on)),
        ("payment_method", FieldValue::Code(expense.payment_method.code().to_owned())),
    ]
}

fn said_by(new: &NewExpense) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(new.amount_minor)),
        ("concept", FieldValue::Text(new.concept.to_string())),
        ("date", FieldValue::Date(new.happens_on)),
        ("payment_method", FieldValue::Code(new.payment_method.code().to_owned())),
    ]
}

/// The opposite of its entry, on its own day; none for a plan, which moved nothing.
fn reversal(expense: &Expense, reason: &str) -> Result<Option<Entry>, Error> {
    if expense.status != ExpenseStatus::Paid {
        return Ok(None);
    }
    let moved = postings::reversed(&postings::expense_paid(postings::held_in(expense.payment_method), expense.amount_minor));
    Ok(Some(Entry::new(expense.happens_on, Source { kind: SourceKind::ExpenseReversal, id: expense.id.0 }, reason, moved)?))
}
