//! Undoes a refund: the member has the credit again. A use on a loan is undone by reversing its payment.

use serde_json::json;
use uuid::Uuid;

use super::store::{self, CreditUse};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::RecordKind;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "credit.undo_refund";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `payment-of-credit`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<Uuid>) -> Result<Answer<Uuid>, Error> {
    let fund = super::see(app, by, order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageLoans), fund, order, work).await?;
    Answer::of(app, id).await
}

async fn work(mut on: OnFund<'_>, order: Order<Uuid>) -> Outcome<Uuid> {
    let row = store::find(on.step.tx, order.what).await?;
    not_reversed(row.reversed_at)?;
    if row.repayment_id.is_some() {
        return Err(Refusal::conflict("payment-of-credit").into());
    }
    let stake = Stake {
        command: UNDO,
        kind: RecordKind::CreditUse,
        id: row.id,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        amount_minor: row.amount_minor,
        member: Some(row.member_id),
        changes: Vec::new(),
    };
    let permitted = match permit(&on, stake, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let back = postings::reversed(&postings::credit_refunded(postings::held_in(row.payment_method), row.amount_minor));
    let source = Source { kind: SourceKind::CreditRefundReversal, id: row.id };
    on.post(vec![Entry::new(row.used_on, source, order.reason.to_string(), back)?]).await?;
    let (id, step) = (row.id, on.step);
    let (by, reason) = (Some(permitted.by()), Some(order.reason.to_string()));
    store::update(step, CreditUse { reversed_at: Some(step.now), reversed_by: by, reversal_reason: reason, ..row }).await?;
    permitted.reversed(&on).await?;
    Ok((id, json!({ "reason": order.reason })))
}
