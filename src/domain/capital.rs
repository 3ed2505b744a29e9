//! Money put into a fund (spec §1): kinds, and whether it has come.

use super::codes::codes;

codes! {
    pub enum CapitalKind {
        /// A fondo perdido: never owed back.
        Grant = "grant",
        /// Recoverable: owed back to who lent it.
        SeedCapital = "seed_capital",
        /// The members' own contributions.
        Member = "member",
        /// Surplus of earlier cycles, capitalised.
        Surplus = "surplus",
    }
}

codes! {
    pub enum CapitalStatus {
        Received = "received",
        Pledged = "pledged",
        /// Recorded by mistake and undone.
        Reversed = "reversed",
    }
}
