//! The only writer of the ledger. A fund's book is opened (and locked on PostgreSQL), entries are posted in memory, and
//! closing writes them with the balances, numbers and hashes in one go.

mod book;
mod chain;
pub mod look;
mod moved;
mod written;

pub use book::{BookLine, BookOf, Turnover, book_began, book_lines, book_moved, book_opening};
pub use chain::{ChainedEntry, chain_after, first_out_of_place};
pub use moved::{
    Moved, booked_by, money_days, money_on, moved_between, moved_but, moved_by_day, moved_by_entries, moved_by_record, moved_by_source, moved_cash,
};

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Value};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

use super::Tx;
use super::entity::{account_balance, account_day, association, entry, fund, posting};
use super::projection::update_rows;
use crate::clock::day_of;
use crate::domain::amount::Unit;
use crate::domain::ids::{AssociationId, EntryId, FundId, UserId};
use crate::domain::ledger::days::{Days, first_shortfall};
use crate::domain::ledger::{Account, Entry, Sealed};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// Rows of one insert: the widest table has 13 columns, and SQLite takes 32 766 parameters.
const ROWS: usize = 1_000;

/// The previous hash of a fund's first entry.
pub const FIRST_HASH: &str = "muyu";

/// A fund's books while they are being written.
pub struct Book {
    fund: fund::Model,
    unit: Unit,
    balances: BTreeMap<Account, i64>,
    sealed: Vec<Sealed>,
    /// The movement of each day since the book was opened, of the money accounts.
    moved: BTreeMap<Account, Days>,
    /// The movement of each day from earlier entries, read when needed.
    earlier: BTreeMap<Account, (NaiveDate, Days)>,
}

impl Book {
    pub fn association(&self) -> AssociationId {
        self.fund.association_id
    }

    pub fn unit(&self) -> Unit {
        self.unit
    }

    pub fn balance(&self, account: Account) -> i64 {
        self.balances.get(&account).copied().unwrap_or(0)
    }

    /// The balance of a money account at the end of a day.
    pub async fn balance_on(&mut self, tx: &Tx, account: Account, on: NaiveDate) -> Result<i64, Error> {
        let Some(next) = on.succ_opt() else { return Ok(self.balance(account)) };
        Ok(self.balance(account) - self.days_from(tx, account, next).await?.values().sum::<i64>())
    }

    pub fn next_receipt_no(&self) -> i64 {
        self.fund.next_receipt_no
    }

    pub fn take_receipt_no(&mut self) -> i64 {
        self.fund.next_receipt_no += 1;
        self.fund.next_receipt_no - 1
    }

    pub fn take_loan_no(&mut self) -> i64 {
        self.fund.next_loan_no += 1;
        self.fund.next_loan_no - 1
    }

    /// Takes note of a loan number from an imported notebook. The next loan follows the highest number.
    pub fn loan_number_used(&mut self, number: i64) {
        self.fund.next_loan_no = Ord::max(self.fund.next_loan_no, number + 1);
    }

    pub fn take_voucher_no(&mut self) -> i64 {
        self.fund.next_voucher_no += 1;
        self.fund.next_voucher_no - 1
    }

    /// Posts entries that belong together: all of them or none.
    ///
    /// # Errors
    /// `cash-short`, with the day and the amount missing, when the entries would leave a money account below zero at the end
    /// of a day from their own date on.
    pub async fn post(&mut self, tx: &Tx, entries: Vec<Entry>, by: UserId, at: DateTime<Utc>) -> Result<(), Error> {
        let entries = self.in_open_period(tx, entries, at).await?;
        let change = money_moved(&entries);
        self.check(tx, &change).await?;
        for (account, days) in change {
            let moved = self.moved.entry(account).or_default();
            days.into_iter().for_each(|(day, minor)| *moved.entry(day).or_default() += minor);
        }
        for entry in entries {
            for posting in entry.postings() {
                *self.balances.entry(posting.account).or_default() += posting.amount_minor;
            }
            let sealed = entry.seal(self.fund.next_entry_no, by, at, &self.fund.last_hash);
            self.fund.next_entry_no += 1;
            self.fund.last_hash.clone_from(&sealed.hash);
            self.sealed.push(sealed);
        }
        Ok(())
    }

    /// Posts the entries of a notebook, in order of their days. Some are written while the next ones are posted, so that all of
    /// them are never in memory at once.
    ///
    /// # Errors
    /// As [`Book::post`].
    pub async fn post_years(&mut self, tx: &Tx, entries: impl Iterator<Item = Entry>, by: UserId, at: DateTime<Utc>) -> Result<(), Error> {
        let mut entries = entries.peekable();
        while entries.peek().is_some() || !self.sealed.is_empty() {
            let (of, posted) = ((self.fund.association_id, self.fund.id), std::mem::take(&mut self.sealed));
            let mut some: Vec<Entry> = entries.by_ref().take(ROWS).collect();
            // A day is posted whole: its end is what has to be above zero.
            while let Some(more) = entries.next_if(|next| some.last().is_some_and(|last| last.date() == next.date())) {
                some.push(more);
            }
            let (written, next) = tokio::join!(written::years(tx, of, posted), self.post(tx, some, by, at));
            written?;
            next?;
        }
        Ok(())
    }

    /// Posts an entry dated in a closed period as an adjustment of today (spec §5). Its record keeps its own day.
    async fn in_open_period(&self, tx: &Tx, entries: Vec<Entry>, at: DateTime<Utc>) -> Result<Vec<Entry>, Error> {
        let Some(closed) = self.fund.closed_through.filter(|closed| entries.iter().any(|entry| entry.date() <= *closed)) else {
            return Ok(entries);
        };
        let association = association::Entity::find_by_id(self.fund.association_id).one(tx).await?;
        let today = association.map_or(at.date_naive(), |association| day_of(at, &association.time_zone));
        let open = Ord::max(closed.succ_opt().unwrap_or(closed), today);
        Ok(entries.into_iter().map(|entry| if entry.date() <= closed { entry.adjusting(open) } else { entry }).collect())
    }

    /// Checks only accounts that the change lowers: money coming in leaves more on every day.
    async fn check(&mut self, tx: &Tx, change: &BTreeMap<Account, Days>) -> Result<(), Error> {
        for (account, days) in change.iter().filter(|(_, days)| days.values().any(|minor| *minor < 0)) {
            let Some(first) = days.keys().next().copied() else { continue };
            let kept = self.days_from(tx, *account, first).await?;
            if let Some(short) = first_shortfall(self.balance(*account), &kept, days) {
                let refusal = Refusal::conflict("cash-short").at("amount").with("account", Fact::Text(account.code().to_owned()));
                let refusal = refusal.with("day", Fact::Date(short.day)).with("missing", Fact::Money(short.missing, self.unit));
                return Err(refusal.with("held", Fact::Money(short.held, self.unit)).into());
            }
        }
        Ok(())
    }

    /// The movement of an account on each day from `first` on: written, and posted since.
    async fn days_from(&mut self, tx: &Tx, account: Account, first: NaiveDate) -> Result<Days, Error> {
        let known = self.earlier.get(&account).is_some_and(|(from, _)| *from <= first);
        if !known {
            use account_day::Column as C;
            let select = account_day::Entity::find().filter(C::FundId.eq(self.fund.id)).filter(C::Account.eq(account));
            let rows = select.filter(C::Date.gte(first)).all(tx).await?;
            self.earlier.insert(account, (first, rows.into_iter().map(|row| (row.date, row.net_minor)).collect()));
        }
        let earlier = self.earlier.get(&account).into_iter().flat_map(|(_, days)| days.range(first..));
        let posted = self.moved.get(&account).into_iter().flat_map(|days| days.range(first..));
        let mut days = Days::new();
        earlier.chain(posted).for_each(|(day, minor)| *days.entry(*day).or_default() += minor);
        Ok(days)
    }
}

/// The movement of each day of the money accounts by these entries.
fn money_moved(entries: &[Entry]) -> BTreeMap<Account, Days> {
    let mut moved: BTreeMap<Account, Days> = BTreeMap::new();
    for entry in entries {
        for posting in entry.postings().iter().filter(|posting| posting.account.holds_money()) {
            *moved.entry(posting.account).or_default().entry(entry.date()).or_default() += posting.amount_minor;
        }
    }
    moved
}

/// The books of several funds.
pub struct Books(BTreeMap<FundId, Book>);

impl Books {
    /// # Errors
    /// `not-found` for a fund that does not exist.
    pub fn of(&mut self, fund: FundId) -> Result<&mut Book, Refusal> {
        self.0.get_mut(&fund).ok_or_else(Refusal::not_found)
    }
}

/// Opens the books of these funds. On PostgreSQL it locks their rows, always in the same order.
pub async fn open(tx: &Tx, funds: &[FundId]) -> Result<Books, Error> {
    let rows =
        fund::Entity::find().filter(fund::Column::Id.is_in(funds.iter().copied())).order_by_asc(fund::Column::Id).lock_exclusive().all(tx).await?;
    let mut books = BTreeMap::new();
    for row in rows {
        let unit = row.unit;
        let (balances, moved, earlier) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        books.insert(row.id, Book { fund: row, unit, balances, sealed: Vec::new(), moved, earlier });
    }
    for row in account_balance::Entity::find().filter(account_balance::Column::FundId.is_in(funds.iter().copied())).all(tx).await? {
        if let Some(book) = books.get_mut(&row.fund_id) {
            book.balances.insert(row.account, row.balance_minor);
        }
    }
    Ok(Books(books))
}

/// Writes the posted entries.
pub async fn close(tx: &Tx, books: Books) -> Result<(), Error> {
    let mut balances = Vec::new();
    let mut days = Vec::new();
    let mut counters: Vec<Vec<Value>> = Vec::new();
    for (_, book) in books.0 {
        let fund = book.fund;
        for (account, moved) in book.moved {
            days.extend(moved.into_iter().map(|(date, net_minor)| account_day::ActiveModel {
                fund_id: Set(fund.id),
                account: Set(account),
                date: Set(date),
                association_id: Set(fund.association_id),
                net_minor: Set(net_minor),
            }));
        }
        written::write(tx, (fund.association_id, fund.id), book.sealed).await?;
        for (account, balance_minor) in book.balances {
            balances.push(account_balance::ActiveModel {
                fund_id: Set(fund.id),
                account: Set(account),
                association_id: Set(fund.association_id),
                balance_minor: Set(balance_minor),
            });
        }
        let numbers = [fund.next_entry_no, fund.next_receipt_no, fund.next_loan_no, fund.next_voucher_no];
        counters.push([fund.id.into()].into_iter().chain(numbers.map(Value::from)).chain([fund.last_hash.into()]).collect());
    }
    for chunk in balances.chunks(ROWS) {
        let newest = OnConflict::columns([account_balance::Column::FundId, account_balance::Column::Account])
            .update_column(account_balance::Column::BalanceMinor)
            .to_owned();
        account_balance::Entity::insert_many(chunk.to_vec()).on_conflict(newest).exec_without_returning(tx).await?;
    }
    add_days(tx, days).await?;
    use fund::Column::{Id, LastHash, NextEntryNo, NextLoanNo, NextReceiptNo, NextVoucherNo};
    update_rows(tx, fund::Entity, &[Id], &[NextEntryNo, NextReceiptNo, NextLoanNo, NextVoucherNo, LastHash], counters).await
}

/// Adds the posted movements to the stored ones of each day.
async fn add_days(tx: &Tx, days: Vec<account_day::ActiveModel>) -> Result<(), Error> {
    use account_day::Column::{Account, Date, FundId, NetMinor};
    for chunk in days.chunks(ROWS) {
        let added = Expr::col((account_day::Entity, NetMinor)).add(Expr::col(("excluded", NetMinor)));
        let add = OnConflict::columns([FundId, Account, Date]).value(NetMinor, added).to_owned();
        account_day::Entity::insert_many(chunk.to_vec()).on_conflict(add).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A written entry with its postings.
pub struct PostedEntry {
    pub entry: entry::Model,
    pub postings: Vec<posting::Model>,
}

/// A page of a fund's entries after number `after`, oldest first.
pub async fn entries_after(db: &impl ConnectionTrait, fund: FundId, after: i64, most: u64) -> Result<Vec<PostedEntry>, Error> {
    let select = entry::Entity::find().filter(entry::Column::FundId.eq(fund)).filter(entry::Column::No.gt(after));
    with_postings(db, select.order_by_asc(entry::Column::No).limit(most).all(db).await?).await
}

/// A fund's newest entries.
pub async fn newest(db: &impl ConnectionTrait, fund: FundId, most: u64) -> Result<Vec<PostedEntry>, Error> {
    let all = entry::Entity::find().filter(entry::Column::FundId.eq(fund)).order_by_desc(entry::Column::Date).order_by_desc(entry::Column::No);
    with_postings(db, all.limit(most).all(db).await?).await
}

/// The entries of a record, in order.
pub async fn entries_from(db: &impl ConnectionTrait, source: impl Into<Uuid>) -> Result<Vec<PostedEntry>, Error> {
    let select = entry::Entity::find().filter(entry::Column::SourceId.eq(source.into())).order_by_asc(entry::Column::No);
    with_postings(db, select.all(db).await?).await
}

async fn with_postings(db: &impl ConnectionTrait, entries: Vec<entry::Model>) -> Result<Vec<PostedEntry>, Error> {
    let ids: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let mut of_entry: BTreeMap<EntryId, Vec<posting::Model>> = BTreeMap::new();
    let select = posting::Entity::find().filter(posting::Column::EntryId.is_in(ids)).order_by_asc(posting::Column::Line);
    for posting in select.all(db).await? {
        of_entry.entry(posting.entry_id).or_default().push(posting);
    }
    Ok(entries.into_iter().map(|entry| PostedEntry { postings: of_entry.remove(&entry.id).unwrap_or_default(), entry }).collect())
}

/// The stored balances of a fund's accounts.
pub async fn balances(db: &impl ConnectionTrait, fund: FundId) -> Result<BTreeMap<Account, i64>, Error> {
    let rows = account_balance::Entity::find().filter(account_balance::Column::FundId.eq(fund)).all(db).await?;
    rows.into_iter().map(|row| Ok((row.account, row.balance_minor))).collect()
}

/// The stored balances of several funds, in one query.
pub async fn balances_of(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<HashMap<FundId, BTreeMap<Account, i64>>, Error> {
    let select = account_balance::Entity::find().filter(account_balance::Column::FundId.is_in(funds.iter().copied()));
    let mut of: HashMap<FundId, BTreeMap<Account, i64>> = HashMap::new();
    for row in select.all(db).await? {
        of.entry(row.fund_id).or_default().insert(row.account, row.balance_minor);
    }
    Ok(of)
}

/// A fund's balances at the end of a day, from the postings. With `known`, only entries written up to that moment count.
pub async fn balances_at(
    db: &impl ConnectionTrait,
    fund: FundId,
    at: NaiveDate,
    known: Option<DateTime<Utc>>,
) -> Result<BTreeMap<Account, i64>, Error> {
    use posting::Column as P;
    // With its accounts named, the index leads to the days of each.
    let of_days = |select: Select<posting::Entity>| {
        select.column(P::Account).filter(P::Account.is_in(Account::ALL)).filter(P::EntryOn.lte(at)).group_by(P::Account)
    };
    let select = match known {
        Some(moment) => of_days(sums(fund).filter(entry::Column::RecordedAt.lte(moment))),
        None => of_days(amounts(fund)),
    };
    let rows: Vec<(i64, Account)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(balance, account)| (account, balance)).collect())
}

/// A query of a fund's postings joined to their entries, for sums.
fn sums(fund: FundId) -> Select<posting::Entity> {
    let mut select = amounts(fund);
    let of_entry = Expr::col((entry::Entity, entry::Column::Id)).equals((posting::Entity, posting::Column::EntryId));
    QuerySelect::query(&mut select).join(sea_orm::JoinType::InnerJoin, entry::Entity, of_entry);
    select
}

/// The sum of a fund's postings, which hold the date of their entry.
fn amounts(fund: FundId) -> Select<posting::Entity> {
    use posting::Column as P;
    posting::Entity::find().select_only().column_as(P::AmountMinor.sum().cast_as("bigint"), "sum").filter(P::FundId.eq(fund))
}

/// The newest entry of each of these funds; funds without entries have none.
pub async fn newest_of(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<Vec<entry::Model>, Error> {
    let mut select = entry::Entity::find().filter(entry::Column::FundId.is_in(funds.iter().copied()));
    let newest = Expr::col((fund::Entity, fund::Column::NextEntryNo)).sub(1_i64);
    let of_fund = Expr::col((fund::Entity, fund::Column::Id)).equals((entry::Entity, entry::Column::FundId));
    let joined = of_fund.and(Expr::col((entry::Entity, entry::Column::No)).eq(newest));
    QuerySelect::query(&mut select).join(sea_orm::JoinType::InnerJoin, fund::Entity, joined);
    Ok(select.all(db).await?)
}
