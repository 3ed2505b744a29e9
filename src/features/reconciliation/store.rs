//! Bank statements in the database.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::{BankStatement, BankStatementLine};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::bank_statement::{self, Column as C};
use crate::db::entity::bank_statement_line::{self, Column as L};
use crate::domain::ids::{BankStatementId, EntryId, FundId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: BankStatementId) -> Result<BankStatement, Error> {
    Ok(bank_statement::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A page of a fund's statements, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<BankStatement>, Error> {
    let ordered = bank_statement::Entity::find().filter(C::FundId.eq(fund)).order_by_desc(C::EndsOn).order_by_desc(C::Id);
    Ok(ordered.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// A fund's statements that were not set aside.
pub async fn standing(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<BankStatement>, Error> {
    let own = bank_statement::Entity::find().filter(C::FundId.eq(fund)).filter(C::ReversedAt.is_null());
    Ok(own.order_by_asc(C::StartsOn).all(db).await?)
}

/// Its lines, oldest first.
pub async fn lines(db: &impl ConnectionTrait, id: BankStatementId) -> Result<Vec<BankStatementLine>, Error> {
    Ok(bank_statement_line::Entity::find().filter(L::StatementId.eq(id)).order_by_asc(L::No).all(db).await?)
}

/// The entries that are matched to a line of a statement that was not set aside.
pub async fn taken(db: &impl ConnectionTrait, fund: FundId) -> Result<HashSet<EntryId>, Error> {
    let ids: Vec<BankStatementId> = standing(db, fund).await?.into_iter().map(|row| row.id).collect();
    let own = bank_statement_line::Entity::find().select_only().column(L::EntryId).filter(L::StatementId.is_in(ids));
    let rows: Vec<Option<EntryId>> = own.filter(L::EntryId.is_not_null()).into_tuple().all(db).await?;
    Ok(rows.into_iter().flatten().collect())
}

/// How many lines of a statement have no entry.
pub async fn unknown_of(db: &impl ConnectionTrait, id: BankStatementId) -> Result<usize, Error> {
    let open = bank_statement_line::Entity::find().select_only().column(L::No).filter(L::StatementId.eq(id)).filter(L::EntryId.is_null());
    Ok(open.into_tuple::<i64>().all(db).await?.len())
}

pub async fn insert(step: &Step<'_>, row: BankStatement, lines: Vec<BankStatementLine>) -> Result<(), Error> {
    bank_statement::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    for chunk in lines.chunks(1_000) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        bank_statement_line::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

/// Matches a line to an entry.
pub async fn mark(step: &Step<'_>, id: BankStatementId, no: i64, entry: EntryId) -> Result<(), Error> {
    let row = bank_statement_line::ActiveModel { statement_id: Set(id), no: Set(no), entry_id: Set(Some(entry)), ..Default::default() };
    bank_statement_line::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: BankStatementId, reason: &str) -> Result<(), Error> {
    let row = bank_statement::ActiveModel {
        id: Set(id),
        reversed_at: Set(Some(step.now)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    bank_statement::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
