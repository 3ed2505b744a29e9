//! An entry of the ledger; append-only.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub no: i64,
    pub date: Date,
    pub source_kind: String,
    pub source_id: Uuid,
    pub memo: String,
    pub receipt_no: Option<i64>,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub hash: String,
}

super::plain!();
