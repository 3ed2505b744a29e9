//! A wrong repayment is never edited or deleted: a reversal with a reason undoes it, and both stay visible (spec §4.4).

use serde_json::json;
use uuid::Uuid;

use super::reapply::{self, effect_of, reapply};
use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::RepaymentId;
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::{loans, recovery};

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `cash-short`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, id: RepaymentId, reason: Line) -> Result<RepaymentId, Error> {
    let fund = super::see(app, by, id).await?.0.fund_id;
    on_fund(app, by, key, Act("repayment.reverse", Action::RecordRepayments), fund, (id, reason), work).await
}

async fn work(mut on: OnFund<'_>, (id, reason): (RepaymentId, Line)) -> Outcome<RepaymentId> {
    let step = on.step;
    let repayment = store::find(step.tx, id).await?;
    if repayment.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    let mut held = loans::load_one(step.tx, repayment.loan_id).await?;
    let before = held.clone();
    for row in held.repayments.iter_mut().filter(|row| row.id == id) {
        row.reversed_at = Some(step.now);
        row.reversed_by = Some(step.by.user_id);
        row.reversal_reason = Some(reason.to_string());
    }
    let reapplied = reapply(&mut held, None)?;
    let undone = postings::reversed(&postings::repayment_received(repayment.held_in, &effect_of(&repayment)));
    let source = Source { kind: "repayment_reversal", id: id.0 };
    let mut entries = vec![Entry::new(repayment.paid_on, source, reason.to_string(), undone)?];
    if reapplied.moved_others() {
        let source = Source { kind: super::ADJUSTMENT, id: id.0 };
        entries.push(Entry::new(repayment.paid_on, source, "", postings::repayments_reapplied(&reapplied.others))?);
    }
    on.post(entries).await?;
    for row in held.repayments.iter().filter(|row| row.id == id) {
        store::mark_reversed(step.tx, row).await?;
    }
    reapply::write(step.tx, &[&held]).await?;
    let observed = held.recovery_changed(&before, repayment.paid_on, step.tomorrow())?;
    recovery::count(step.tx, observed.as_slice()).await?;
    Ok((id, json!({ "reason": reason, "receipt": repayment.receipt_no })))
}
