//! Reads a fund's chain of entries for verification, in as few rows as possible.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::Deserialize;
use uuid::Uuid;

use crate::db::entity::{entry, posting};
use crate::db::packed::{self, Packed};
use crate::domain::ids::{AssociationId, FundId, UserId};
use crate::domain::ledger::Account;
use crate::error::Error;

/// The fields of an entry that its hash covers, for walking a whole chain.
pub struct ChainedEntry {
    pub no: i64,
    pub date: NaiveDate,
    pub source_kind: String,
    pub source_id: Uuid,
    pub memo: String,
    pub receipt_no: Option<i64>,
    pub by: UserId,
    pub recorded_at: DateTime<Utc>,
    pub hash: String,
    /// Account and amount, in the order of the entry's lines.
    pub postings: Vec<(Account, i64)>,
}

/// An entry as it is packed.
#[derive(Deserialize)]
struct Row {
    source_id: Uuid,
    by: UserId,
    no: i64,
    date: NaiveDate,
    source_kind: String,
    memo: String,
    receipt_no: Option<i64>,
    recorded_at: DateTime<Utc>,
    hash: String,
    postings: Option<String>,
}

/// A page of a fund's chain after number `after`, as one text: a row for each entry, and more for its postings, would be most
/// of the work.
///
/// # Errors
/// A fault when a posting's account is unknown.
pub async fn chain_after(db: &impl ConnectionTrait, fund: FundId, after: i64, most: u64) -> Result<Vec<ChainedEntry>, Error> {
    use entry::Column as E;
    let line = "p.account || ' ' || p.amount_minor, ',' ORDER BY p.line";
    let joined = if db.get_database_backend() == DbBackend::Postgres { "string_agg" } else { "group_concat" };
    let packed = Packed::of(db, "e").ids(&[E::SourceId, E::RecordedBy]);
    let packed = packed.plain(&[E::No, E::Date, E::SourceKind, E::Memo, E::ReceiptNo, E::RecordedAt, E::Hash]);
    let packed = packed.with(format!("(SELECT {joined}({line}) FROM posting p WHERE p.entry_id = e.id)"));
    let page = entry::Entity::find().filter(E::FundId.eq(fund)).filter(E::No.gt(after)).order_by_asc(E::No).limit(most).into_query();
    let select = Query::select().expr_as(Expr::cust(packed.text()), "rows").from_subquery(page, "e").to_owned();
    let row = db.query_one(&select).await?;
    let text: Option<String> = row.map(|row| row.try_get("", "rows")).transpose()?.flatten();
    let mut rows: Vec<Row> = packed::rows(text.as_deref())?;
    rows.sort_unstable_by_key(|row| row.no);
    let chained = |Row { source_id, by, no, date, source_kind, memo, receipt_no, recorded_at, hash, postings }: Row| {
        let postings = postings.iter().flat_map(|lines| lines.split(',')).map(posting_of).collect::<Option<_>>();
        let postings = postings.ok_or_else(|| Error::fault(format!("entry {no} has a posting that cannot be read")))?;
        Ok(ChainedEntry { no, date, source_kind, source_id, memo, receipt_no, by, recorded_at, hash, postings })
    };
    rows.into_iter().map(chained).collect()
}

fn posting_of(line: &str) -> Option<(Account, i64)> {
    let (account, minor) = line.split_once(' ')?;
    Some((Account::parse(account)?, minor.parse().ok()?))
}

/// The first entry of a fund with a posting of another fund or association.
pub async fn first_out_of_place(db: &impl ConnectionTrait, fund: FundId, association: AssociationId) -> Result<Option<i64>, Error> {
    use posting::Column as P;
    let elsewhere = P::FundId.ne(fund).or(P::AssociationId.ne(association));
    let own = entry::Entity::find().select_only().column(entry::Column::Id).filter(entry::Column::FundId.eq(fund)).into_query();
    let entries = posting::Entity::find().select_only().column(P::EntryId).filter(elsewhere).filter(P::EntryId.in_subquery(own)).into_query();
    let first = entry::Entity::find().select_only().column(entry::Column::No).filter(entry::Column::Id.in_subquery(entries));
    Ok(first.order_by_asc(entry::Column::No).limit(1).into_tuple().one(db).await?)
}
