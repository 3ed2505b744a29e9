//! What a loan costs a year, all told: the effective yearly rate at which what is paid is worth, on the day of the loan, what was
//! received (TCEA in Peru; Res. SBS 8181-2012).

use chrono::NaiveDate;
use num_bigint::BigInt;

use super::calendar::days;
use super::effective;
use super::rate::MAX_PPM;
use super::refusal::Refusal;
use super::schedule::{Installment, Terms};

/// Years of 360 days, as the Peruvian formula has them.
const BASE: i64 = 360;

/// The least yearly rate, in ppm, at which `paid` is worth no more than what was received: received ≥ Σ amount ÷ (1 + rate)^(days ÷ 360).
///
/// # Errors
/// `cost-unbounded` past 1 000 % a year.
pub fn yearly_cost_ppm(received_minor: i64, on: NaiveDate, paid: &[(NaiveDate, i64)]) -> Result<i64, Refusal> {
    let affordable = |ppm: i64| worth(on, paid, ppm) <= BigInt::from(received_minor) * one();
    if !affordable(MAX_PPM) {
        return Err(Refusal::invalid("terms", "cost-unbounded"));
    }
    let (mut below, mut enough) = (-1, MAX_PPM);
    while enough - below > 1 {
        let middle = below + (enough - below) / 2;
        if affordable(middle) { enough = middle } else { below = middle }
    }
    Ok(enough)
}

/// The same of a schedule as agreed.
///
/// # Errors
/// As [`yearly_cost_ppm`].
pub fn of_schedule(terms: &Terms, schedule: &[Installment]) -> Result<i64, Refusal> {
    let paid: Vec<(NaiveDate, i64)> = schedule.iter().map(|row| (row.due_on, row.principal + row.interest)).collect();
    yearly_cost_ppm(terms.principal, terms.disbursed_on, &paid)
}

fn one() -> BigInt {
    BigInt::from(10).pow(18)
}

/// What is paid, worth on a day, scaled by [`one`].
fn worth(on: NaiveDate, paid: &[(NaiveDate, i64)], ppm: i64) -> BigInt {
    let of = |(paid_on, minor): &(NaiveDate, i64)| {
        let grown = effective::factor(ppm, days(on, *paid_on), BASE);
        one() * *minor * grown.den / (BigInt::from(grown.num) + grown.den)
    };
    paid.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_loan_of_one_year_costs_its_interest() {
        // 360 days on: 1,240.00 for 1,000.00.
        assert_eq!(yearly_cost_ppm(100_000, day("2026-01-01"), &[(day("2026-12-27"), 124_000)]), Ok(240_000));
        assert_eq!(yearly_cost_ppm(100_000, day("2026-01-01"), &[(day("2026-12-27"), 100_000)]), Ok(0));
    }

    #[test]
    fn half_a_year_compounds() {
        // 1.1² = 1.21.
        assert_eq!(yearly_cost_ppm(100_000, day("2026-01-01"), &[(day("2026-06-30"), 110_000)]), Ok(210_000));
    }

    #[test]
    fn what_nobody_could_mean_is_refused() {
        assert_eq!(yearly_cost_ppm(1, day("2026-01-01"), &[(day("2026-01-02"), 100_000)]).unwrap_err().code, "cost-unbounded");
    }
}
