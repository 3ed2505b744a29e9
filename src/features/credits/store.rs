//! Refunds and uses of members' credit in the database.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::db::command::Step;
use crate::db::entity::credit_use;
use crate::domain::ids::{FundId, MemberId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub use crate::db::entity::credit_use::Model as CreditUse;

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<CreditUse, Error> {
    Ok(credit_use::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// Those of a member in a fund, newest first; reversed ones too.
pub async fn of_member(db: &impl ConnectionTrait, fund: FundId, member: MemberId) -> Result<Vec<CreditUse>, Error> {
    use credit_use::Column as C;
    let of = credit_use::Entity::find().filter(C::MemberId.eq(member)).filter(C::FundId.eq(fund));
    Ok(of.order_by_desc(C::RecordedAt).all(db).await?)
}

/// Those of a whole fund, reversed ones too.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<CreditUse>, Error> {
    Ok(credit_use::Entity::find().filter(credit_use::Column::FundId.eq(fund)).order_by_asc(credit_use::Column::Id).all(db).await?)
}

pub async fn insert(step: &Step<'_>, row: CreditUse) -> Result<(), Error> {
    credit_use::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn update(step: &Step<'_>, row: CreditUse) -> Result<(), Error> {
    credit_use::Entity::update(row.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}
