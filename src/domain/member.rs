//! What is kept of a person for the indicators.

use super::codes::codes;

codes! {
    pub enum Sex {
        Female = "female",
        Male = "male",
        /// Not said.
        Unsaid = "unsaid",
    }
}
