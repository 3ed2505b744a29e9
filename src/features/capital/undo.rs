//! Capital recorded by mistake is undone with a reason: what came by a reversing entry, a pledge by dropping it. Both
//! stay visible.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::Step;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::capital::CapitalStatus;
use crate::domain::ids::CapitalId;
use crate::domain::ledger::entry::{Posting, Source};
use crate::domain::ledger::{Entry, postings};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `capital-returned` where some of it was paid back, `capital-of-purchase`
/// where a purchase brought it, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, id: CapitalId, reason: Line) -> Result<CapitalId, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("capital.undo", Action::ManageFund), fund, (id, reason), work).await
}

async fn work(mut on: OnFund<'_>, (id, reason): (CapitalId, Line)) -> Outcome<CapitalId> {
    let account = store::account(on.step.tx, id).await?;
    if account.capital.status == CapitalStatus::Reversed {
        return Err(Refusal::conflict("already-reversed").into());
    }
    if account.standing().next().is_some() {
        return Err(Refusal::conflict("capital-returned").into());
    }
    if account.received() {
        on.post(vec![reversal(on.step, &account, &reason).await?]).await?;
    }
    store::mark_reversed(on.step, id, &reason).await?;
    Ok((id, json!({ "reason": reason })))
}

/// The opposite of what was booked when it came, whatever the rule was then.
async fn reversal(step: &Step<'_>, account: &super::Account, reason: &str) -> Result<Entry, Error> {
    let written = journal::entries_from(step.tx, account.capital.id).await?;
    let written = written.into_iter().next().ok_or_else(|| Refusal::conflict("capital-of-purchase"))?;
    let booked: Vec<_> = written.postings.iter().map(|row| Posting { account: row.account, amount_minor: row.amount_minor }).collect();
    let source = Source { kind: "capital_reversal", id: account.capital.id.0 };
    Ok(Entry::new(written.entry.date, source, reason, postings::reversed(&booked))?)
}
