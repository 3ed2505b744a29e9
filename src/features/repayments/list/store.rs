//! Every receipt of a fund: repayments of loans and members' payments into purchases, in one series of numbers.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order as By, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::db::columns;
use crate::db::entity::loan::Column as L;
use crate::db::entity::member::Column as M;
use crate::db::entity::purchase::Column as P;
use crate::db::entity::purchase_payment::Column as Y;
use crate::db::entity::repayment::Column as R;
use crate::db::entity::{loan, member, purchase, purchase_payment, repayment};
use crate::domain::ids::{FundId, ProgrammeId};
use crate::domain::loan::PaymentMethod;
use crate::domain::names::number_typed;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::members;
use crate::web::parts::asked::Order;

/// Ids of one query: SQLite takes 32 766 parameters.
const IDS: usize = 10_000;

/// The filters of a fund's receipts.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub fund: FundId,
    /// The programmes whose purchases the reader may see; all where there is none.
    pub programmes: Option<Vec<ProgrammeId>>,
    /// The first and the last day.
    pub within: Option<(NaiveDate, NaiveDate)>,
    pub reversed: Option<bool>,
    /// A name, a document, a member's number or the receipt's number.
    pub typed: &'a str,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    /// The loan's number; none for a payment into a purchase.
    pub loan: Option<i64>,
    pub receipt_no: i64,
    pub paid_on: NaiveDate,
    pub amount_minor: i64,
    pub payment_method: PaymentMethod,
    pub reversed_at: Option<DateTime<Utc>>,
    pub member: String,
    pub about: String,
}

#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Totals {
    pub count: i64,
    /// The sum of receipts that were not reversed. Minor units.
    pub standing_minor: Option<i64>,
}

fn typed_of(wanted: &Wanted<'_>, number: impl ColumnTrait) -> Result<Condition, Refusal> {
    let mut either = Condition::any().add(members::matches(wanted.typed)?);
    if let Some(typed) = number_typed(wanted.typed) {
        either = either.add(number.eq(typed));
    }
    Ok(either)
}

/// What repayments are chosen and put in order by. Names are joined only where they decide.
fn repaid(wanted: &Wanted<'_>, by_name: bool) -> Result<SelectStatement, Refusal> {
    let mut select = repayment::Entity::find()
        .select_only()
        .column_as(R::Id, "id")
        .column_as(R::ReceiptNo, "receipt_no")
        .column_as(R::PaidOn, "paid_on")
        .column_as(R::AmountMinor, "amount_minor")
        .column_as(R::ReversedAt, "reversed_at")
        .filter(R::FundId.eq(wanted.fund));
    if by_name {
        let of_member = Expr::col((member::Entity, M::Id)).equals((repayment::Entity, R::MemberId));
        select = select.column_as(M::Search, "search").filter(typed_of(wanted, R::ReceiptNo)?);
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, member::Entity, of_member);
    }
    if let Some((from, to)) = wanted.within {
        select = select.filter(R::PaidOn.between(from, to));
    }
    select = match wanted.reversed {
        Some(true) => select.filter(R::ReversedAt.is_not_null()),
        Some(false) => select.filter(R::ReversedAt.is_null()),
        None => select,
    };
    Ok(select.into_query())
}

/// The same of what members paid into purchases.
fn paid_in(wanted: &Wanted<'_>, by_name: bool) -> Result<SelectStatement, Refusal> {
    let mut select = purchase_payment::Entity::find()
        .select_only()
        .column_as(Y::Id, "id")
        .column_as(Y::ReceiptNo, "receipt_no")
        .column_as(Y::HappensOn, "paid_on")
        .column_as(Y::AmountMinor, "amount_minor")
        .column_as(Y::ReversedAt, "reversed_at")
        .filter(Y::FundId.eq(wanted.fund))
        .filter(Y::ReceiptNo.is_not_null());
    if by_name {
        let of_member = Expr::col((member::Entity, M::Id)).equals((purchase_payment::Entity, Y::MemberId));
        select = select.column_as(M::Search, "search").filter(typed_of(wanted, Y::ReceiptNo)?);
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, member::Entity, of_member);
    }
    if let Some(programmes) = &wanted.programmes {
        let of_purchase = Expr::col((purchase::Entity, P::Id)).equals((purchase_payment::Entity, Y::PurchaseId));
        select = select.filter(P::ProgrammeId.is_in(programmes.iter().copied()));
        QuerySelect::query(&mut select).join(JoinType::InnerJoin, purchase::Entity, of_purchase);
    }
    if let Some((from, to)) = wanted.within {
        select = select.filter(Y::HappensOn.between(from, to));
    }
    select = match wanted.reversed {
        Some(true) => select.filter(Y::ReversedAt.is_not_null()),
        Some(false) => select.filter(Y::ReversedAt.is_null()),
        None => select,
    };
    Ok(select.into_query())
}

fn chosen(wanted: &Wanted<'_>, by_name: bool) -> Result<SelectStatement, Refusal> {
    Ok(repaid(wanted, by_name)?.union(UnionType::All, paid_in(wanted, by_name)?).to_owned())
}

/// A page of the receipts: which ones first, then who and what of these alone.
pub async fn page(db: &impl ConnectionTrait, wanted: &Wanted<'_>, order: Order, page: u64, most: u64) -> Result<Vec<Listed>, Error> {
    let by = if order.down { By::Desc } else { By::Asc };
    let key = match order.by {
        "member" => "search",
        "day" => "paid_on",
        "amount" => "amount_minor",
        _ => "receipt_no",
    };
    // Put in order as a whole, so that SQLite merges both tables by their indexes.
    let mut select = chosen(wanted, !wanted.typed.is_empty() || key == "search")?;
    select.order_by(key, by).order_by("receipt_no", By::Desc).offset(columns::offset(page, most)).limit(most);
    let rows = db.query_all(&select).await?;
    let ids = rows.iter().map(|row| row.try_get::<Uuid>("", "id")).collect::<Result<Vec<_>, _>>()?;
    let mut told = HashMap::with_capacity(ids.len());
    for some in ids.chunks(IDS) {
        told.extend(repayments(db, some).await?.into_iter().chain(payments(db, some).await?).map(|row| (row.id, row)));
    }
    Ok(ids.iter().filter_map(|id| told.remove(id)).collect())
}

async fn repayments(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Listed>, Error> {
    let mut select = repayment::Entity::find()
        .select_only()
        .columns([R::Id, R::ReceiptNo, R::PaidOn, R::AmountMinor, R::PaymentMethod, R::ReversedAt])
        .column_as(L::Number, "loan")
        .column_as(M::Name, "member")
        .column_as(L::Purpose, "about")
        .filter(R::Id.is_in(ids.iter().copied()));
    let of_loan = Expr::col((loan::Entity, L::Id)).equals((repayment::Entity, R::LoanId));
    let of_member = Expr::col((member::Entity, M::Id)).equals((repayment::Entity, R::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, loan::Entity, of_loan).join(JoinType::InnerJoin, member::Entity, of_member);
    Ok(select.into_model::<Listed>().all(db).await?)
}

async fn payments(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Listed>, Error> {
    let mut select = purchase_payment::Entity::find()
        .select_only()
        .columns([Y::Id, Y::ReceiptNo, Y::AmountMinor, Y::PaymentMethod, Y::ReversedAt])
        .column_as(Expr::val(None::<i64>).cast_as("bigint"), "loan")
        .column_as(Y::HappensOn, "paid_on")
        .column_as(M::Name, "member")
        .column_as(P::Purpose, "about")
        .filter(Y::Id.is_in(ids.iter().copied()));
    let of_purchase = Expr::col((purchase::Entity, P::Id)).equals((purchase_payment::Entity, Y::PurchaseId));
    let of_member = Expr::col((member::Entity, M::Id)).equals((purchase_payment::Entity, Y::MemberId));
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, purchase::Entity, of_purchase).join(JoinType::InnerJoin, member::Entity, of_member);
    Ok(select.into_model::<Listed>().all(db).await?)
}

pub async fn totals(db: &impl ConnectionTrait, wanted: &Wanted<'_>) -> Result<Totals, Error> {
    let of = |column: &'static str| Expr::col(("receipt", column));
    let standing = Expr::case(of("reversed_at").is_null(), of("amount_minor")).finally(0_i64);
    let select = Query::select()
        .expr_as(of("receipt_no").count(), "count")
        .expr_as(Expr::expr(standing).sum().cast_as("bigint"), "standing_minor")
        .from_subquery(chosen(wanted, !wanted.typed.is_empty())?, "receipt")
        .to_owned();
    let row = db.query_one(&select).await?;
    Ok(row.map(|row| Totals::from_query_result(&row, "")).transpose()?.unwrap_or_default())
}
