//! Movements of a fund's accounts: by day, by kind of record, and the money at the end of a day.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{amounts, balances, sums};
use crate::db::entity::{account_day, entry, posting};
use crate::domain::ids::{EntryId, FundId};
use crate::domain::ledger::days::Days;
use crate::domain::ledger::{Account, SourceKind};
use crate::error::Error;

/// The movement of each day on some accounts together, from the postings.
pub async fn moved_by_day(db: &impl ConnectionTrait, fund: FundId, accounts: &[Account]) -> Result<Days, Error> {
    let codes = accounts.iter().map(|account| account.code());
    use posting::Column as P;
    let select = amounts(fund).column(P::EntryOn).filter(P::Account.is_in(codes)).group_by(P::EntryOn);
    let rows: Vec<(i64, NaiveDate)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(minor, date)| (date, minor)).collect())
}

/// The balances of the money accounts at the end of a day, from stored movements; nothing is added up from the start.
pub async fn money_on(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<BTreeMap<Account, i64>, Error> {
    use account_day::Column as C;
    let mut held = balances(db, fund).await?;
    held.retain(|account, _| account.holds_money());
    for row in account_day::Entity::find().filter(C::FundId.eq(fund)).filter(C::Date.gt(on)).all(db).await? {
        *held.entry(row.account).or_default() -= row.net_minor;
    }
    Ok(held)
}

/// Whether a record moved cash, by entries written up to a moment.
pub async fn moved_cash(db: &impl ConnectionTrait, fund: FundId, source: Uuid, until: DateTime<Utc>) -> Result<bool, Error> {
    let own = entry::Entity::find().select_only().column(entry::Column::Id).filter(entry::Column::SourceId.eq(source));
    let own = own.filter(entry::Column::FundId.eq(fund)).filter(entry::Column::RecordedAt.lte(until));
    let ids: Vec<EntryId> = own.into_tuple().all(db).await?;
    let moved = posting::Entity::find().filter(posting::Column::EntryId.is_in(ids));
    let box_only = moved.filter(posting::Column::Account.is_in([Account::Cash, Account::CashToVerify]));
    Ok(box_only.one(db).await?.is_some())
}

/// The stored movement of each day of the money accounts.
pub async fn money_days(db: &impl ConnectionTrait, fund: FundId) -> Result<BTreeMap<Account, Days>, Error> {
    let mut days: BTreeMap<Account, Days> = BTreeMap::new();
    for row in account_day::Entity::find().filter(account_day::Column::FundId.eq(fund)).all(db).await? {
        days.entry(row.account).or_default().insert(row.date, row.net_minor);
    }
    Ok(days)
}

/// The movement of an account by one entry. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub entry: EntryId,
    pub no: i64,
    pub on: NaiveDate,
    pub source_kind: SourceKind,
    pub source_id: Uuid,
    pub memo: String,
    pub amount_minor: i64,
}

/// The movement of an account by each entry between two days, in order of number.
pub async fn moved_between(
    db: &impl ConnectionTrait,
    fund: FundId,
    account: Account,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Moved>, Error> {
    let moved = sums(fund).filter(posting::Column::Account.eq(account)).filter(entry::Column::Date.between(from, to));
    let rows: Vec<(i64, EntryId)> = moved.column(entry::Column::Id).group_by(entry::Column::Id).into_tuple().all(db).await?;
    told(db, rows.into_iter().map(|(minor, id)| (id, minor)).collect()).await
}

/// The movement of an account by each of these entries.
pub async fn moved_by_entries(db: &impl ConnectionTrait, fund: FundId, account: Account, entries: Vec<EntryId>) -> Result<Vec<Moved>, Error> {
    let mut rows = HashMap::new();
    for some in entries.chunks(MOST) {
        let moved = sums(fund).filter(posting::Column::Account.eq(account)).filter(entry::Column::Id.is_in(some.iter().copied()));
        let some: Vec<(i64, EntryId)> = moved.column(entry::Column::Id).group_by(entry::Column::Id).into_tuple().all(db).await?;
        rows.extend(some.into_iter().map(|(minor, id)| (id, minor)));
    }
    told(db, rows).await
}

/// Ids in one query.
const MOST: usize = 1_000;

async fn told(db: &impl ConnectionTrait, moved: HashMap<EntryId, i64>) -> Result<Vec<Moved>, Error> {
    let ids: Vec<EntryId> = moved.iter().filter(|(_, minor)| **minor != 0).map(|(id, _)| *id).collect();
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(MOST) {
        for row in entry::Entity::find().filter(entry::Column::Id.is_in(some.iter().copied())).all(db).await? {
            all.push(Moved {
                amount_minor: moved.get(&row.id).copied().unwrap_or(0),
                entry: row.id,
                no: row.no,
                on: row.date,
                source_kind: row.source_kind,
                source_id: row.source_id,
                memo: row.memo,
            });
        }
    }
    all.sort_by_key(|moved| moved.no);
    Ok(all)
}

/// The movement of an account up to the end of a day, without the records of one kind. With `known`, only entries written up
/// to that moment count.
pub async fn moved_but(
    db: &impl ConnectionTrait,
    fund: FundId,
    account: Account,
    (at, known): (NaiveDate, Option<DateTime<Utc>>),
    but: SourceKind,
) -> Result<i64, Error> {
    let own = sums(fund).filter(posting::Column::Account.eq(account)).filter(entry::Column::Date.lte(at)).filter(entry::Column::SourceKind.ne(but));
    let own = known.into_iter().fold(own, |own, moment| own.filter(entry::Column::RecordedAt.lte(moment)));
    Ok(own.into_tuple::<Option<i64>>().one(db).await?.flatten().unwrap_or(0))
}

/// The movement of an account by each record between two days, without the records of one kind.
pub async fn moved_by_record(
    db: &impl ConnectionTrait,
    fund: FundId,
    account: Account,
    (from, to): (NaiveDate, NaiveDate),
    but: SourceKind,
) -> Result<Vec<(Uuid, i64)>, Error> {
    let between = sums(fund).filter(posting::Column::Account.eq(account)).filter(entry::Column::Date.between(from, to));
    let grouped = between.filter(entry::Column::SourceKind.ne(but)).column(entry::Column::SourceId).group_by(entry::Column::SourceId);
    let rows: Vec<(i64, Uuid)> = grouped.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(minor, record)| (record, minor)).collect())
}

/// The movement of each account between two days, by kind of record, without one kind.
pub async fn moved_by_source(
    db: &impl ConnectionTrait,
    fund: FundId,
    (from, to): (NaiveDate, NaiveDate),
    but: SourceKind,
) -> Result<Vec<(Account, SourceKind, i64)>, Error> {
    let between = sums(fund).filter(entry::Column::Date.between(from, to)).filter(entry::Column::SourceKind.ne(but));
    let grouped = between.column(posting::Column::Account).column(entry::Column::SourceKind);
    let grouped = grouped.group_by(posting::Column::Account).group_by(entry::Column::SourceKind);
    let rows: Vec<(i64, Account, SourceKind)> = grouped.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(minor, account, kind)| (account, kind, minor)).collect())
}

/// The records of a kind (`loan`, `capital`) whose money was in a fund's books at a moment.
pub async fn booked_by(db: &impl ConnectionTrait, fund: FundId, kind: SourceKind, moment: DateTime<Utc>) -> Result<HashSet<Uuid>, Error> {
    let own = entry::Entity::find().select_only().column(entry::Column::SourceId).filter(entry::Column::FundId.eq(fund));
    let then = own.filter(entry::Column::SourceKind.eq(kind)).filter(entry::Column::RecordedAt.lte(moment));
    Ok(then.into_tuple::<Uuid>().all(db).await?.into_iter().collect())
}
