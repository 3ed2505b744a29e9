//! What is kept of a person for the indicators.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
    /// Not said.
    Unsaid,
}

impl Sex {
    pub const ALL: [Self; 3] = [Self::Female, Self::Male, Self::Unsaid];

    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Unsaid => "unsaid",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.code() == code)
    }
}
