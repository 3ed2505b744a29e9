//! What came in (no member) or was handed out to a member, in thousandths of the item's measure.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: Uuid,
    pub purchase_id: Uuid,
    pub item_no: i64,
    pub member_id: Option<Uuid>,
    pub quantity: i64,
}

super::plain!();
