//! Co-financed purchases (spec §2.1, §8): what was taken → the invoice → each party's share → what covers it → what the
//! books hold of it, from request to settled.

pub mod contribution;
pub mod installed;
pub mod share;
pub mod standing;
pub mod status;
pub mod terms;
pub mod work;

pub use contribution::{Asked, ContributionKind, Met, meet};
pub use share::{Line, MemberPart, Shared, refunds, share};
pub use standing::{Movement, Payer, Standing};
pub use status::{PurchaseStatus, PurchaseStep};
pub use work::{Draft, Item, Party, PartyRole, Pledge, Quote, Taken, Worked, work_out};

use crate::domain::rate::WHOLE_PPM;

/// How far what came may take the project's part beyond what was approved, in ppm: a scale's difference, not another
/// purchase.
pub const TOLERANCE_PPM: i64 = 100_000;

/// The most that the project's part may come to without a new decision. Minor units.
pub fn most_without_deciding(approved_minor: i64) -> i64 {
    let most = i128::from(approved_minor) * i128::from(WHOLE_PPM + TOLERANCE_PPM) / i128::from(WHOLE_PPM);
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// What becomes of the project's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Given to the producer.
    Grant,
    /// Repaid by the producer into the fund, which grows by it.
    Recoverable,
}

impl Half {
    pub const ALL: [Self; 2] = [Self::Grant, Self::Recoverable];

    pub fn code(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Recoverable => "recoverable",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|half| half.code() == code)
    }
}

/// What a product is counted in; quantities are thousandths of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Kilo,
    Litre,
    Piece,
    /// A day of work or of an animal team.
    Day,
}

impl Measure {
    pub const ALL: [Self; 4] = [Self::Kilo, Self::Litre, Self::Piece, Self::Day];

    pub fn code(self) -> &'static str {
        match self {
            Self::Kilo => "kg",
            Self::Litre => "litre",
            Self::Piece => "piece",
            Self::Day => "day",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }
}

/// What a programme sets out to reach. Hectares and kilos in thousandths, members in persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    Hectares,
    Kilos,
    Members,
}

impl Goal {
    pub const ALL: [Self; 3] = [Self::Hectares, Self::Kilos, Self::Members];

    pub fn code(self) -> &'static str {
        match self {
            Self::Hectares => "hectares",
            Self::Kilos => "kilos",
            Self::Members => "members",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|goal| goal.code() == code)
    }
}
