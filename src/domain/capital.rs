//! Capital of a fund (spec §1): its kinds, and whether it was received.

use super::codes::codes;

codes! {
    pub enum CapitalKind {
        /// A fondo perdido: never owed back.
        Grant = "grant",
        /// Recoverable: owed back to the lender.
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
