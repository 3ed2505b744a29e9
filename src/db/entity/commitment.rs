//! What of a fund's money is spoken for, from a day until it is released.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub since_on: Date,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub source_kind: String,
    pub memo: String,
    pub member_id: Option<Uuid>,
    pub amount_minor: i64,
    pub released_on: Option<Date>,
}

super::plain!();
