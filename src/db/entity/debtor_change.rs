//! A change of a loan's debtor, from a day on.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "debtor_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub from_member: MemberId,
    pub to_member: MemberId,
    pub changed_on: Date,
    pub acta: String,
    pub cause: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
}

super::plain!();
