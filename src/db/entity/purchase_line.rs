//! How much of an item a member takes, in thousandths of its measure; hectares in thousandths.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, MemberId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: PurchaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_no: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    pub association_id: AssociationId,
    pub member_number: i64,
    pub quantity: i64,
    pub hectares: i64,
    pub received_quantity: Option<i64>,
    pub installed_hectares: Option<i64>,
    pub hectares_reason: Option<String>,
}

super::plain!();
