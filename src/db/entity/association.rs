//! An association: the owner of funds.

use sea_orm::entity::prelude::*;

use crate::domain::ids::AssociationId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "association")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssociationId,
    pub name: String,
    pub country: String,
    pub region: Option<String>,
    pub province: Option<String>,
    pub district: Option<String>,
    pub community: Option<String>,
    pub time_zone: String,
    pub registry_no: Option<String>,
    pub formalised_on: Option<Date>,
    pub created_at: DateTimeUtc,
    /// When the import that made it was undone.
    pub taken_back_at: Option<DateTimeUtc>,
}

super::plain!();
