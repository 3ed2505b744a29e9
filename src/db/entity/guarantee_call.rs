//! A call on the guarantors of a late loan.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, LoanId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guarantee_call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub called_on: Date,
    pub shortfall_minor: i64,
    /// The amount called from each guarantor: pairs of member and amount, in order of member number.
    pub parts: String,
    pub note: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversed_by: Option<UserId>,
    pub reversal_reason: Option<String>,
}

super::plain!();
