//! Events of a loan: payments, and decisions of a committee. A replay takes them in order (spec §4).

use chrono::NaiveDate;

use super::codes::codes;
use super::relief::Relief;

codes! {
    /// How a payment counts.
    pub enum PaymentKind {
        Repayment = "repayment",
        /// Closes the loan early: where it covers the payoff, the interest not yet earned is forgiven (§4.3).
        Settlement = "settlement",
    }
}

/// Money that came in for a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    pub amount_minor: i64,
    pub kind: PaymentKind,
    /// Cash is rounded by the loan's cash step; money through a bank or a wallet never is.
    pub in_cash: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    Payment(Payment),
    /// The committee waives late fees, oldest first.
    Waiver {
        amount_minor: i64,
    },
    /// The committee forgives small balances, oldest first. An installment is closed whole when its rest is below
    /// `below_minor` and within what is left of `amount_minor`.
    Forgiveness {
        amount_minor: i64,
        below_minor: i64,
    },
    /// What is unpaid is asked later, or by new terms.
    Relief(Relief),
    /// The loan leaves the portfolio; the debt stays.
    WriteOff,
}

/// One event of a loan. The order in the slice is the order of recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub on: NaiveDate,
    pub kind: EventKind,
}

impl Event {
    pub fn payment(&self) -> Option<&Payment> {
        match &self.kind {
            EventKind::Payment(payment) => Some(payment),
            EventKind::Waiver { .. } | EventKind::Forgiveness { .. } | EventKind::Relief(_) | EventKind::WriteOff => None,
        }
    }

    /// The event's amount, where it has one.
    pub(super) fn amount_minor(&self) -> Option<i64> {
        match self.kind {
            EventKind::Payment(Payment { amount_minor, .. }) | EventKind::Waiver { amount_minor } | EventKind::Forgiveness { amount_minor, .. } => {
                Some(amount_minor)
            }
            EventKind::Relief(_) | EventKind::WriteOff => None,
        }
    }

    /// Its place among the events of a day: payments, waivers, forgiveness, relief, write-off.
    pub(super) fn rank(&self) -> u8 {
        match self.kind {
            EventKind::Payment(_) => 0,
            EventKind::Waiver { .. } => 1,
            EventKind::Forgiveness { .. } => 2,
            EventKind::Relief(_) => 3,
            EventKind::WriteOff => 4,
        }
    }
}
