//! Undoes a refund: the member has the credit again; or corrects it in one step, with a voucher of its own number. A use on a
//! loan is undone by reversing its payment.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store::{self, CreditUse};
use super::use_credit::{NewRefund, check_refund, voucher};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "credit.undo_refund";
pub const CORRECT: &str = "credit.correct_refund";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `payment-of-credit`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<Uuid>) -> Result<Answer<Uuid>, Error> {
    let fund = super::see(app, by, order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageLoans), fund, order, work).await?;
    Answer::of(app, id).await
}

async fn work(mut on: OnFund<'_>, order: Order<Uuid>) -> Outcome<Uuid> {
    let row = standing(&on, order.what).await?;
    let permitted = match permit(&on, stake(&row, UNDO, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    on.post(vec![reversal(&row, &order.reason)?]).await?;
    let (id, step) = (row.id, on.step);
    let (by, reason) = (Some(permitted.by()), Some(order.reason.to_string()));
    store::update(step, CreditUse { reversed_at: Some(step.now), reversed_by: by, reversal_reason: reason, ..row }).await?;
    permitted.reversed(&on).await?;
    Ok((id, json!({ "reason": order.reason })))
}

/// What giving back should have said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: Uuid,
    pub right: NewRefund,
}

/// The wrong one is reversed and the right one recorded at once: what the wrong one gave back is there for the right one.
///
/// # Errors
/// As [`undo`], `nothing-changed`, and what giving back refuses.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<Uuid>, Error> {
    let fund = super::see(app, by, order.what.wrong).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CORRECT, Action::ManageLoans), fund, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(mut on: OnFund<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let wrong = standing(&on, order.what.wrong).await?;
    // Whose it is stays as it was: who was given it wrongly is another undoing.
    let right = NewRefund { fund: on.fund.id, member: wrong.member_id, ..order.what.right.clone() };
    let changed = changes(said(&wrong), said_by(&right));
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    check_refund(&on, &right, wrong.amount_minor).await?;
    let permitted = match permit(&on, stake(&wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let (row, entry) = voucher(&mut on, &right)?;
    on.post(vec![reversal(&wrong, &order.reason)?, entry]).await?;
    let (id, voucher_no, step) = (row.id, row.voucher_no, on.step);
    store::insert(step, row).await?;
    let (wrong_id, by, reason) = (wrong.id, Some(permitted.by()), Some(order.reason.to_string()));
    store::update(step, CreditUse { reversed_at: Some(step.now), reversed_by: by, reversal_reason: reason, ..wrong }).await?;
    permitted.corrected(&on, id).await?;
    Ok((id, json!({ "reason": order.reason, "corrects": wrong_id, "voucher": voucher_no })))
}

async fn standing(on: &OnFund<'_>, id: Uuid) -> Result<CreditUse, Error> {
    let row = store::find(on.step.tx, id).await?;
    not_reversed(row.reversed_at)?;
    if row.repayment_id.is_some() {
        return Err(Refusal::conflict("payment-of-credit").into());
    }
    Ok(row)
}

fn stake(row: &CreditUse, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::CreditUse,
        id: row.id,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        amount_minor: row.amount_minor,
        member: Some(row.member_id),
        changes,
    }
}

fn said(row: &CreditUse) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(row.amount_minor)),
        ("date", FieldValue::Date(row.used_on)),
        ("payment_method", FieldValue::Code(row.payment_method.code().to_owned())),
        ("note", row.note.clone().into()),
    ]
}

fn said_by(new: &NewRefund) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(new.amount_minor)),
        ("date", FieldValue::Date(new.refunded_on)),
        ("payment_method", FieldValue::Code(new.payment_method.code().to_owned())),
        ("note", new.note.to_string().into()),
    ]
}

/// The opposite of what was posted, on its own day.
fn reversal(row: &CreditUse, reason: &str) -> Result<Entry, Refusal> {
    let back = postings::reversed(&postings::credit_refunded(postings::held_in(row.payment_method), row.amount_minor));
    Entry::new(row.used_on, Source { kind: SourceKind::CreditRefundReversal, id: row.id }, reason, back)
}
