//! A correction that needs a second person: waiting, or decided.

use sea_orm::entity::prelude::*;

use crate::domain::correction::RecordKind;
use crate::domain::ids::{AssociationId, CorrectionRequestId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionRequestId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub record_kind: RecordKind,
    pub record_id: Uuid,
    /// The command to run on confirmation, and its input as JSON.
    pub command: String,
    pub input: String,
    pub amount_minor: i64,
    pub changes: String,
    pub reason: String,
    pub asked_by: UserId,
    pub asked_at: DateTimeUtc,
    pub answered_by: Option<UserId>,
    pub answered_at: Option<DateTimeUtc>,
    pub confirmed: Option<bool>,
}

super::plain!();
