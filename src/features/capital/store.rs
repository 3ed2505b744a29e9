//! Capital in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use super::Capital;
use super::record::New;
use crate::db::command::Step;
use crate::db::entity::capital;
use crate::domain::capital::CapitalStatus;
use crate::domain::ids::{AssociationId, CapitalId, FundId};
use crate::domain::loan::Means;
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: CapitalId) -> Result<Capital, Error> {
    Ok(capital::Entity::find_by_id(id.0).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A fund's capital, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, status: Option<CapitalStatus>) -> Result<Vec<Capital>, Error> {
    let mut select = capital::Entity::find().filter(capital::Column::FundId.eq(fund.0));
    if let Some(status) = status {
        select = select.filter(capital::Column::Status.eq(status.code()));
    }
    Ok(select.order_by_desc(capital::Column::HappensOn).all(db).await?)
}

pub async fn insert(step: &Step<'_>, association: AssociationId, status: CapitalStatus, new: New) -> Result<Uuid, Error> {
    let id = step.new_id();
    let row = capital::ActiveModel {
        id: Set(id),
        association_id: Set(association.0),
        fund_id: Set(new.fund.0),
        kind: Set(new.kind.code().to_owned()),
        status: Set(status.code().to_owned()),
        source: Set(new.source.into()),
        amount_minor: Set(new.amount_minor),
        happens_on: Set(new.happens_on),
        owed_back_on: Set(new.owed_back_on),
        means: Set(new.means.code().to_owned()),
        recorded_by: Set(step.by.user_id.0),
        recorded_at: Set(step.now),
    };
    capital::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

/// A pledge has come.
pub async fn mark_received(step: &Step<'_>, pledge: &Capital, on: chrono::NaiveDate, means: Means) -> Result<(), Error> {
    let row = capital::ActiveModel {
        id: Set(pledge.id),
        status: Set(CapitalStatus::Received.code().to_owned()),
        happens_on: Set(on),
        means: Set(means.code().to_owned()),
        ..Default::default()
    };
    capital::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
