//! An expense of a fund: planned, paid, or undone.

use super::codes::codes;

codes! {
    pub enum ExpenseStatus {
        Planned = "planned",
        Paid = "paid",
        /// Recorded by mistake, or planned and then cancelled.
        Undone = "undone",
    }
}
