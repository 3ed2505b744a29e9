//! A remission that was recorded by mistake is reversed with its reason: the loan owes again what it was.

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::RemissionId;
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::repayments::reapply::{self, effect_of_remission, reapply};
use crate::features::{loans, recovery, repayments};

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, id: RemissionId, reason: Line) -> Result<RemissionId, Error> {
    let loan = loans::remission(app.db.read(), id).await?.loan_id;
    let fund = loans::see(app, by, loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("small_balance.reverse", Action::ForgiveBalances), fund, (id, reason), work).await
}

async fn work(mut on: OnFund<'_>, (id, reason): (RemissionId, Line)) -> Outcome<RemissionId> {
    let step = on.step;
    let undone = loans::remission(step.tx, id).await?;
    if undone.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    let mut held = loans::load_one(step.tx, undone.loan_id).await?;
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
    on.post(entries).await?;
    for row in held.remissions.iter().filter(|row| row.id == id) {
        loans::mark_remission_reversed(step, row).await?;
    }
    reapply::write(step.tx, &[&held]).await?;
    recovery::count(step.tx, held.recovery_changed(&before, undone.decided_on, step.tomorrow())?.as_slice()).await?;
    Ok((id, json!({ "reason": reason })))
}
