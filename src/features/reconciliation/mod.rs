//! The bank statement against the books. It is kept with the person and the time of the comparison: each line with its matching
//! entry, the lines that only the bank has, and the entries that only the books have.

pub mod api;
pub mod by_hand;
mod by_hand_part;
pub mod pages;
pub mod put_right;
pub mod reading;
pub mod record;
pub mod show_page;
mod store;

pub use crate::db::entity::bank_match::Model as BankMatch;
pub use crate::db::entity::bank_match_part::Model as BankMatchPart;
pub use crate::db::entity::bank_statement::Model as BankStatement;
pub use crate::db::entity::bank_statement_line::Model as BankStatementLine;

use std::collections::HashSet;

use crate::app::App;
use crate::db::journal::{self, Moved};
use crate::domain::actor::Actor;
use crate::domain::ids::BankStatementId;
use crate::domain::ledger::Account;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};

/// A statement compared with the books of today.
pub struct Compared {
    pub statement: BankStatement,
    pub lines: Vec<BankStatementLine>,
    /// The entries that match its lines. `missing` holds the entries of its days that are on no statement.
    pub matched: Vec<Moved>,
    pub missing: Vec<Moved>,
    /// Matches made by hand, with their lines and entries; undone ones too.
    pub by_hand: Vec<(BankMatch, Vec<BankMatchPart>)>,
    /// The books' balance on its last day. Minor units.
    pub books_minor: i64,
}

impl Compared {
    /// The bank's balance less the books'; none where the bank gives no balance. Minor units.
    pub fn difference_minor(&self) -> Option<i64> {
        self.statement.closing_minor.map(|closing| closing - self.books_minor)
    }

    /// The lines without an entry.
    pub fn unknown(&self) -> impl Iterator<Item = &BankStatementLine> {
        self.lines.iter().filter(|line| line.entry_id.is_none() && self.match_of(line).is_none())
    }

    /// The standing match made by hand that has this line.
    pub fn match_of(&self, line: &BankStatementLine) -> Option<&BankMatch> {
        let standing = self.by_hand.iter().filter(|(row, _)| row.reversed_at.is_none());
        standing.into_iter().find(|(_, parts)| parts.iter().any(|part| part.line_no == Some(line.no))).map(|(row, _)| row)
    }
}

/// A statement with its fund, for those who may do `action` with it.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: BankStatementId, action: Action) -> Result<(Compared, Fund, Association), Error> {
    let db = app.db.read();
    let statement = store::find(db, id).await?;
    let (fund, association) = funds::see(app, by, statement.fund_id, action).await?;
    let lines = store::lines(db, id).await?;
    let taken = store::taken(db, fund.id).await?;
    let by_hand = store::matches(db, &[id]).await?;
    let joined = by_hand.iter().flat_map(|(_, parts)| parts).filter_map(|part| part.entry_id);
    let own = lines.iter().filter_map(|line| line.entry_id).chain(joined).collect::<HashSet<_>>().into_iter().collect();
    let matched = journal::moved_by_entries(db, fund.id, Account::Bank, own).await?;
    let missing = record::free(db, fund.id, (statement.starts_on, statement.ends_on), &taken).await?;
    let held = journal::money_on(db, fund.id, statement.ends_on).await?;
    let books_minor = held.get(&Account::Bank).copied().unwrap_or(0);
    Ok((Compared { statement, lines, matched, missing, by_hand, books_minor }, fund, association))
}
