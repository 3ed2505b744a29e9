//! A part of a purchase that its payer does not give: another payer took it over, or it was written off.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::ShiftKind;
use crate::domain::ids::{AssociationId, MemberId, PartShiftId, PurchaseId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "part_shift")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartShiftId,
    pub association_id: AssociationId,
    pub purchase_id: PurchaseId,
    pub kind: ShiftKind,
    pub from_party_no: Option<i64>,
    pub from_member_id: Option<MemberId>,
    /// None where it was written off.
    pub to_party_no: Option<i64>,
    pub to_member_id: Option<MemberId>,
    pub amount_minor: i64,
    pub happens_on: Date,
    pub acta: String,
    pub reason: String,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub reversed_at: Option<DateTimeUtc>,
    pub reversal_reason: Option<String>,
}

super::plain!();
