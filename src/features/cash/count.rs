//! Records a count of the box.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{CashCount, store};
use crate::app::App;
use crate::db::Tx;
use crate::db::journal::{self, Book};
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cash::{Pile, counted, merged};
use crate::domain::ids::{CashCountId, FundId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewCount {
    pub fund: FundId,
    pub counted_on: NaiveDate,
    pub piles: Vec<Pile>,
    pub counted_by: Line,
    pub witnessed_by: Line,
    /// The reason for a difference.
    pub note: Note,
    /// The books' cash when the count was compared with it. Without it, they are not compared again.
    pub books_minor: Option<i64>,
}

/// The books' cash at the end of a day. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InBooks {
    pub verified: i64,
    pub to_verify: i64,
}

impl InBooks {
    pub fn total(self) -> i64 {
        self.verified + self.to_verify
    }
}

/// # Errors
/// `forbidden`, `not-found`, a refusal of [`check`], `cash-short`.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewCount) -> Result<CashCountId, Error> {
    on_fund(app, by, key, Act("cash.count", Action::ManageFund), new.fund, new, work).await
}

async fn work(mut on: OnFund<'_>, new: NewCount) -> Outcome<CashCountId> {
    let books = in_books(on.book, on.step.tx, new.counted_on).await?;
    let last = store::last(on.step.tx, on.fund.id).await?;
    let counted_minor = check(&new, &on, last.as_ref(), books)?;
    let piles = merged(&new.piles)?;
    let row = CashCount {
        id: on.step.new_id(),
        association_id: on.fund.association,
        fund_id: on.fund.id,
        counted_on: new.counted_on,
        counted_by: new.counted_by.into(),
        witnessed_by: new.witnessed_by.into(),
        counted_minor,
        books_minor: books.total(),
        to_verify_minor: books.to_verify,
        note: new.note.to_string(),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversal_reason: None,
    };
    on.post(entry(&row)?.into_iter().collect()).await?;
    let (id, detail) = (row.id, json!({ "counted": counted_minor, "books": row.books_minor, "by": [row.counted_by, row.witnessed_by] }));
    store::insert(on.step, row, &piles).await?;
    Ok((id, detail))
}

/// The books' cash at the end of a day, to show beside a count.
pub async fn in_books_on(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<InBooks, Error> {
    let held = journal::money_on(db, fund, on).await?;
    let of = |account| held.get(&account).copied().unwrap_or(0);
    Ok(InBooks { verified: of(Account::Cash), to_verify: of(Account::CashToVerify) })
}

async fn in_books(book: &mut Book, tx: &Tx, on: NaiveDate) -> Result<InBooks, Error> {
    let verified = book.balance_on(tx, Account::Cash, on).await?;
    Ok(InBooks { verified, to_verify: book.balance_on(tx, Account::CashToVerify, on).await? })
}

/// Checks a count and gives its total.
fn check(new: &NewCount, on: &OnFund<'_>, last: Option<&CashCount>, books: InBooks) -> Result<i64, Refusal> {
    happened(new.counted_on, on.today).map_err(|refusal| refusal.at("counted_on"))?;
    if let Some(last) = last.filter(|last| new.counted_on < last.counted_on) {
        return Err(Refusal::conflict("count-before-count").at("counted_on").with("date", Fact::Date(last.counted_on)));
    }
    if fold(&new.counted_by) == fold(&new.witnessed_by) {
        return Err(Refusal::invalid("witnessed_by", "count-names-same"));
    }
    let unit = on.fund.unit;
    let counted_minor = counted(unit, &new.piles)?;
    if new.books_minor.is_some_and(|shown| shown != books.total()) {
        return Err(Refusal::conflict("count-books-moved").with("books", Fact::Money(books.total(), unit)));
    }
    if counted_minor != books.total() && new.note.is_empty() {
        let missing = Fact::Money((counted_minor - books.total()).abs(), unit);
        return Err(Refusal::invalid("note", "count-note-missing").with("difference", missing));
    }
    Ok(counted_minor)
}

/// The entry of a count; none where it agrees with the books and nothing was to verify.
///
/// # Errors
/// `amount-too-large`.
pub fn entry(row: &CashCount) -> Result<Option<Entry>, Refusal> {
    let moved = postings::cash_counted(row.difference_minor(), row.to_verify_minor);
    Entry::of_change(row.counted_on, Source { kind: SourceKind::CashCount, id: row.id.0 }, memo(row), moved)
}

/// Both counters' names are in the entry.
fn memo(row: &CashCount) -> String {
    format!("{} / {}", row.counted_by, row.witnessed_by)
}
