//! Searches entries: by account, kind, days and member.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::{PostedEntry, with_postings};
use crate::db::columns;
use crate::db::entity::{entry, fund, posting};
use crate::domain::ids::FundId;
use crate::domain::ledger::{Account, SourceKind};
use crate::error::Error;

/// A search in a fund's entries.
#[derive(Clone, Debug)]
pub struct Look {
    pub fund: FundId,
    /// Only entries that moved this account.
    pub account: Option<Account>,
    /// Only entries of these kinds of records; of all kinds when empty.
    pub kinds: Vec<SourceKind>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Only entries of these records, or with this number as their own or as their receipt's.
    pub records: Option<(SelectStatement, Option<i64>)>,
}

impl Look {
    /// Whether only the account limits the search: the ledger's indexes are in that order.
    pub fn whole(&self) -> bool {
        self.kinds.is_empty() && self.from.is_none() && self.to.is_none() && self.records.is_none()
    }

    fn chosen(&self) -> Select<entry::Entity> {
        use entry::Column as E;
        let select = entry::Entity::find().filter(E::FundId.eq(self.fund)).filter(self.kept());
        let from = self.from.map(|from| E::Date.gte(from));
        let to = self.to.map(|to| E::Date.lte(to));
        select.filter(from.into_iter().chain(to).fold(Condition::all(), Condition::add))
    }

    /// The conditions on the entry itself: its kind, its number, its record.
    fn kept(&self) -> Condition {
        use entry::Column as E;
        let mut all = Condition::all();
        if !self.kinds.is_empty() {
            all = all.add(E::SourceKind.is_in(self.kinds.iter().copied()));
        }
        if let Some((records, number)) = &self.records {
            // Each way of finding them by its own index; joined by "or", every entry would be read.
            let ids = |how: Condition| Query::select().column((entry::Entity, E::Id)).from(entry::Entity).cond_where(how).take();
            let mut found = ids(Condition::all().add(E::SourceId.in_subquery(records.clone())));
            if let Some(number) = number {
                found.union(UnionType::All, ids(Condition::all().add(E::FundId.eq(self.fund)).add(E::No.eq(*number))));
                found.union(UnionType::All, ids(Condition::all().add(E::FundId.eq(self.fund)).add(E::ReceiptNo.eq(*number))));
            }
            all = all.add(E::Id.in_subquery(found));
        }
        all
    }

    /// The account's postings, by its index. Entries are joined only for conditions on the entry itself.
    fn moving(&self, account: Account) -> Select<posting::Entity> {
        use posting::Column as P;
        let mut select = posting::Entity::find().select_only().filter(P::FundId.eq(self.fund)).filter(P::Account.eq(account));
        if let Some(from) = self.from {
            select = select.filter(P::EntryOn.gte(from));
        }
        if let Some(to) = self.to {
            select = select.filter(P::EntryOn.lte(to));
        }
        if self.kinds.is_empty() && self.records.is_none() {
            return select;
        }
        let of_entry = Expr::col((entry::Entity, entry::Column::Id)).equals((posting::Entity, P::EntryId));
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, entry::Entity, of_entry);
        select.filter(self.kept())
    }

    /// The postings that make up an entry's amount: those of the account, or every debit.
    fn weighed(&self) -> Select<posting::Entity> {
        use posting::Column as P;
        self.account.map_or_else(
            || {
                let ids = self.chosen().select_only().column(entry::Column::Id).into_query();
                posting::Entity::find().select_only().filter(P::EntryId.in_subquery(ids)).filter(P::AmountMinor.gt(0))
            },
            |account| self.moving(account),
        )
    }
}

/// What a page of entries is sorted by: the day and number, or the amount shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    Day,
    Amount,
}

/// A page of the entries found. By day, the indexes are in this order. By amount, every entry found is summed first, so the
/// caller bounds how many there are.
pub async fn page(db: &impl ConnectionTrait, look: &Look, sorted: (Sorted, bool), page: u64, most: u64) -> Result<Vec<PostedEntry>, Error> {
    use entry::Column as E;
    use posting::Column as P;
    let (offset, direction) = (columns::offset(page, most), |down: bool| if down { Order::Desc } else { Order::Asc });
    let ids: Vec<Uuid> = match (sorted, look.account) {
        ((Sorted::Day, down), None) => {
            let select = look.chosen().order_by(E::Date, direction(down)).order_by(E::No, direction(down));
            return with_postings(db, select.offset(offset).limit(most).all(db).await?).await;
        }
        ((Sorted::Day, down), Some(account)) => {
            let select = look.moving(account).columns([P::EntryOn, P::EntryNo, P::EntryId]).distinct();
            let select = select.order_by(P::EntryOn, direction(down)).order_by(P::EntryNo, direction(down));
            let rows: Vec<(Option<NaiveDate>, Option<i64>, Uuid)> = select.offset(offset).limit(most).into_tuple().all(db).await?;
            rows.into_iter().map(|(_, _, id)| id).collect()
        }
        ((Sorted::Amount, down), account) => {
            // Credits are shown without their sign.
            let up = account.is_none_or(|account| account.natural(1) > 0);
            let select = look.weighed().columns([P::EntryId, P::EntryNo]).group_by(P::EntryId).group_by(P::EntryNo);
            let select = select.order_by(P::AmountMinor.sum(), direction(down == up)).order_by(P::EntryNo, Order::Desc);
            let rows: Vec<(Uuid, Option<i64>)> = select.offset(offset).limit(most).into_tuple().all(db).await?;
            rows.into_iter().map(|(id, _)| id).collect()
        }
    };
    let found = with_postings(db, entry::Entity::find().filter(E::Id.is_in(ids.iter().copied())).all(db).await?).await?;
    let mut by_id: HashMap<Uuid, PostedEntry> = found.into_iter().map(|written| (written.entry.id.0, written)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

/// The number of entries found, counted up to `most`, so that a page takes no longer as the ledger grows.
pub async fn count(db: &impl ConnectionTrait, look: &Look, most: u64) -> Result<u64, Error> {
    use posting::Column as P;
    if look.whole() && look.account.is_none() {
        // Entries are numbered from one without gaps.
        let next = fund::Entity::find_by_id(look.fund).select_only().column(fund::Column::NextEntryNo);
        let next: Option<i64> = next.into_tuple().one(db).await?;
        return Ok(std::cmp::min((next.unwrap_or(1) - 1).unsigned_abs(), most));
    }
    let rows = match look.account {
        Some(account) => look.moving(account).columns([P::EntryOn, P::EntryNo]).distinct().limit(most).into_query(),
        None => look.chosen().select_only().column(entry::Column::Id).limit(most).into_query(),
    };
    let counted = Query::select().expr_as(Expr::cust("COUNT(*)"), "count").from_subquery(rows, "counted").to_owned();
    let row = db.query_one(&counted).await?;
    let count: i64 = row.map(|row| row.try_get("", "count")).transpose()?.unwrap_or(0);
    Ok(count.unsigned_abs())
}

/// The total that the entries found moved on the account, or on all accounts. Minor units, as posted.
pub async fn total(db: &impl ConnectionTrait, look: &Look) -> Result<i64, Error> {
    let sum = look.weighed().column_as(posting::Column::AmountMinor.sum().cast_as("bigint"), "sum");
    let sum: Option<Option<i64>> = sum.into_tuple().one(db).await?;
    Ok(sum.flatten().unwrap_or(0))
}
