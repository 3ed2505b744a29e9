//! An expense of a fund: planned, waiting for another person, paid, refused, or undone.

use super::codes::codes;

codes! {
    pub enum ExpenseStatus {
        Planned = "planned",
        /// It is paid once another person approved it, as the rules of the fund ask.
        Waiting = "waiting",
        Paid = "paid",
        /// The other person did not approve it: it was not paid.
        Refused = "refused",
        /// Recorded by mistake, or planned and then cancelled.
        Undone = "undone",
    }
}

impl ExpenseStatus {
    /// Whether it can be undone or corrected.
    pub fn stands(self) -> bool {
        !matches!(self, Self::Undone | Self::Refused)
    }
}

/// Whether an expense of this amount waits until another person approved it. `from_minor` is the rule of the fund; zero: never.
pub fn waits(amount_minor: i64, from_minor: i64) -> bool {
    from_minor > 0 && amount_minor >= from_minor
}
