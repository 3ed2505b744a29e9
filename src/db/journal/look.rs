//! Searches entries: by account, kind, days and member.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::{PostedEntry, entries_of, with_postings};
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
        let mut select = entry::Entity::find().filter(E::FundId.eq(self.fund));
        if let Some(account) = self.account {
            select = select.filter(E::Id.in_subquery(moving(self.fund, account)));
        }
        if !self.kinds.is_empty() {
            select = select.filter(E::SourceKind.is_in(self.kinds.iter().copied()));
        }
        if let Some(from) = self.from {
            select = select.filter(E::Date.gte(from));
        }
        if let Some(to) = self.to {
            select = select.filter(E::Date.lte(to));
        }
        if let Some((records, number)) = &self.records {
            let mut either = Condition::any().add(E::SourceId.in_subquery(records.clone()));
            if let Some(number) = number {
                either = either.add(E::No.eq(*number)).add(E::ReceiptNo.eq(*number));
            }
            select = select.filter(either);
        }
        select
    }
}

/// The ids of the entries that moved an account.
fn moving(fund: FundId, account: Account) -> SelectStatement {
    use posting::Column as P;
    posting::Entity::find().select_only().column(P::EntryId).filter(P::FundId.eq(fund)).filter(P::Account.eq(account)).into_query()
}

/// A page of the entries found, newest first.
pub async fn page(db: &impl ConnectionTrait, look: &Look, page: u64, most: u64) -> Result<Vec<PostedEntry>, Error> {
    if look.whole() {
        return entries_of(db, look.fund, look.account, page, most).await;
    }
    let newest = look.chosen().order_by_desc(entry::Column::Date).order_by_desc(entry::Column::No);
    with_postings(db, newest.offset(columns::offset(page, most)).limit(most).all(db).await?).await
}

/// The number of entries found, counted up to `most`, so that a page takes no longer as the ledger grows.
pub async fn count(db: &impl ConnectionTrait, look: &Look, most: u64) -> Result<u64, Error> {
    use posting::Column as P;
    let rows = match (look.whole(), look.account) {
        (true, None) => {
            // Entries are numbered from one without gaps.
            let next = fund::Entity::find_by_id(look.fund).select_only().column(fund::Column::NextEntryNo);
            let next: Option<i64> = next.into_tuple().one(db).await?;
            return Ok(std::cmp::min((next.unwrap_or(1) - 1).unsigned_abs(), most));
        }
        (true, Some(account)) => {
            let moved = posting::Entity::find().select_only().columns([P::EntryOn, P::EntryNo]).distinct();
            moved.filter(P::FundId.eq(look.fund)).filter(P::Account.eq(account)).limit(most).into_query()
        }
        (false, _) => look.chosen().select_only().column(entry::Column::Id).limit(most).into_query(),
    };
    let counted = Query::select().expr_as(Expr::cust("COUNT(*)"), "count").from_subquery(rows, "counted").to_owned();
    let row = db.query_one(&counted).await?;
    let count: i64 = row.map(|row| row.try_get("", "count")).transpose()?.unwrap_or(0);
    Ok(count.unsigned_abs())
}

/// The total that the entries found moved on the account, or on all accounts. Minor units, as posted.
pub async fn total(db: &impl ConnectionTrait, look: &Look) -> Result<i64, Error> {
    use posting::Column as P;
    let ids = look.chosen().select_only().column(entry::Column::Id).into_query();
    let select = posting::Entity::find().select_only().filter(P::FundId.eq(look.fund)).filter(P::EntryId.in_subquery(ids));
    let select = match look.account {
        Some(account) => select.filter(P::Account.eq(account)),
        None => select.filter(P::AmountMinor.gt(0)),
    };
    let sum: Option<Option<i64>> = select.column_as(P::AmountMinor.sum().cast_as("bigint"), "sum").into_tuple().one(db).await?;
    Ok(sum.flatten().unwrap_or(0))
}
