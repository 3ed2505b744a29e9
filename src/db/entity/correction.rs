//! A reversal, correction or change of a record. Append-only.

use sea_orm::entity::prelude::*;

use crate::domain::correction::{CorrectionKind, RecordKind};
use crate::domain::ids::{AssociationId, CorrectionId, FundId, MemberId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    /// None for a programme, which spans associations.
    pub association_id: Option<AssociationId>,
    pub fund_id: Option<FundId>,
    pub record_kind: RecordKind,
    pub record_id: Uuid,
    pub kind: CorrectionKind,
    /// The record that replaces the wrong one.
    pub replaced_by: Option<Uuid>,
    /// The member whom the record concerns.
    pub member_id: Option<MemberId>,
    /// The amount of the wrong record, in minor units.
    pub amount_minor: i64,
    /// The fields before and after, as JSON.
    pub changes: String,
    pub reason: String,
    pub corrected_by: UserId,
    /// The second person who confirmed it, where the rules need one.
    pub confirmed_by: Option<UserId>,
    pub corrected_at: DateTimeUtc,
}

super::plain!();
