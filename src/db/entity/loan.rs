//! A loan, with the terms and rules frozen into it and the projection of its replay.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub cycle_id: Uuid,
    pub member_id: Uuid,
    pub number: i64,
    pub status: String,
    pub purpose: String,
    pub means: String,
    pub method: String,
    pub principal_minor: i64,
    pub disbursed_on: Date,
    pub installments: i64,
    pub first_due_on: Date,
    pub every: i64,
    pub step: String,
    pub rate_ppm: i64,
    pub rate_per: String,
    pub day_count: String,
    pub grace_principal: i64,
    pub grace_interest: i64,
    pub rounding_step_minor: i64,
    pub agreed: String,
    pub payment_order: String,
    pub late_fee_ppm: i64,
    pub late_fee_per: String,
    pub late_fee_day_count: String,
    pub tolerance_days: i64,
    pub flat_rebate: bool,
    pub cash_step_minor: i64,
    pub unpaid_principal_minor: i64,
    pub unpaid_interest_minor: i64,
    pub credit_minor: i64,
    pub oldest_unpaid_due_on: Option<Date>,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
