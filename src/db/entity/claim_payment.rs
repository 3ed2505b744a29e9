//! A debtor's repayment to a guarantor who paid the fund for them.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, LoanId, RepaymentId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim_payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub repayment_id: RepaymentId,
    pub amount_minor: i64,
    pub paid_on: Date,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
}

super::plain!();
