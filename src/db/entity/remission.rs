//! A committee's decision on a loan by acta: debt forgiven or waived, or a relief.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId, RemissionId, UserId};
use crate::domain::loan::RemissionKind;
use crate::domain::relief::Relief;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RemissionId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub member_id: MemberId,
    pub act_id: Uuid,
    pub kind: RemissionKind,
    pub acta: String,
    pub decided_on: Date,
    pub amount_minor: i64,
    pub below_minor: i64,
    pub late_fee_minor: i64,
    pub interest_minor: i64,
    pub principal_minor: i64,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
    /// For a relief, its terms.
    pub relief: Option<Relief>,
}

super::plain!();
