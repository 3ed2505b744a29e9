//! A day on which goods came or were handed out.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, DeliveryId, PurchaseId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub association_id: AssociationId,
    pub purchase_id: PurchaseId,
    pub happens_on: Date,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
