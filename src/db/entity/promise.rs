//! A debtor's promise to pay by a day.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "promise")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub member_id: MemberId,
    pub made_on: Date,
    pub due_on: Date,
    pub amount_minor: i64,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
}

super::plain!();
