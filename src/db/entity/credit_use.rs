//! A member's credit balance, refunded or used to pay another of their loans.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, MemberId, RepaymentId, UserId};
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub member_id: MemberId,
    pub used_on: Date,
    pub amount_minor: i64,
    /// For a refund: its voucher number and payment method.
    pub voucher_no: Option<i64>,
    pub payment_method: PaymentMethod,
    /// The repayment it made, where it was used on a loan.
    pub repayment_id: Option<RepaymentId>,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
}

super::plain!();
