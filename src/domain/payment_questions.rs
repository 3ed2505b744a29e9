//! Questions asked once before a payment is recorded: a second payment on one day, or far more than is owed, is rare but
//! possible.

use chrono::NaiveDate;

use super::amount::Unit;
use super::refusal::{Fact, Refusal};

/// Another payment of the same person on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameDay {
    pub receipt_no: i64,
    pub amount_minor: i64,
}

/// Asks to confirm a second payment on one day, or an amount far beyond the debt. `owed_minor` is what closes the loan that
/// day.
///
/// # Errors
/// `payment-same-day`, `payment-far-beyond`: every one that applies.
pub fn ask(amount_minor: i64, owed_minor: i64, paid_on: NaiveDate, same_day: Option<SameDay>, unit: Unit) -> Result<(), Vec<Refusal>> {
    let mut asked = Vec::new();
    if let Some(other) = same_day {
        let question = Refusal::conflict("payment-same-day").at("confirmed").with("date", Fact::Date(paid_on));
        asked.push(question.with("receipt", Fact::Text(other.receipt_no.to_string())).with("amount", Fact::Money(other.amount_minor, unit)));
    }
    if far_beyond(amount_minor, owed_minor) {
        let question = Refusal::conflict("payment-far-beyond").at("confirmed").with("amount", Fact::Money(amount_minor, unit));
        asked.push(question.with("owed", Fact::Money(owed_minor, unit)));
    }
    if asked.is_empty() { Ok(()) } else { Err(asked) }
}

/// More than twice the debt suggests one figure too many; less may be coins without change.
fn far_beyond(amount_minor: i64, owed_minor: i64) -> bool {
    owed_minor > 0 && amount_minor > owed_minor.saturating_mul(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_unusual_is_asked() {
        let on = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let codes = |amount, owed, same_day| match ask(amount, owed, on, same_day, Unit::Pen) {
            Ok(()) => Vec::new(),
            Err(asked) => asked.into_iter().map(|refusal| refusal.code).collect(),
        };
        let other = Some(SameDay { receipt_no: 7, amount_minor: 100 });
        assert!(codes(200, 100, None).is_empty(), "the double is still change to be given back");
        assert_eq!(codes(201, 100, None), ["payment-far-beyond"]);
        assert_eq!(codes(99_999_900, 142, other), ["payment-same-day", "payment-far-beyond"]);
        assert_eq!(codes(50, 100, other), ["payment-same-day"]);
        assert!(codes(50, 0, None).is_empty(), "a loan already paid asks for itself");
        assert!(codes(i64::MAX, i64::MAX / 2 + 1, None).is_empty());
    }
}
