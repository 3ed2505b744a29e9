//! After an event is added to a loan or taken away, the whole loan is replayed and its projection rewritten. What that
//! moves of earlier repayments comes back as one difference, for one adjusting entry.

use crate::domain::loan::LoanStatus;
use crate::domain::replay::{Position, Split, replay};
use crate::error::Error;
use crate::features::loans::Held;

/// What a replay changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reapplied {
    /// The split of the event that was added, if one was.
    pub own: Split,
    /// The sum of what changed in the others.
    pub others: Split,
}

impl Reapplied {
    pub fn moved_others(&self) -> bool {
        let others = self.others;
        others.late_fee != 0 || others.interest != 0 || others.principal != 0 || others.credit != 0
    }
}

/// Replays a loan and rewrites its projection in memory. `new` says which standing repayment was just added.
///
/// # Errors
/// What the replay refuses: an event before disbursement.
pub fn reapply(held: &mut Held, new: Option<uuid::Uuid>) -> Result<Reapplied, Error> {
    let events = held.events()?;
    let as_of = events.iter().map(|event| event.on).max().unwrap_or(held.loan.disbursed_on);
    let position = replay(&held.contract, &events, as_of)?;
    let mut outcome = Reapplied::default();
    let standing: Vec<usize> = (0..held.repayments.len()).filter(|i| held.repayments[*i].reversed_at.is_none()).collect();
    for (event, i) in standing.into_iter().enumerate() {
        let split = position.split_of(event).unwrap_or_default();
        let row = &mut held.repayments[i];
        if Some(row.id) == new {
            outcome.own = split;
        } else {
            outcome.others.late_fee += split.late_fee - row.late_fee_minor;
            outcome.others.interest += split.interest - row.interest_minor;
            outcome.others.principal += split.principal - row.principal_minor;
            outcome.others.credit += split.credit - row.credit_minor;
        }
        row.late_fee_minor = split.late_fee;
        row.interest_minor = split.interest;
        row.principal_minor = split.principal;
        row.credit_minor = split.credit;
        row.forgiven_minor = split.forgiven;
    }
    project(held, &position);
    Ok(outcome)
}

fn project(held: &mut Held, position: &Position) {
    for (row, installment) in held.installments.iter_mut().zip(&position.installments) {
        row.asked_interest_minor = installment.interest;
        row.paid_principal_minor = installment.paid_principal;
        row.paid_interest_minor = installment.paid_interest;
        row.paid_late_fee_minor = installment.paid_late_fee;
        row.is_open = installment.open();
    }
    let closed = position.unpaid() == 0;
    held.loan.status = if closed { LoanStatus::Closed } else { LoanStatus::Disbursed }.code().to_owned();
    held.loan.unpaid_principal_minor = position.unpaid_principal();
    held.loan.unpaid_interest_minor = position.unpaid_interest();
    held.loan.credit_minor = position.credit;
    held.loan.oldest_unpaid_due_on = position.oldest_unpaid_due_on();
}
