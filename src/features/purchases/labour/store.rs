//! Labour in the database.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::Labour;
use super::record::NewLabour;
use crate::db::command::Step;
use crate::db::entity::labour;
use crate::domain::ids::{AssociationId, LabourId, MemberId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: LabourId) -> Result<Labour, Error> {
    Ok(labour::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The days worked for a purchase, oldest first, including reversed records.
pub async fn of_purchase(db: &impl ConnectionTrait, purchase: PurchaseId) -> Result<Vec<Labour>, Error> {
    let select = labour::Entity::find().filter(labour::Column::PurchaseId.eq(purchase));
    Ok(select.order_by_asc(labour::Column::WorkedOn).order_by_asc(labour::Column::Id).all(db).await?)
}

/// Each member's days towards what they agreed, in thousandths.
pub async fn days(db: &impl ConnectionTrait, purchase: PurchaseId) -> Result<HashMap<MemberId, i64>, Error> {
    let mut days = HashMap::new();
    for row in of_purchase(db, purchase).await?.into_iter().filter(|row| row.reversed_at.is_none() && !row.gift) {
        *days.entry(row.member_id).or_insert(0) += row.days;
    }
    Ok(days)
}

pub async fn insert(step: &Step<'_>, association: AssociationId, purchase: PurchaseId, new: NewLabour) -> Result<LabourId, Error> {
    let id = step.new_id();
    let row = labour::ActiveModel {
        id: Set(id),
        association_id: Set(association),
        purchase_id: Set(purchase),
        member_id: Set(new.member),
        worked_on: Set(new.worked_on),
        days: Set(new.days),
        task: Set(new.task.into()),
        recorded_by: Set(step.by.user_id),
        recorded_at: Set(step.now),
        reversed_at: Set(None),
        reversal_reason: Set(None),
        worked_by: Set(new.worked_by.map(String::from)),
        gift: Set(new.gift),
    };
    labour::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(id)
}

pub async fn mark_reversed(step: &Step<'_>, id: LabourId, reason: &str) -> Result<(), Error> {
    let row =
        labour::ActiveModel { id: Set(id), reversed_at: Set(Some(step.now)), reversal_reason: Set(Some(reason.to_owned())), ..Default::default() };
    labour::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
