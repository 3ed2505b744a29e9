//! The yearly cost of a loan (Peru: TCEA): the effective rate at which its payments are worth what was lent.

use chrono::NaiveDate;
use num_bigint::BigInt;

use super::calendar::days;
use super::effective::factor;
use super::rate::MAX_PPM;
use super::schedule::Installment;

/// Days of a year, as the Peruvian regulator counts them.
const YEAR: i64 = 360;

/// The rate in ppm, rounded up, for which Σ payment ÷ (1 + rate)^(days ÷ 360) is not more than what was lent. None where it
/// is beyond any known rate.
pub fn yearly_cost(principal_minor: i64, lent_on: NaiveDate, schedule: &[Installment]) -> Option<i64> {
    let payments: Vec<(i64, i64)> = schedule.iter().map(|row| (days(lent_on, row.due_on), row.principal + row.interest)).collect();
    let enough = |rate_ppm| worth(&payments, rate_ppm) <= BigInt::from(principal_minor) * scale();
    let (mut low, mut high) = (0, MAX_PPM);
    if !enough(high) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// The scale keeps rounding errors far below a minor unit.
fn scale() -> BigInt {
    BigInt::from(10).pow(15)
}

/// The value of payments on the day of the loan, in minor units times [`scale`].
fn worth(payments: &[(i64, i64)], rate_ppm: i64) -> BigInt {
    let one = |(days, minor): &(i64, i64)| {
        let grown = factor(rate_ppm, *days, YEAR);
        BigInt::from(*minor) * scale() * grown.den / (BigInt::from(grown.den) + grown.num)
    };
    payments.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(no: u32, due_on: &str, principal: i64, interest: i64) -> Installment {
        Installment { no, due_on: on(due_on), principal, interest }
    }

    #[test]
    fn a_loan_without_interest_costs_nothing() {
        assert_eq!(yearly_cost(100_000, on("2026-01-01"), &[due(1, "2026-12-27", 100_000, 0)]), Some(0));
    }

    #[test]
    fn what_is_paid_after_a_year_of_360_days_is_the_rate_itself() {
        assert_eq!(yearly_cost(100_000, on("2026-01-01"), &[due(1, "2026-12-27", 100_000, 24_000)]), Some(240_000));
    }

    #[test]
    fn half_a_year_compounds() {
        // 1.1² = 1.21.
        assert_eq!(yearly_cost(100_000, on("2026-01-01"), &[due(1, "2026-06-30", 100_000, 10_000)]), Some(210_000));
    }

    #[test]
    fn two_per_cent_a_month_is_more_than_twenty_four_a_year() {
        // 1.02^12 − 1 = 26.8242 %, paid in twelve months of thirty days.
        let months: Vec<Installment> = (1..=12)
            .map(|no| {
                let due_on = on("2026-01-01") + chrono::Days::new(30 * u64::from(no));
                Installment { no, due_on, principal: if no == 12 { 10_000_000 } else { 0 }, interest: 200_000 }
            })
            .collect();
        assert_eq!(yearly_cost(10_000_000, on("2026-01-01"), &months), Some(268_242));
    }

    #[test]
    fn a_cost_beyond_any_rate_is_told_as_none() {
        assert_eq!(yearly_cost(1, on("2026-01-01"), &[due(1, "2026-01-02", 1_000_000, 0)]), None);
        assert_eq!(yearly_cost(100, on("2026-01-01"), &[due(1, "2026-01-01", 100, 1)]), None, "paid the same day");
    }
}
