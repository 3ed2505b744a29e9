//! Money received for a loan, with its receipt.

use sea_orm::entity::prelude::*;

use crate::domain::event::PaymentKind;
use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId, RepaymentId, UserId};
use crate::domain::ledger::Account;
use crate::domain::loan::PaymentMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "repayment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RepaymentId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub member_id: MemberId,
    pub receipt_no: i64,
    pub paid_on: Date,
    pub amount_minor: i64,
    pub kind: PaymentKind,
    pub payment_method: PaymentMethod,
    pub held_in: Account,
    pub note: String,
    pub late_fee_minor: i64,
    pub interest_minor: i64,
    pub principal_minor: i64,
    pub credit_minor: i64,
    pub forgiven_minor: i64,
    pub rounding_minor: i64,
    pub rounding_principal_minor: i64,
    /// Whether the loan was already written off.
    pub recovery: bool,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
    /// The member who paid, where it was not the debtor.
    pub paid_by_member: Option<MemberId>,
    /// The name of the person who paid, where it was not the debtor.
    pub paid_by: Option<String>,
    /// Of seed that came back: the share of it that germinates.
    pub germination_ppm: Option<i64>,
    /// Of produce that came back: how it looked.
    pub quality: Option<String>,
}

super::plain!();
