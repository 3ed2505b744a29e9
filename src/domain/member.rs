//! Facts about a person that the indicators use.

use super::codes::codes;

/// The years in which a person can be born. Another year is a typing slip.
pub const BIRTH_YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

codes! {
    pub enum Sex {
        Female = "female",
        Male = "male",
        /// Not recorded.
        Unsaid = "unsaid",
    }
}
