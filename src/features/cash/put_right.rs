//! Undoes a count with a reason, while no later count depends on it.

use serde_json::json;
use uuid::Uuid;

use super::count::entry;
use super::{CashCount, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::CashCountId;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, nothing_stands_on_it, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "cash.undo_count";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `records-stand-on-it` with the later count, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<CashCountId>) -> Result<Answer<CashCountId>, Error> {
    let fund = store::find(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageFund), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(mut on: OnFund<'_>, order: Order<CashCountId>) -> Outcome<Uuid> {
    let count = store::find(on.step.tx, order.what).await?;
    not_reversed(count.reversed_at)?;
    let later = store::last(on.step.tx, on.fund.id).await?.filter(|last| last.id != count.id);
    let later = later.map(|last| RecordRef { kind: RecordKind::CashCount, id: last.id.0, number: None, on: last.counted_on });
    nothing_stands_on_it(later.as_slice())?;
    let permitted = match permit(&on, stake(&count), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    if let Some(entry) = entry(&count)? {
        let moved = postings::reversed(entry.postings());
        let source = Source { kind: SourceKind::CashCountReversal, id: count.id.0 };
        on.post(vec![Entry::new(count.counted_on, source, order.reason.to_string(), moved)?]).await?;
    }
    store::mark_reversed(on.step, count.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((count.id.0, json!({ "reason": order.reason })))
}

fn stake(count: &CashCount) -> Stake {
    Stake {
        command: UNDO,
        kind: RecordKind::CashCount,
        id: count.id.0,
        recorded_by: count.recorded_by,
        recorded_at: count.recorded_at,
        amount_minor: count.difference_minor(),
        member: None,
        changes: Vec::new(),
    }
}
