//! What a committee decided not to ask of a loan any more.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub loan_id: Uuid,
    pub member_id: Uuid,
    pub act_id: Uuid,
    pub kind: String,
    pub acta: String,
    pub decided_on: Date,
    pub amount_minor: i64,
    pub below_minor: i64,
    pub late_fee_minor: i64,
    pub interest_minor: i64,
    pub principal_minor: i64,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<Uuid>,
    pub reversal_reason: Option<String>,
}

super::plain!();
