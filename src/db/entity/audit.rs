//! Who changed what, when and from where; append-only.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Option<Uuid>,
    pub at: DateTimeUtc,
    pub user_id: Uuid,
    pub action: String,
    pub subject_id: Uuid,
    pub detail: String,
    pub origin: String,
}

super::plain!();
