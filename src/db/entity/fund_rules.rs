//! A version of a fund's rules (reglamento).

use sea_orm::entity::prelude::*;

use crate::domain::credit_rules::Majority;
use crate::domain::ids::{AssociationId, FundId, UserId};
use crate::domain::interest::DayCount;
use crate::domain::rate::Per;
use crate::domain::rules::PaymentOrder;
use crate::domain::schedule::Method;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_id: FundId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub association_id: AssociationId,
    pub effective_on: Date,
    pub acta: Option<String>,
    pub method: Method,
    pub rate_ppm: i64,
    pub rate_per: Per,
    pub day_count: DayCount,
    pub rounding_step_minor: i64,
    pub payment_order: PaymentOrder,
    pub late_fee_ppm: i64,
    pub late_fee_per: Per,
    pub late_fee_day_count: DayCount,
    pub tolerance_days: i64,
    pub flat_rebate: bool,
    pub reserve_ppm: i64,
    pub reserve_fixed_minor: i64,
    pub interest_kept_ppm: i64,
    pub recovery_ppm: i64,
    pub cash_step_minor: i64,
    pub small_balance_minor: i64,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub acta_on: Option<Date>,
    pub acta_note: Option<String>,
    pub lend_beyond_available: bool,
    pub two_people_from_minor: i64,
    pub expense_acta_from_minor: i64,
    pub expense_second_from_minor: i64,
    pub guarantors: i64,
    pub guarantees_most: i64,
    pub guarantee_circles: bool,
    pub standing_days: i64,
    pub call_after_days: i64,
    pub member_most_minor: i64,
    pub one_loan: bool,
    pub lapse_days: i64,
    pub committee_from_minor: i64,
    pub second_from_minor: i64,
    pub quorum: i64,
    pub majority: Majority,
}

super::plain!();
