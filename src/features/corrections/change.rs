//! A record that stays the same record says something else: what it is called, whether somebody may come in. Nothing is
//! reversed and no money moves, so it needs no fund, and no second person.

use super::permit::as_json;
use super::store;
use crate::db::command::Step;
use crate::db::entity::correction;
use crate::domain::correction::{CorrectionKind, FieldChange, RecordKind};
use crate::domain::ids::AssociationId;
use crate::domain::refusal::Refusal;
use crate::domain::text::Line;
use crate::error::Error;

/// A record with what it says otherwise from now on.
#[derive(Clone, Debug)]
pub struct Changed {
    pub kind: RecordKind,
    pub id: uuid::Uuid,
    /// None for what spans associations.
    pub association: Option<AssociationId>,
    pub changes: Vec<FieldChange>,
}

/// Keeps what a record said until now, with who changed it and why. Whether they may was asked before.
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
        // The list of a fund tells what share of its entries was put right: this is none of them.
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
