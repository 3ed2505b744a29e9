//! Transfers in the database.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::Transfer;
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::transfer::{self, Column as C};
use crate::domain::ids::{FundId, TransferId};
use crate::domain::refusal::Refusal;
use crate::domain::transfer::TransferKind;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: TransferId) -> Result<Transfer, Error> {
    Ok(transfer::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A page of a fund's transfers: moved, given, lent or received, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Transfer>, Error> {
    let either = Condition::any().add(C::FromFundId.eq(fund)).add(C::ToFundId.eq(fund));
    let ordered = transfer::Entity::find().filter(either).order_by_desc(C::HappensOn).order_by_desc(C::Id);
    Ok(ordered.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// The repayments of a loan between funds, including reversed ones, oldest first.
pub async fn paid_back(db: &impl ConnectionTrait, lent: TransferId) -> Result<Vec<Transfer>, Error> {
    let own = transfer::Entity::find().filter(C::RepaysId.eq(lent));
    Ok(own.order_by_asc(C::HappensOn).order_by_asc(C::Id).all(db).await?)
}

/// What a fund gave away and is owed by other funds, and the transfers of these that were not reversed.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Minor units.
    pub given: i64,
    /// Minor units.
    pub owed: i64,
    pub standing: Vec<Transfer>,
}

pub async fn given_and_lent(db: &impl ConnectionTrait, fund: FundId) -> Result<Side, Error> {
    let either = Condition::any().add(C::FromFundId.eq(fund)).add(C::ToFundId.eq(fund));
    let mut side = Side { standing: transfer::Entity::find().filter(either).filter(C::ReversedAt.is_null()).all(db).await?, ..Side::default() };
    for row in &side.standing {
        match row.kind {
            TransferKind::Gift if row.from_fund_id == fund => side.given += row.amount_minor,
            TransferKind::Lent if row.from_fund_id == fund => side.owed += row.amount_minor,
            TransferKind::PaidBack if row.to_fund_id == fund => side.owed -= row.amount_minor,
            _ => {}
        }
    }
    Ok(side)
}

pub async fn insert(step: &Step<'_>, row: Transfer) -> Result<(), Error> {
    transfer::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: TransferId, reason: &str) -> Result<(), Error> {
    let row = transfer::ActiveModel {
        id: Set(id),
        reversed_at: Set(Some(step.now)),
        reversed_by: Set(Some(step.by.user_id)),
        reversal_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    transfer::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
