//! A member guarantees another's loan.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, GroupId, GuaranteeId, LoanId, MemberId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guarantee")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GuaranteeId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub loan_id: LoanId,
    pub guarantor_id: MemberId,
    /// The debtor's group, where they guarantee as one of its members.
    pub group_id: Option<GroupId>,
    /// The day of the signature.
    pub signed_on: Date,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub released_at: Option<DateTimeUtc>,
    pub released_by: Option<UserId>,
    pub release_reason: Option<String>,
}

super::plain!();
