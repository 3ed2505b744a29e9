//! A document of a purchase; its bytes lie in the folder beside the database, under its id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub purchase_id: Uuid,
    pub kind: String,
    pub name: String,
    pub media: String,
    pub size: i64,
    pub sha256: String,
    pub attached_by: Uuid,
    pub attached_at: DateTimeUtc,
}

super::plain!();
