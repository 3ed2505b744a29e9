//! An installment of a loan, with the projection of the loan's replay.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, LoanId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub loan_id: LoanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub due_on: Date,
    pub original_due_on: Date,
    pub principal_minor: i64,
    pub interest_minor: i64,
    pub asked_interest_minor: i64,
    pub paid_principal_minor: i64,
    pub paid_interest_minor: i64,
    pub paid_late_fee_minor: i64,
    pub is_open: bool,
    /// Whether a relief added it to the schedule first agreed.
    pub appended: bool,
}

super::plain!();
