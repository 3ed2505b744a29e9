//! Deliveries in the database.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::deliver::NewDelivery;
use crate::db::command::Step;
use crate::db::entity::{delivery, delivery_line};
use crate::domain::ids::{AssociationId, DeliveryId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: DeliveryId) -> Result<delivery::Model, Error> {
    Ok(delivery::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// An association's deliveries that were not undone, oldest first, each with its lines.
pub async fn of_association(
    db: &impl ConnectionTrait,
    association: AssociationId,
) -> Result<Vec<(delivery::Model, Vec<delivery_line::Model>)>, Error> {
    let select = delivery::Entity::find().filter(delivery::Column::AssociationId.eq(association)).filter(delivery::Column::ReversedAt.is_null());
    let deliveries = select.order_by_asc(delivery::Column::HappensOn).order_by_asc(delivery::Column::Id).all(db).await?;
    let select = delivery_line::Entity::find().filter(delivery_line::Column::AssociationId.eq(association));
    let lines = select.order_by_asc(delivery_line::Column::No).all(db).await?;
    let of = |id: DeliveryId| lines.iter().filter(|line| line.delivery_id == id).cloned().collect();
    Ok(deliveries.into_iter().map(|row| (row.clone(), of(row.id))).collect())
}

pub async fn insert(step: &Step<'_>, association: AssociationId, purchase: PurchaseId, new: NewDelivery) -> Result<DeliveryId, Error> {
    let id = step.new_id();
    let row = delivery::ActiveModel {
        id: Set(id),
        association_id: Set(association),
        purchase_id: Set(purchase),
        happens_on: Set(new.on),
        note: Set(new.note.into()),
        recorded_by: Set(step.by.user_id),
        recorded_at: Set(step.now),
        reversed_at: Set(None),
        reversal_reason: Set(None),
    };
    delivery::Entity::insert(row).exec_without_returning(step.tx).await?;
    let lines: Vec<_> = (1..)
        .zip(new.lines)
        .map(|(no, line)| delivery_line::ActiveModel {
            delivery_id: Set(id),
            no: Set(no),
            association_id: Set(association),
            purchase_id: Set(purchase),
            item_no: Set(line.item_no),
            member_id: Set(line.member),
            quantity: Set(line.quantity),
        })
        .collect();
    for chunk in lines.chunks(1_000) {
        delivery_line::Entity::insert_many(chunk.to_vec()).exec_without_returning(step.tx).await?;
    }
    Ok(id)
}

pub async fn mark_reversed(step: &Step<'_>, id: DeliveryId, reason: &str) -> Result<(), Error> {
    let row =
        delivery::ActiveModel { id: Set(id), reversed_at: Set(Some(step.now)), reversal_reason: Set(Some(reason.to_owned())), ..Default::default() };
    delivery::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
