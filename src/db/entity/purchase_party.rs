//! A party's part of a purchase, as ordered and as received.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: Uuid,
    pub name: String,
    pub role: String,
    pub weight: i64,
    pub share_minor: i64,
    pub received_minor: Option<i64>,
}

super::plain!();
