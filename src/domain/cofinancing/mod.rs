//! Co-financed purchases (spec §2.1, §8): lines taken → invoice → each party's share → what covers it → the books, from the
//! request until the purchase is settled.

pub mod balance;
pub mod contribution;
pub mod installed;
pub mod share;
pub mod status;
pub mod terms;
pub mod work;

pub use balance::{Movement, MovementKind, Payer, PurchaseBalance};
pub use contribution::{ContributionBasis, ContributionKind, Coverage, meet};
pub use share::{Line, MemberPart, Shared, refunds, share, share_with};
pub use status::{PurchaseStatus, PurchaseStep};
pub use work::{Costing, Draft, Extra, Item, Party, PartyRole, Pledge, Quote, Shift, Taken, work_out};

use crate::domain::codes::codes;
use crate::domain::rate::WHOLE_PPM;

/// How far the delivered goods may raise the project's part above the approved one, in ppm. It allows for the scale's error,
/// not for another purchase.
pub const TOLERANCE_PPM: i64 = 100_000;

/// The most that the project's part may come to without a new decision. Minor units.
pub fn most_without_deciding(approved_minor: i64) -> i64 {
    let most = i128::from(approved_minor) * i128::from(WHOLE_PPM + TOLERANCE_PPM) / i128::from(WHOLE_PPM);
    i64::try_from(most).unwrap_or(i64::MAX)
}

codes! {
    /// What becomes of the project's part.
    pub enum ProjectShareTerms {
        /// Given to the producer.
        Grant = "grant",
        /// Repaid by the producer into the fund, which grows by it.
        Recoverable = "recoverable",
    }
}

codes! {
    /// What happens to a part that its payer does not give.
    pub enum ShiftKind {
        /// Another payer gives it.
        TakenOver = "taken_over",
        /// The members take it over, and the fund lends it to them.
        Lent = "lent",
        /// Nobody gives it: the fund bears the loss.
        WrittenOff = "written_off",
    }
}

codes! {
    /// What a product is counted in; quantities are thousandths of it.
    pub enum Measure {
        Kilo = "kg",
        Litre = "litre",
        Piece = "piece",
        /// A day of work or of an animal team.
        Day = "day",
    }
}

codes! {
    /// What a programme sets out to reach. Hectares and kilos in thousandths, members in persons.
    pub enum Goal {
        Hectares = "hectares",
        Kilos = "kilos",
        Members = "members",
    }
}
