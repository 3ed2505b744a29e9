//! Bank statements in the database.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::{BankMatch, BankMatchPart, BankStatement, BankStatementLine};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::bank_statement::{self, Column as C};
use crate::db::entity::bank_statement_line::{self, Column as L};
use crate::db::entity::{bank_match, bank_match_part};
use crate::domain::ids::{BankMatchId, BankStatementId, EntryId, FundId};
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
    let own = bank_statement_line::Entity::find().select_only().column(L::EntryId).filter(L::StatementId.is_in(ids.iter().copied()));
    let rows: Vec<Option<EntryId>> = own.filter(L::EntryId.is_not_null()).into_tuple().all(db).await?;
    let by_hand = matches(db, &ids).await?.into_iter().filter(|(row, _)| row.reversed_at.is_none());
    let joined = by_hand.flat_map(|(_, parts)| parts).filter_map(|part| part.entry_id);
    Ok(rows.into_iter().flatten().chain(joined).collect())
}

/// The matches made by hand in these statements, with their parts, oldest first; undone ones too.
pub async fn matches(db: &impl ConnectionTrait, statements: &[BankStatementId]) -> Result<Vec<(BankMatch, Vec<BankMatchPart>)>, Error> {
    let own = bank_match::Entity::find().filter(bank_match::Column::StatementId.is_in(statements.iter().copied()));
    let rows = own.order_by_asc(bank_match::Column::RecordedAt).order_by_asc(bank_match::Column::Id).all(db).await?;
    let mut parts: HashMap<BankMatchId, Vec<BankMatchPart>> = HashMap::new();
    for some in rows.chunks(1_000) {
        let of = bank_match_part::Column::MatchId.is_in(some.iter().map(|row| row.id));
        for part in bank_match_part::Entity::find().filter(of).order_by_asc(bank_match_part::Column::No).all(db).await? {
            parts.entry(part.match_id).or_default().push(part);
        }
    }
    Ok(rows.into_iter().map(|row| (parts.remove(&row.id).unwrap_or_default(), row)).map(|(parts, row)| (row, parts)).collect())
}

/// The numbers of a statement's lines that were matched by hand.
pub async fn lines_by_hand(db: &impl ConnectionTrait, id: BankStatementId) -> Result<HashSet<i64>, Error> {
    let standing = matches(db, &[id]).await?.into_iter().filter(|(row, _)| row.reversed_at.is_none());
    Ok(standing.flat_map(|(_, parts)| parts).filter_map(|part| part.line_no).collect())
}

pub async fn find_match(db: &impl ConnectionTrait, id: BankMatchId) -> Result<BankMatch, Error> {
    Ok(bank_match::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn insert_match(step: &Step<'_>, row: BankMatch, lines: &[i64], entries: &[EntryId]) -> Result<(), Error> {
    let (id, association_id, fund_id) = (row.id, row.association_id, row.fund_id);
    bank_match::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    let sides = lines.iter().map(|no| (Some(*no), None)).chain(entries.iter().map(|entry| (None, Some(*entry))));
    let parts: Vec<BankMatchPart> =
        (1..).zip(sides).map(|(no, (line_no, entry_id))| BankMatchPart { match_id: id, no, association_id, fund_id, line_no, entry_id }).collect();
    for chunk in parts.chunks(1_000) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        bank_match_part::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

pub async fn mark_match_reversed(step: &Step<'_>, id: BankMatchId, reason: &str) -> Result<(), Error> {
    let row = bank_match::ActiveModel {
        id: Set(id),
        reversed_at: Set(Some(step.now)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    bank_match::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// How many lines of a statement have no entry.
pub async fn unknown_of(db: &impl ConnectionTrait, id: BankStatementId) -> Result<usize, Error> {
    let open = bank_statement_line::Entity::find().select_only().column(L::No).filter(L::StatementId.eq(id)).filter(L::EntryId.is_null());
    let open: Vec<i64> = open.into_tuple().all(db).await?;
    let known = lines_by_hand(db, id).await?;
    Ok(open.into_iter().filter(|no| !known.contains(no)).count())
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
