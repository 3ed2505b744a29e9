//! A remission recorded by mistake is reversed with a reason: the loan's debt is as before.

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::RecordKind;
use crate::domain::ids::RemissionId;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::{self, Remission};
use crate::features::recovery;
use crate::features::repayments::reapply::{self, effect_of_remission, reapply};

pub const REVERSE: &str = "small_balance.reverse";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, order: Order<RemissionId>) -> Result<Answer<RemissionId>, Error> {
    let loan = loans::remission(app.db.read(), order.what).await?.loan_id;
    let fund = loans::see(app, by, loan).await?.loan.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(REVERSE, Action::ForgiveBalances), fund, order, work).await?;
    Answer::of(app, id).await
}

async fn work(mut on: OnFund<'_>, order: Order<RemissionId>) -> Outcome<Uuid> {
    let (step, id, reason) = (on.step, order.what, &order.reason);
    let undone = loans::remission(step.tx, id).await?;
    not_reversed(undone.reversed_at)?;
    let permitted = match permit(&on, stake(&undone), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let mut held = loans::load_one(step.tx, undone.loan_id).await?;
    let before = held.clone();
    for row in held.remissions.iter_mut().filter(|row| row.id == id) {
        row.reversed_at = Some(step.now);
        row.reversed_by = Some(permitted.by());
        row.reversal_reason = Some(reason.to_string());
    }
    let reapplied = reapply(&mut held, None)?;
    let source = |kind| Source { kind, id: id.0 };
    let moved = postings::reversed(&postings::debt_forgiven(&effect_of_remission(&undone)));
    let mut entries = Vec::new();
    entries.extend(Entry::of_change(undone.decided_on, source(SourceKind::RemissionReversal), reason.to_string(), moved)?);
    let others = postings::repayments_reapplied(&reapplied.others);
    entries.extend(Entry::of_change(undone.decided_on, source(SourceKind::RepaymentAdjustment), "", others)?);
    on.post(entries).await?;
    for row in held.remissions.iter().filter(|row| row.id == id) {
        loans::mark_remission_reversed(step, row).await?;
    }
    reapply::write(step.tx, &[&held]).await?;
    recovery::count(step.tx, held.recovery_changed(&before, undone.decided_on, step.tomorrow())?.as_slice()).await?;
    permitted.reversed(&on).await?;
    Ok((id.0, json!({ "reason": reason })))
}

fn stake(undone: &Remission) -> Stake {
    Stake {
        command: REVERSE,
        kind: RecordKind::Remission,
        id: undone.id.0,
        recorded_by: undone.recorded_by,
        recorded_at: undone.recorded_at,
        amount_minor: undone.amount_minor,
        member: Some(undone.member_id),
        changes: Vec::new(),
    }
}
