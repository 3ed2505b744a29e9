//! What is kept of a person for the indicators.

use super::codes::codes;

/// The years in which somebody can be born: outside them it is a slip of the hand.
pub const BIRTH_YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

codes! {
    pub enum Sex {
        Female = "female",
        Male = "male",
        /// Not said.
        Unsaid = "unsaid",
    }
}
