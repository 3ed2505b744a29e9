//! A statement is compared with the books and kept; it is compared again once missing entries are recorded.

use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{BankStatement, BankStatementLine, store};
use crate::app::App;
use crate::db::journal::{self, Moved};
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::bank::{BankLine, NEAR_DAYS, in_order, matched, opening_and_closing};
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::{BankStatementId, EntryId, FundId};
use crate::domain::ledger::Account;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::corrections::not_reversed;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize)]
pub struct NewStatement {
    pub fund: FundId,
    /// The file's name.
    pub name: Note,
    pub lines: Vec<BankLine>,
}

/// # Errors
/// `forbidden`, `not-found`, `statement-of-produce`, what [`in_order`] refuses, `statement-overlaps` with the statement of the
/// same days.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewStatement) -> Result<BankStatementId, Error> {
    on_fund(app, by, key, Act("bank.compare", Action::ManageFund), new.fund, new, work).await
}

async fn work(on: OnFund<'_>, new: NewStatement) -> Outcome<BankStatementId> {
    let (tx, fund) = (on.step.tx, on.fund);
    check_unit(fund.unit)?;
    let lines = in_order(new.lines, on.today)?;
    let days = || lines.iter().map(|line| line.on);
    let (starts_on, ends_on) = (days().min().unwrap_or(on.today), days().max().unwrap_or(on.today));
    if let Some(other) = store::standing(tx, fund.id).await?.into_iter().find(|other| starts_on <= other.ends_on && other.starts_on <= ends_on) {
        let record = RecordRef { kind: RecordKind::BankStatement, id: other.id.0, number: None, on: other.ends_on };
        let refusal = Refusal::invalid("file", "statement-overlaps").with("from", Fact::Date(other.starts_on));
        return Err(refusal.with("to", Fact::Date(other.ends_on)).with("records", Fact::Records(vec![record])).into());
    }
    let marks = marks(tx, fund.id, &lines.iter().map(|line| (line.on, line.amount_minor)).collect::<Vec<_>>()).await?;
    let (opening_minor, closing_minor) = opening_and_closing(&lines);
    let held = journal::money_on(tx, fund.id, ends_on).await?;
    let id = BankStatementId(on.step.new_id());
    let row = BankStatement {
        id,
        association_id: fund.association,
        fund_id: fund.id,
        name: new.name.to_string(),
        starts_on,
        ends_on,
        opening_minor,
        closing_minor,
        books_minor: held.get(&Account::Bank).copied().unwrap_or(0),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversal_reason: None,
    };
    let found = marks.iter().flatten().count();
    let kept = (1..).zip(lines).zip(marks).map(|((no, line), entry_id)| BankStatementLine {
        statement_id: id,
        no,
        association_id: fund.association,
        fund_id: fund.id,
        moved_on: line.on,
        description: line.description.to_string(),
        amount_minor: line.amount_minor,
        balance_minor: line.balance_minor,
        entry_id,
    });
    let kept: Vec<BankStatementLine> = kept.collect();
    let detail = json!({ "lines": kept.len(), "matched": found, "from": starts_on, "to": ends_on });
    store::insert(on.step, row, kept).await?;
    Ok((id, detail))
}

/// # Errors
/// `statement-of-produce`: a bank holds money.
pub fn check_unit(unit: Unit) -> Result<(), Refusal> {
    if unit.is_money() { Ok(()) } else { Err(Refusal::conflict("statement-of-produce")) }
}

/// The entry that matches each line.
async fn marks(db: &impl ConnectionTrait, fund: FundId, lines: &[(NaiveDate, i64)]) -> Result<Vec<Option<EntryId>>, Error> {
    let days = || lines.iter().map(|line| line.0);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Vec::new()) };
    let near = Days::new(NEAR_DAYS.unsigned_abs());
    let around = (first.checked_sub_days(near).unwrap_or(first), last.checked_add_days(near).unwrap_or(last));
    let free = free(db, fund, around, &store::taken(db, fund).await?).await?;
    let moves: Vec<(NaiveDate, i64)> = free.iter().map(|moved| (moved.on, moved.amount_minor)).collect();
    Ok(matched(lines, &moves).into_iter().map(|found| found.and_then(|at| free.get(at)).map(|moved| moved.entry)).collect())
}

/// The movements of these days in the books that are on no statement. A record that was reversed within them moved nothing.
pub async fn free(db: &impl ConnectionTrait, fund: FundId, days: (NaiveDate, NaiveDate), taken: &HashSet<EntryId>) -> Result<Vec<Moved>, Error> {
    let all = journal::moved_between(db, fund, Account::Bank, days).await?;
    let open: Vec<Moved> = all.into_iter().filter(|moved| !taken.contains(&moved.entry)).collect();
    let mut of_record: BTreeMap<Uuid, i64> = BTreeMap::new();
    for moved in &open {
        *of_record.entry(moved.source_id).or_default() += moved.amount_minor;
    }
    Ok(open.into_iter().filter(|moved| of_record.get(&moved.source_id) != Some(&0)).collect())
}

/// Searches again for the lines without an entry.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn again(app: &App, by: &Actor, key: Uuid, id: BankStatementId) -> Result<BankStatementId, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("bank.compare_again", Action::ManageFund), fund, id, again_work).await
}

async fn again_work(on: OnFund<'_>, id: BankStatementId) -> Outcome<BankStatementId> {
    let tx = on.step.tx;
    not_reversed(store::find(tx, id).await?.reversed_at)?;
    let known = store::lines_by_hand(tx, id).await?;
    let unknown: Vec<BankStatementLine> =
        store::lines(tx, id).await?.into_iter().filter(|line| line.entry_id.is_none() && !known.contains(&line.no)).collect();
    let marks = marks(tx, on.fund.id, &unknown.iter().map(|line| (line.moved_on, line.amount_minor)).collect::<Vec<_>>()).await?;
    let mut found = 0;
    for (line, entry) in unknown.iter().zip(marks) {
        if let Some(entry) = entry {
            store::mark(on.step, id, line.no, entry).await?;
            found += 1;
        }
    }
    Ok((id, json!({ "matched": found })))
}
