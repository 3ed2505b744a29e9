//! Dates of a loan: steps by weeks and months, and days of the 30-day month (spec §3).

use chrono::{Datelike, Days, Months, NaiveDate};

use super::codes::codes;
use super::refusal::Refusal;

/// The years a record may have. A year outside them is a typing slip; the bounds also keep dates far from overflow.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

codes! {
    pub enum Period {
        Week = "week",
        Month = "month",
    }
}

impl Period {
    /// In the order in which they are offered: the usual one first.
    pub const OFFERED: [Self; 2] = [Self::Month, Self::Week];
}

/// # Errors
/// `date-out-of-range` outside the years 1900 to 2199.
pub fn plausible(date: NaiveDate) -> Result<NaiveDate, Refusal> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(Refusal::invalid("date", "date-out-of-range")) }
}

/// Checks the day of something that has happened.
///
/// # Errors
/// `date-out-of-range`, `date-in-future`.
pub fn happened(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    if date > today { Err(Refusal::invalid("date", "date-in-future")) } else { plausible(date) }
}

/// `date` moved by whole months, its day clamped to the month's end: 31 Jan + 1 → 28 Feb.
pub fn add_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// The `k`-th date of a series. It is always stepped from `first`, so that a day clamped in one month is whole in the next.
pub fn stepped(first: NaiveDate, step: Period, every: u32, k: u32) -> NaiveDate {
    match step {
        Period::Month => add_months(first, every.saturating_mul(k)),
        Period::Week => first.checked_add_days(Days::new(7 * u64::from(every) * u64::from(k))).unwrap_or(NaiveDate::MAX),
    }
}

/// The m ≥ 1 with `from` stepped by m months = `to`, if there is one.
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let months = u32::try_from(months).ok().filter(|m| *m >= 1)?;
    (add_months(from, months) == to).then_some(months)
}

/// Days between two dates with every month of 30 (30E/360: both days capped at 30).
pub fn days30(from: NaiveDate, to: NaiveDate) -> i64 {
    let day = |date: NaiveDate| i64::from(date.day().min(30));
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    months * 30 + day(to) - day(from)
}

/// Calendar days from one date to another.
pub fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// Reads a date as people type it: `15/10/2025`, `15-10-2025` or `2025-10-15`.
///
/// # Errors
/// `date-missing`, `date-unreadable`, `date-out-of-range`.
pub fn read(text: &str) -> Result<NaiveDate, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid("date", "date-missing"));
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let date = match (numbers.as_deref(), parts.first().map(|part| part.len()), parts.last().map(|part| part.len())) {
        (Some(&[year, month, day]), Some(4), _) => ymd(year, month, day),
        (Some(&[day, month, year]), _, Some(4)) => ymd(year, month, day),
        _ => None,
    };
    date.ok_or_else(|| Refusal::invalid("date", "date-unreadable")).and_then(plausible)
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        read(text).unwrap()
    }

    #[test]
    fn a_series_keeps_the_day_of_its_first_date() {
        let first = day("2026-01-31");
        assert_eq!(stepped(first, Period::Month, 1, 1), day("2026-02-28"));
        assert_eq!(stepped(first, Period::Month, 1, 2), day("2026-03-31"));
    }

    #[test]
    fn the_day_and_month_are_never_swapped() {
        assert_eq!(day("05/03/2026"), day("2026-03-05"));
        for text in ["31/02/2026", "2026-13-01", "5/3/26", "mañana", "1/2/3/2026"] {
            assert_eq!(read(text).unwrap_err().code, "date-unreadable", "{text}");
        }
        assert_eq!(read("01/01/0026").unwrap_err().code, "date-out-of-range");
    }

    #[test]
    fn thirty_day_months_cap_both_days() {
        assert_eq!(days30(day("2026-01-31"), day("2026-02-28")), 28);
        assert_eq!(days30(day("2026-01-31"), day("2026-03-31")), 60);
    }
}
