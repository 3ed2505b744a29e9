//! Capital recorded by mistake is undone with a reason: what came by a reversing entry, a pledge by dropping it. Both
//! stay visible.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
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

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `capital-returned` where some of it was paid back, `capital-of-purchase`
/// where a purchase brought it, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, id: CapitalId, reason: Line) -> Result<(), Error> {
    let association = store::find(app.db.read(), id).await?.association_id;
    let command = Command { name: "capital.undo", allowed: Action::KeepFund, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| Box::pin(work(step, id, reason))).await?;
    Ok(())
}

async fn work(step: &Step<'_>, id: CapitalId, reason: Line) -> Result<Done, Error> {
    let fund = store::find(step.tx, id).await?.fund_id;
    let mut books = journal::open(step.tx, &[fund]).await?;
    let account = store::account(step.tx, id).await?;
    if account.capital.status == CapitalStatus::Reversed {
        return Err(Refusal::conflict("already-reversed").into());
    }
    if account.standing().next().is_some() {
        return Err(Refusal::conflict("capital-returned").into());
    }
    if account.received() {
        let entry = reversal(step, &account, &reason).await?;
        books.of(fund)?.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
    }
    store::mark_reversed(step, id, &reason).await?;
    journal::close(step.tx, books).await?;
    Ok(Done { id: id.0, association: Some(account.capital.association_id), detail: json!({ "reason": reason }) })
}

/// The opposite of what was booked when it came, whatever the rule was then.
async fn reversal(step: &Step<'_>, account: &super::Account, reason: &str) -> Result<Entry, Error> {
    let written = journal::entries_from(step.tx, account.capital.id).await?;
    let written = written.into_iter().next().ok_or_else(|| Refusal::conflict("capital-of-purchase"))?;
    let booked = written.postings.iter().map(|row| Ok(Posting { account: row.account, amount_minor: row.amount_minor }));
    let booked = booked.collect::<Result<Vec<_>, Error>>()?;
    let source = Source { kind: "capital_reversal", id: account.capital.id.0 };
    Ok(Entry::new(written.entry.date, source, reason, postings::reversed(&booked))?)
}
