//! A charge on an invoice beside the goods: freight. Parties share it like the goods.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_extra")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: PurchaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub what: String,
    pub supplier: String,
    pub amount_minor: i64,
}

super::plain!();
