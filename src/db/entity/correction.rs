//! What was put right: a record that counts no longer, or says something else. Never changed, never deleted.

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
    /// The record that takes its place.
    pub replaced_by: Option<Uuid>,
    /// Whom the record concerns.
    pub member_id: Option<MemberId>,
    /// What the wrong record amounted to, in minor units.
    pub amount_minor: i64,
    /// What it said and what the right one says, as JSON.
    pub changes: String,
    pub reason: String,
    pub corrected_by: UserId,
    /// Who confirmed it, where it took two.
    pub confirmed_by: Option<UserId>,
    pub corrected_at: DateTimeUtc,
}

super::plain!();
