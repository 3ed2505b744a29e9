//! Cash counts in the database.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::CashCount;
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::cash_count::{self, Column as C};
use crate::db::entity::cash_count_line::{self, Column as L};
use crate::domain::cash::Pile;
use crate::domain::ids::{CashCountId, FundId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: CashCountId) -> Result<CashCount, Error> {
    Ok(cash_count::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A page of a fund's counts, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<CashCount>, Error> {
    let ordered = cash_count::Entity::find().filter(C::FundId.eq(fund)).order_by_desc(C::CountedOn).order_by_desc(C::Id);
    Ok(ordered.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// The last count that was not undone.
pub async fn last(db: &impl ConnectionTrait, fund: FundId) -> Result<Option<CashCount>, Error> {
    let standing = cash_count::Entity::find().filter(C::FundId.eq(fund)).filter(C::ReversedAt.is_null());
    Ok(standing.order_by_desc(C::CountedOn).order_by_desc(C::Id).one(db).await?)
}

/// The sum of differences of all counts not undone: over (above zero) or short (below zero). Minor units.
pub async fn differences(db: &impl ConnectionTrait, fund: FundId) -> Result<i64, Error> {
    let standing = cash_count::Entity::find().filter(C::FundId.eq(fund)).filter(C::ReversedAt.is_null());
    let sums = standing.select_only().column_as(C::CountedMinor.sum().cast_as("bigint"), "counted");
    let sums = sums.column_as(C::BooksMinor.sum().cast_as("bigint"), "books");
    let (counted, books): (Option<i64>, Option<i64>) = sums.into_tuple().one(db).await?.unwrap_or_default();
    Ok(counted.unwrap_or(0) - books.unwrap_or(0))
}

pub async fn piles(db: &impl ConnectionTrait, count: CashCountId) -> Result<Vec<Pile>, Error> {
    let rows = cash_count_line::Entity::find().filter(L::CashCountId.eq(count)).order_by_asc(L::No).all(db).await?;
    Ok(rows.into_iter().map(|row| Pile { face_minor: row.face_minor, pieces: row.pieces }).collect())
}

pub async fn insert(step: &Step<'_>, row: CashCount, piles: &[Pile]) -> Result<(), Error> {
    let lines = (1..).zip(piles).map(|(no, pile)| cash_count_line::ActiveModel {
        cash_count_id: Set(row.id),
        no: Set(no),
        association_id: Set(row.association_id),
        face_minor: Set(pile.face_minor),
        pieces: Set(pile.pieces),
    });
    let lines: Vec<_> = lines.collect();
    cash_count::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    if !lines.is_empty() {
        cash_count_line::Entity::insert_many(lines).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: CashCountId, reason: &str) -> Result<(), Error> {
    let row = cash_count::ActiveModel {
        id: Set(id),
        reversed_at: Set(Some(step.now)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    cash_count::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
