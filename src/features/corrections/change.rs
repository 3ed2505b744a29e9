//! Changes a field that moves no money, such as a name or an open sign-in. The record stays, nothing is reversed, and neither
//! a fund nor a second person is needed.

use super::permit::as_json;
use super::store;
use crate::db::command::Step;
use crate::db::entity::correction;
use crate::domain::correction::{CorrectionKind, FieldChange, RecordKind};
use crate::domain::ids::AssociationId;
use crate::domain::refusal::Refusal;
use crate::domain::text::Line;
use crate::error::Error;

/// A record with its changed fields.
#[derive(Clone, Debug)]
pub struct Changed {
    pub kind: RecordKind,
    pub id: uuid::Uuid,
    /// None for a record that spans associations.
    pub association: Option<AssociationId>,
    pub changes: Vec<FieldChange>,
}

/// Keeps a record's earlier fields, with the person and the reason. The caller has checked the permission.
///
/// # Errors
/// `nothing-changed`.
pub async fn keep_change(step: &Step<'_>, changed: Changed, reason: &Line) -> Result<(), Error> {
    if changed.changes.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    let row = correction::Model {
        id: step.new_id(),
        association_id: changed.association,
        // Without a fund it does not count in the fund's share of corrected entries.
        fund_id: None,
        record_kind: changed.kind,
        record_id: changed.id,
        kind: CorrectionKind::Change,
        replaced_by: None,
        member_id: None,
        amount_minor: 0,
        changes: as_json(&changed.changes)?,
        reason: reason.to_string(),
        corrected_by: step.by.user_id,
        confirmed_by: None,
        corrected_at: step.now,
    };
    store::keep(step, row).await
}
