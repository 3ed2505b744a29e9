//! What happened to a purchase: it only grows.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub purchase_id: Uuid,
    pub at: DateTimeUtc,
    pub user_id: Uuid,
    pub user_name: String,
    pub step: String,
    pub status: String,
    pub note: String,
    pub acta: Option<String>,
}

super::plain!();
