//! Seed capital paid back, whole or in part, with its voucher's number.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capital_return")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub capital_id: Uuid,
    pub voucher_no: i64,
    pub happens_on: Date,
    pub amount_minor: i64,
    pub means: String,
    pub paid_to: String,
    pub note: String,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<Uuid>,
    pub reversal_reason: Option<String>,
}

super::plain!();
