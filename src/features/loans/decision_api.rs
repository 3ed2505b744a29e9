//! A committee's decisions about a loan, over JSON. Amounts in minor units.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::Remission;
use crate::domain::ids::RemissionId;
use crate::domain::loan::RemissionKind;
use crate::domain::relief::Relief;

/// A committee's decision about a loan. Amounts are what it takes off the loan now; a relief gives the new terms instead.
#[derive(Serialize, ToSchema)]
pub struct RemissionOut {
    id: RemissionId,
    /// `small_balance`, `late_fees`, `relief` or `write_off`.
    kind: RemissionKind,
    acta: String,
    decided_on: NaiveDate,
    late_fee: i64,
    interest: i64,
    principal: i64,
    /// The terms of a relief.
    #[schema(value_type = Option<Object>)]
    relief: Option<Relief>,
    reversal_reason: Option<String>,
}

impl From<Remission> for RemissionOut {
    fn from(row: Remission) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            acta: row.acta,
            decided_on: row.decided_on,
            late_fee: row.late_fee_minor,
            interest: row.interest_minor,
            principal: row.principal_minor,
            relief: row.relief,
            reversal_reason: row.reversal_reason,
        }
    }
}
