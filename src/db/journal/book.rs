//! The book of one account as on paper: money in and money out, in order of days, between two days. The database sums what
//! comes before a page, so that only the page's rows are read.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::amounts;
use crate::db::columns;
use crate::db::entity::{entry, posting};
use crate::domain::ids::{FundId, UserId};
use crate::domain::ledger::{Account, SourceKind};
use crate::error::Error;

/// One line of a book. Minor units as posted: money into the box is above zero.
#[derive(Clone, Debug, FromQueryResult)]
pub struct BookLine {
    pub no: i64,
    pub date: NaiveDate,
    pub source_kind: SourceKind,
    pub source_id: Uuid,
    pub memo: String,
    pub receipt_no: Option<i64>,
    pub recorded_by: UserId,
    pub amount_minor: i64,
}

/// The totals of lines, in and out. Minor units, both above zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Turnover {
    pub lines: i64,
    pub came_in: i64,
    pub went_out: i64,
}

impl Turnover {
    pub fn net(&self) -> i64 {
        self.came_in - self.went_out
    }

    pub fn add(&mut self, minor: i64) {
        self.lines += 1;
        if minor > 0 { self.came_in += minor } else { self.went_out -= minor }
    }
}

/// A fund's account, with the first and last day of the book.
#[derive(Clone, Copy, Debug)]
pub struct BookOf {
    pub fund: FundId,
    pub account: Account,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl BookOf {
    fn postings(&self) -> Select<posting::Entity> {
        use posting::Column as P;
        posting::Entity::find()
            .select_only()
            .filter(P::FundId.eq(self.fund))
            .filter(P::Account.eq(self.account))
            .filter(P::EntryOn.between(self.from, self.to))
    }
}

fn in_order(select: Select<posting::Entity>) -> Select<posting::Entity> {
    use posting::Column as P;
    select.order_by_asc(P::EntryOn).order_by_asc(P::EntryNo).order_by_asc(P::Line)
}

/// The account's balance at the end of the day before the book begins.
pub async fn book_opening(db: &impl ConnectionTrait, of: &BookOf) -> Result<i64, Error> {
    use posting::Column as P;
    let before = amounts(of.fund).filter(P::Account.eq(of.account)).filter(P::EntryOn.lt(of.from));
    Ok(before.into_tuple::<Option<i64>>().one(db).await?.flatten().unwrap_or(0))
}

/// The totals of the first lines; of all lines without a number.
pub async fn book_moved(db: &impl ConnectionTrait, of: &BookOf, first: Option<u64>) -> Result<Turnover, Error> {
    let lines = of.postings().column(posting::Column::AmountMinor);
    let lines: SelectStatement = match first {
        Some(first) => in_order(lines).limit(first).into_query(),
        None => lines.into_query(),
    };
    let amount = || Expr::col(("line", posting::Column::AmountMinor));
    let part = |counts: Expr, minor: Expr| Expr::expr(Expr::case(counts, minor).finally(0_i64)).sum().cast_as("bigint");
    let select = Query::select()
        .expr_as(amount().count(), "lines")
        .expr_as(Expr::expr(part(amount().gt(0_i64), amount())).if_null(0_i64), "came_in")
        .expr_as(Expr::expr(part(amount().lt(0_i64), Expr::val(0_i64).sub(amount()))).if_null(0_i64), "went_out")
        .from_subquery(lines, "line")
        .to_owned();
    let row = db.query_one(&select).await?;
    Ok(row.map(|row| Turnover::from_query_result(&row, "")).transpose()?.unwrap_or_default())
}

/// A page of its lines.
pub async fn book_lines(db: &impl ConnectionTrait, of: &BookOf, page: u64, most: u64) -> Result<Vec<BookLine>, Error> {
    use entry::Column as E;
    let mut select = in_order(of.postings());
    let of_entry = Expr::col((entry::Entity, E::Id)).equals((posting::Entity, posting::Column::EntryId));
    QuerySelect::query(&mut select).join(sea_orm::JoinType::InnerJoin, entry::Entity, of_entry);
    let own = [E::No, E::Date, E::SourceKind, E::SourceId, E::Memo, E::ReceiptNo, E::RecordedBy];
    let select = select.columns(own).column(posting::Column::AmountMinor).offset(columns::offset(page, most)).limit(most);
    Ok(select.into_model::<BookLine>().all(db).await?)
}

/// The date of an account's first entry; none where it never moved.
pub async fn book_began(db: &impl ConnectionTrait, fund: FundId, account: Account) -> Result<Option<NaiveDate>, Error> {
    let own = posting::Entity::find().select_only().filter(posting::Column::FundId.eq(fund)).filter(posting::Column::Account.eq(account));
    let first = own.column_as(posting::Column::EntryOn.min(), "first");
    Ok(first.into_tuple::<Option<NaiveDate>>().one(db).await?.flatten())
}
