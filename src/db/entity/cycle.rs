//! A dated window of a fund.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub name: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

super::plain!();
