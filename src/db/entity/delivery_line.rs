//! Goods that came in (no member) or were handed out to a member, in thousandths of the item's measure.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, DeliveryId, MemberId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery_id: DeliveryId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub purchase_id: PurchaseId,
    pub item_no: i64,
    pub member_id: Option<MemberId>,
    pub quantity: i64,
}

super::plain!();
