//! Days that a member worked for a purchase, in thousandths.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, LabourId, MemberId, PurchaseId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "labour")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LabourId,
    pub association_id: AssociationId,
    pub purchase_id: PurchaseId,
    pub member_id: MemberId,
    pub worked_on: Date,
    pub days: i64,
    pub task: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
    /// The person who worked for the member.
    pub worked_by: Option<String>,
    /// Work beyond what was agreed. It covers no part.
    pub gift: bool,
}

super::plain!();
