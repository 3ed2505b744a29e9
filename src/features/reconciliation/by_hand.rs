//! Matches lines of the bank with entries of the books by hand, with a reason: the date differs, or one side splits the amount.
//! Both sides must have the same sum. A fee or another difference is recorded as an entry first.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{BankMatch, store};
use crate::app::App;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::bank::{MOST_LINES, same_sum};
use crate::domain::correction::RecordKind;
use crate::domain::ids::{BankMatchId, BankStatementId, EntryId};
use crate::domain::ledger::Account;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "bank.undo_match";

#[derive(Clone, Debug, Serialize)]
pub struct NewMatch {
    pub statement: BankStatementId,
    /// The numbers of the bank's lines.
    pub lines: Vec<i64>,
    pub entries: Vec<EntryId>,
    pub reason: Line,
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `match-without-lines`, `match-without-entries`, `match-too-many`, `match-line-known`,
/// `match-entry-elsewhere`, `match-entry-taken`, `match-sums-differ` with both and what parts them.
pub async fn join(app: &App, by: &Actor, key: Uuid, new: NewMatch) -> Result<BankMatchId, Error> {
    let fund = store::find(app.db.read(), new.statement).await?.fund_id;
    on_fund(app, by, key, Act("bank.match", Action::ManageFund), fund, new, work).await
}

async fn work(on: OnFund<'_>, mut new: NewMatch) -> Outcome<BankMatchId> {
    let (tx, fund) = (on.step.tx, on.fund);
    if store::find(tx, new.statement).await?.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    new.lines.sort_unstable();
    new.lines.dedup();
    new.entries.sort_unstable();
    new.entries.dedup();
    check_counts(&new)?;
    let known = store::lines_by_hand(tx, new.statement).await?;
    let lines = store::lines(tx, new.statement).await?;
    let open = |no: &i64| lines.iter().find(|line| line.no == *no && line.entry_id.is_none() && !known.contains(no));
    let chosen: Option<Vec<i64>> = new.lines.iter().map(|no| open(no).map(|line| line.amount_minor)).collect();
    let chosen = chosen.ok_or_else(|| Refusal::conflict("match-line-known").at("line"))?;
    let moved = journal::moved_by_entries(tx, fund.id, Account::Bank, new.entries.clone()).await?;
    if moved.len() != new.entries.len() {
        return Err(Refusal::invalid("entry", "match-entry-elsewhere").into());
    }
    let taken: HashSet<EntryId> = store::taken(tx, fund.id).await?;
    if new.entries.iter().any(|entry| taken.contains(entry)) {
        return Err(Refusal::conflict("match-entry-taken").at("entry").into());
    }
    same_sum(&chosen, &moved.iter().map(|moved| moved.amount_minor).collect::<Vec<_>>(), fund.unit)?;
    let id = BankMatchId(on.step.new_id());
    let row = BankMatch {
        id,
        association_id: fund.association,
        fund_id: fund.id,
        statement_id: new.statement,
        reason: new.reason.to_string(),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversal_reason: None,
    };
    store::insert_match(on.step, row, &new.lines, &new.entries).await?;
    Ok((id, json!({ "lines": new.lines.len(), "entries": new.entries.len() })))
}

fn check_counts(new: &NewMatch) -> Result<(), Refusal> {
    if new.lines.is_empty() {
        return Err(Refusal::invalid("line", "match-without-lines"));
    }
    if new.entries.is_empty() {
        return Err(Refusal::invalid("entry", "match-without-entries"));
    }
    if new.lines.len() > MOST_LINES || new.entries.len() > MOST_LINES {
        let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
        return Err(Refusal::invalid("entry", "match-too-many").with("most", Fact::Number(most)));
    }
    Ok(())
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<BankMatchId>) -> Result<Answer<BankMatchId>, Error> {
    let fund = store::find_match(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageFund), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(on: OnFund<'_>, order: Order<BankMatchId>) -> Outcome<Uuid> {
    let row = store::find_match(on.step.tx, order.what).await?;
    if row.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    // A match moves no money, so one person is enough.
    let stake = Stake {
        command: UNDO,
        kind: RecordKind::BankMatch,
        id: row.id.0,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        amount_minor: 0,
        member: None,
        changes: Vec::new(),
    };
    let permitted = match permit(&on, stake, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    store::mark_match_reversed(on.step, row.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((row.id.0, json!({ "reason": order.reason })))
}
