//! A committee's decision about a loan by acta, as a row before the replay computes its amounts.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Loan, Remission};
use crate::db::command::Step;
use crate::domain::loan::RemissionKind;

/// The acta, with its date and the id of the act: decisions of one act share that id.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    pub act_id: Uuid,
    pub acta: &'a str,
    pub on: NaiveDate,
}

/// A decision's row. `amount_minor` is the sum that was decided on; for a relief, the principal that it concerns.
pub fn row(step: &Step<'_>, loan: &Loan, decided: Decided<'_>, kind: RemissionKind, amount_minor: i64) -> Remission {
    Remission {
        id: step.new_id(),
        association_id: loan.association_id,
        fund_id: loan.fund_id,
        loan_id: loan.id,
        member_id: loan.member_id,
        act_id: decided.act_id,
        kind,
        acta: decided.acta.to_owned(),
        decided_on: decided.on,
        amount_minor,
        below_minor: 0,
        late_fee_minor: 0,
        interest_minor: 0,
        principal_minor: 0,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
        relief: None,
    }
}
