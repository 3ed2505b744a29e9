//! A version of a fund's rules (reglamento).

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub association_id: Uuid,
    pub effective_on: Date,
    pub acta: Option<String>,
    pub method: String,
    pub rate_ppm: i64,
    pub rate_per: String,
    pub day_count: String,
    pub rounding_step_minor: i64,
    pub payment_order: String,
    pub late_fee_ppm: i64,
    pub late_fee_per: String,
    pub late_fee_day_count: String,
    pub tolerance_days: i64,
    pub flat_rebate: bool,
    pub reserve_ppm: i64,
    pub reserve_fixed_minor: i64,
    pub interest_kept_ppm: i64,
    pub recovery_ppm: i64,
    pub cash_step_minor: i64,
    pub small_balance_minor: i64,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub acta_on: Option<Date>,
    pub acta_note: Option<String>,
}

super::plain!();
