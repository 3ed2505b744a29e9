//! Documents' records in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

use super::Attachment;
use crate::db::command::Step;
use crate::db::entity::attachment;
use crate::domain::ids::{AttachmentId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: AttachmentId) -> Result<Attachment, Error> {
    Ok(attachment::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A purchase's documents, oldest first.
pub async fn of_purchase(db: &impl ConnectionTrait, purchase: PurchaseId) -> Result<Vec<Attachment>, Error> {
    let select = attachment::Entity::find().filter(attachment::Column::PurchaseId.eq(purchase));
    Ok(select.order_by_asc(attachment::Column::AttachedAt).all(db).await?)
}

pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Attachment>, Error> {
    Ok(attachment::Entity::find().order_by_asc(attachment::Column::AttachedAt).all(db).await?)
}

pub async fn insert(step: &Step<'_>, row: Attachment) -> Result<(), Error> {
    attachment::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn mark_wrong(step: &Step<'_>, id: AttachmentId, reason: &str, right: Option<AttachmentId>) -> Result<(), Error> {
    let row = attachment::ActiveModel {
        id: Set(id),
        wrong_at: Set(Some(step.now)),
        wrong_reason: Set(Some(reason.to_owned())),
        replaced_by: Set(right),
        ..Default::default()
    };
    attachment::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
