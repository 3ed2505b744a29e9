//! Money received for a loan, with its receipt.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "repayment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub loan_id: Uuid,
    pub member_id: Uuid,
    pub receipt_no: i64,
    pub paid_on: Date,
    pub amount_minor: i64,
    pub kind: String,
    pub means: String,
    pub held_in: String,
    pub note: String,
    pub late_fee_minor: i64,
    pub interest_minor: i64,
    pub principal_minor: i64,
    pub credit_minor: i64,
    pub forgiven_minor: i64,
    pub rounding_minor: i64,
    pub rounding_principal_minor: i64,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<Uuid>,
    pub reversal_reason: Option<String>,
}

super::plain!();
