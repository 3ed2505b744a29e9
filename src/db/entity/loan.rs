//! A loan, with the terms and rules frozen into it and the projection of its replay.

use sea_orm::entity::prelude::*;

use crate::domain::calendar::Period;
use crate::domain::ids::{AssociationId, CycleId, FundId, LoanId, MemberId, UserId};
use crate::domain::interest::DayCount;
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::rate::Per;
use crate::domain::rules::PaymentOrder;
use crate::domain::schedule::Method;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LoanId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub cycle_id: CycleId,
    pub member_id: MemberId,
    pub number: i64,
    pub status: LoanStatus,
    pub purpose: String,
    pub payment_method: PaymentMethod,
    pub method: Method,
    pub principal_minor: i64,
    pub disbursed_on: Date,
    pub installments: i64,
    pub first_due_on: Date,
    pub every: i64,
    pub step: Period,
    pub rate_ppm: i64,
    pub rate_per: Per,
    pub day_count: DayCount,
    pub grace_principal: i64,
    pub grace_interest: i64,
    pub rounding_step_minor: i64,
    pub agreed: String,
    pub payment_order: PaymentOrder,
    pub late_fee_ppm: i64,
    pub late_fee_per: Per,
    pub late_fee_day_count: DayCount,
    pub tolerance_days: i64,
    pub flat_rebate: bool,
    pub cash_step_minor: i64,
    pub unpaid_principal_minor: i64,
    pub unpaid_interest_minor: i64,
    pub credit_minor: i64,
    pub oldest_unpaid_due_on: Option<Date>,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    /// When it was reversed as recorded by mistake: it counts on no day. A cancelled approved loan counted until then and has
    /// none.
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
    /// For an approved loan: the first day on which it can no longer be handed over.
    pub lapses_on: Option<Date>,
    /// The loan that was handed over first, where one approval is handed over in two parts.
    pub part_of: Option<LoanId>,
}

impl Model {
    /// Whether it was approved and not handed over in time.
    pub fn lapsed(&self, on: Date) -> bool {
        !self.status.lent() && self.lapses_on.is_some_and(|lapses_on| lapses_on <= on)
    }
}

super::plain!();
