//! Money put into a fund (spec §1): kinds, and whether it has come.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapitalKind {
    /// A fondo perdido: never owed back.
    Grant,
    /// Recoverable: owed back to who lent it.
    SeedCapital,
    /// The members' own contributions.
    Member,
    /// Surplus of earlier cycles, capitalised.
    Surplus,
}

impl CapitalKind {
    pub const ALL: [Self; 4] = [Self::Grant, Self::SeedCapital, Self::Member, Self::Surplus];

    pub fn code(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::SeedCapital => "seed_capital",
            Self::Member => "member",
            Self::Surplus => "surplus",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapitalStatus {
    Received,
    Pledged,
    /// Recorded by mistake and undone.
    Reversed,
}

impl CapitalStatus {
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Pledged => "pledged",
            Self::Reversed => "reversed",
        }
    }
}
