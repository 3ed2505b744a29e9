//! A remission that was recorded by mistake is reversed with its reason: the loan owes again what it was.

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::ids::RemissionId;
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::repayments::reapply::{self, effect_of_remission, reapply};
use crate::features::{loans, recovery, repayments};

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, id: RemissionId, reason: Line) -> Result<(), Error> {
    let row = loans::store::remission(app.db.read(), id).await?;
    let held = loans::see(app, by, row.loan_id).await?;
    let association = held.loan.association_id;
    let command =
        Command { name: "small_balance.reverse", allowed: Action::ForgiveBalances, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| Box::pin(work(step, id, reason))).await?;
    Ok(())
}

async fn work(step: &Step<'_>, id: RemissionId, reason: Line) -> Result<Done, Error> {
    let fund = loans::store::remission(step.tx, id).await?.fund_id;
    let mut books = journal::open(step.tx, &[fund]).await?;
    let undone = loans::store::remission(step.tx, id).await?;
    if undone.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    let mut held = loans::store::load_one(step.tx, undone.loan_id).await?;
    let before = held.clone();
    for row in held.remissions.iter_mut().filter(|row| row.id == id) {
        row.reversed_at = Some(step.now);
        row.reversed_by = Some(step.by.user_id);
        row.reversal_reason = Some(reason.to_string());
    }
    let reapplied = reapply(&mut held, None)?;
    let source = |kind| Source { kind, id: id.0 };
    let moved = postings::reversed(&postings::debt_forgiven(&effect_of_remission(&undone)));
    let mut entries = Vec::new();
    entries.extend(Entry::of_change(undone.decided_on, source("remission_reversal"), reason.to_string(), moved)?);
    let others = postings::repayments_reapplied(&reapplied.others);
    entries.extend(Entry::of_change(undone.decided_on, source(repayments::ADJUSTMENT), "", others)?);
    let book = books.of(fund)?;
    let association = book.association();
    book.post(step.tx, entries, step.by.user_id, step.now).await?;
    for row in held.remissions.iter().filter(|row| row.id == id) {
        loans::store::mark_remission_reversed(step, row).await?;
    }
    reapply::write(step.tx, &[&held]).await?;
    recovery::count(step.tx, held.recovery_changed(&before, undone.decided_on, step.tomorrow())?.as_slice()).await?;
    journal::close(step.tx, books).await?;
    Ok(Done { id: id.0, association: Some(association), detail: json!({ "reason": reason }) })
}
