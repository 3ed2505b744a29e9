//! Who changed what, when and from where; append-only.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Option<AssociationId>,
    pub at: DateTimeUtc,
    pub user_id: UserId,
    pub action: String,
    pub subject_id: Uuid,
    pub detail: String,
    pub origin: String,
}

super::plain!();
