//! Rates: parts per million a year or a month, nominal, or effective a year (spec §2). `24 % a year` = 240 000 per year.

use serde::Serialize;

use super::codes::codes;
use super::refusal::Refusal;

/// One whole, in parts per million.
pub const WHOLE_PPM: i64 = 1_000_000;

/// The highest rate accepted, in ppm: 1 000 %. A higher one is a typing slip.
pub const MAX_PPM: i64 = 10 * WHOLE_PPM;

codes! {
    pub enum Per {
        Year = "year",
        Month = "month",
        /// TEA: the yearly rate with interest on interest.
        YearEffective = "year_effective",
    }
}

impl Per {
    /// In the order in which they are offered: the usual one first.
    pub const OFFERED: [Self; 3] = [Self::Month, Self::Year, Self::YearEffective];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    pub ppm: i64,
    pub per: Per,
}

impl Rate {
    pub const ZERO: Self = Self { ppm: 0, per: Per::Month };

    /// # Errors
    /// `rate-out-of-range` below 0 or above 1 000 %.
    pub fn checked(self) -> Result<Self, Refusal> {
        if (0..=MAX_PPM).contains(&self.ppm) { Ok(self) } else { Err(Refusal::invalid("rate", "rate-out-of-range")) }
    }
}

/// Reads a percentage as typed (`1.5`, `1,5`, `2 %`) into ppm: up to four decimals, never rounded.
///
/// # Errors
/// `rate-unreadable`, `rate-out-of-range`.
pub fn read_percent(text: &str) -> Result<i64, Refusal> {
    let unreadable = || Refusal::invalid("rate", "rate-unreadable");
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) || part.len() > 4 {
        return Err(unreadable());
    }
    let ppm: i64 = format!("{whole}{part:0<4}").parse().map_err(|_| unreadable())?;
    Rate { ppm, per: Per::Year }.checked().map(|rate| rate.ppm)
}

/// A ppm as a percentage with no needless zeros: 15 000 → `1.5`.
pub fn percent(ppm: i64) -> String {
    let text = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_exactly() {
        assert_eq!(read_percent("1.5 %"), Ok(15_000));
        assert_eq!(read_percent("24"), Ok(240_000));
        assert_eq!(read_percent("0,25"), Ok(2_500));
        for text in ["", "x", "1.23456", "-1", "1e3"] {
            assert_eq!(read_percent(text).unwrap_err().code, "rate-unreadable", "{text}");
        }
        assert_eq!(read_percent("1001").unwrap_err().code, "rate-out-of-range");
        assert_eq!(percent(15_000), "1.5");
        assert_eq!(percent(1_000_000), "100");
    }
}
