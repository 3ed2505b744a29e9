//! Parts taken over or written off, in the database.

use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, Set};

use super::PartShift;
use crate::db::command::Step;
use crate::db::entity::part_shift;
use crate::domain::ids::PartShiftId;
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: PartShiftId) -> Result<PartShift, Error> {
    Ok(part_shift::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn insert(step: &Step<'_>, row: PartShift) -> Result<(), Error> {
    part_shift::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: PartShiftId, reason: &str) -> Result<(), Error> {
    let reversal_reason = Set(Some(reason.to_owned()));
    let row = part_shift::ActiveModel { id: Set(id), reversed_at: Set(Some(step.now)), reversal_reason, ..Default::default() };
    part_shift::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
