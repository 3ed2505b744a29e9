//! A party's part of a purchase, as ordered and as received.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::PartyRole;
use crate::domain::ids::{AssociationId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: PurchaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub name: String,
    pub role: PartyRole,
    pub weight: i64,
    pub share_minor: i64,
    pub received_minor: Option<i64>,
}

super::plain!();
