//! A role of a user within a scope.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub role: String,
    pub programme_id: Option<Uuid>,
    pub association_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
}

super::plain!();
