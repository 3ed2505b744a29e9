//! A wrong repayment is never edited or deleted: a reversal with a reason undoes it, and both stay visible (spec §4.4).

use serde_json::json;
use uuid::Uuid;

use super::reapply::{self, effect_of, reapply};
use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::ids::RepaymentId;
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::{loans, recovery};

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `cash-short`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, id: RepaymentId, reason: Line) -> Result<(), Error> {
    let (repayment, _) = super::see(app, by, id).await?;
    let association = repayment.association_id;
    let command = Command { name: "repayment.reverse", allowed: Action::RecordRepayments, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| Box::pin(work(step, id, reason))).await?;
    Ok(())
}

async fn work(step: &Step<'_>, id: RepaymentId, reason: Line) -> Result<Done, Error> {
    let fund = store::find(step.tx, id).await?.fund_id;
    let mut books = journal::open(step.tx, &[fund]).await?;
    let repayment = store::find(step.tx, id).await?;
    if repayment.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    let mut held = loans::store::load_one(step.tx, repayment.loan_id).await?;
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
    let book = books.of(fund)?;
    let association = book.association();
    book.post(step.tx, entries, step.by.user_id, step.now).await?;
    for row in held.repayments.iter().filter(|row| row.id == id) {
        store::mark_reversed(step.tx, row).await?;
    }
    reapply::write(step.tx, &[&held]).await?;
    let observed = held.recovery_changed(&before, repayment.paid_on, step.tomorrow())?;
    recovery::count(step.tx, observed.as_slice()).await?;
    journal::close(step.tx, books).await?;
    Ok(Done { id: id.0, association: Some(association), detail: json!({ "reason": reason, "receipt": repayment.receipt_no }) })
}
