//! What was observed of recovery in one cycle and age bucket.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observed_recovery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cycle_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub bucket: String,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub counted_to: Date,
    pub installments: i64,
    pub entered_minor: i64,
    pub recovered_minor: i64,
}

super::plain!();
