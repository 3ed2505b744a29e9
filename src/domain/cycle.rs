//! Cycles (campañas): dated windows of a fund. In the Andes the farming year runs August to July.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::add_months;
use super::refusal::Refusal;
use super::text::Line;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CycleBody)]
pub struct Window {
    pub name: Line,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl Window {
    /// The length in months, at least one. A part of a month counts whole.
    pub fn months(&self) -> u32 {
        let after = self.ends_on.succ_opt().unwrap_or(self.ends_on);
        (1..24).find(|months| add_months(self.starts_on, *months) >= after).unwrap_or(24)
    }
}

/// The farming year a date falls in: `2025-2026` is 1 Aug 2025 to 31 Jul 2026.
pub fn farming_year(date: NaiveDate) -> Window {
    let year = if date.month() >= 8 { date.year() } else { date.year() - 1 };
    let starts_on = NaiveDate::from_ymd_opt(year, 8, 1).unwrap_or(date);
    let next = add_months(starts_on, 12);
    Window { name: Line::kept(format!("{year}-{}", year + 1)), starts_on, ends_on: next.pred_opt().unwrap_or(next) }
}

/// # Errors
/// `cycle-ends-before-start`, `cycle-too-long` (over two years).
pub fn check_window(starts_on: NaiveDate, ends_on: NaiveDate) -> Result<(), Refusal> {
    match (ends_on - starts_on).num_days() {
        ..=0 => Err(Refusal::invalid("ends_on", "cycle-ends-before-start")),
        1..=731 => Ok(()),
        _ => Err(Refusal::invalid("ends_on", "cycle-too-long")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn july_and_august_are_two_cycles() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(&*farming_year(day("2026-07-31")).name, "2025-2026");
        assert_eq!(&*farming_year(day("2026-08-01")).name, "2026-2027");
        assert_eq!(farming_year(day("2026-07-31")).ends_on, day("2026-07-31"));
    }

    #[test]
    fn a_cycle_lasts_its_months() {
        let window =
            |from: &str, to: &str| Window { name: Line::kept("x".to_owned()), starts_on: from.parse().unwrap(), ends_on: to.parse().unwrap() };
        assert_eq!(farming_year("2026-01-31".parse().unwrap()).months(), 12);
        assert_eq!(window("2026-08-01", "2027-01-31").months(), 6);
        assert_eq!(window("2026-08-01", "2026-08-15").months(), 1);
        assert_eq!(window("2026-08-31", "2027-02-27").months(), 6);
        assert_eq!(window("2026-08-01", "2027-02-01").months(), 7);
        assert_eq!(window("2026-08-01", "2028-07-31").months(), 24);
    }
}
