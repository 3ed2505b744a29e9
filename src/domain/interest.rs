//! Interest of one period on a balance, by day count (spec §3).

use chrono::NaiveDate;
use num_bigint::BigInt;

use super::amount::round_half_away;
use super::calendar::{days, days30};
use super::codes::codes;
use super::effective;
use super::rate::{Per, Rate, WHOLE_PPM};
use super::refusal::Refusal;

codes! {
    pub enum DayCount {
        Thirty360 = "30/360",
        Actual365 = "actual/365",
        Actual360 = "actual/360",
    }
}

/// The exact interest of a period on a balance of 1: a fraction, not rounded before it multiplies the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    pub num: i128,
    pub den: i128,
}

impl Factor {
    /// Interest on `balance_minor`, rounded to the minor unit.
    ///
    /// # Errors
    /// `amount-too-large` when it leaves the bounds of an amount.
    pub fn on(self, balance_minor: i64) -> Result<i64, Refusal> {
        if self.den <= EXACT && self.num <= EXACT * EXACT / 10_000 {
            return bounded(round_half_away(i128::from(balance_minor) * self.num, self.den));
        }
        let den = BigInt::from(self.den);
        let doubled: BigInt = BigInt::from(balance_minor) * self.num * 2;
        let rounded: BigInt = if balance_minor < 0 { (doubled - &den) / (den * 2) } else { (doubled + &den) / (den * 2) };
        i128::try_from(rounded).map_err(|_| too_large()).and_then(bounded)
    }
}

/// Denominators of nominal rates are at most this, so their products fit an `i128`.
const EXACT: i128 = 1_000_000_000_000;

fn too_large() -> Refusal {
    Refusal::invalid("amount", "amount-too-large")
}

/// # Errors
/// `amount-too-large` past [`super::amount::MAX_MINOR`].
pub fn bounded(minor: i128) -> Result<i64, Refusal> {
    i64::try_from(minor).ok().filter(|minor| minor.abs() <= super::amount::MAX_MINOR).ok_or_else(too_large)
}

/// The factor of `months` whole months: each counts 1/12 of a year, whatever its days.
pub fn of_months(rate: Rate, months: u32) -> Factor {
    let count = i128::from(months);
    match rate.per {
        Per::YearEffective => effective::factor(rate.ppm, i64::from(months) * 30, 360),
        Per::Year => Factor { num: i128::from(rate.ppm) * count, den: 12 * i128::from(WHOLE_PPM) },
        Per::Month => Factor { num: i128::from(rate.ppm) * count, den: i128::from(WHOLE_PPM) },
    }
}

/// The factor of the days from `from` to `to`. A monthly rate counts days/30 under every day count.
pub fn of_days(rate: Rate, count: DayCount, from: NaiveDate, to: NaiveDate) -> Factor {
    let elapsed = match count {
        DayCount::Thirty360 => days30(from, to),
        DayCount::Actual365 | DayCount::Actual360 => days(from, to),
    };
    let year = if count == DayCount::Actual365 { 365 } else { 360 };
    let base = match rate.per {
        Per::Month => 30,
        Per::Year => i128::from(year),
        Per::YearEffective => return effective::factor(rate.ppm, elapsed, year),
    };
    Factor { num: i128::from(rate.ppm) * i128::from(elapsed.max(0)), den: base * i128::from(WHOLE_PPM) }
}
