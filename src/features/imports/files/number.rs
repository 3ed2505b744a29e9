//! Numbers and days as spreadsheets store them, read without floats.

use chrono::{Days, NaiveDate};

use super::sheet::Cell;

/// How many digits a spreadsheet shows; the digits after them are noise of its arithmetic.
const DIGITS: usize = 15;

/// A number as plain decimal text, multiplied by ten as many times as `shift`: `1.5E-2` → `0.015`.
pub fn plain(text: &str, shift: i32) -> Option<String> {
    let text = text.trim();
    let (negative, size) = text.strip_prefix('-').map_or((false, text.trim_start_matches('+')), |rest| (true, rest));
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{part}");
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let exponent: i32 = exponent.parse().ok().filter(|exponent| (-400..=400).contains(exponent))?;
    let significant = digits.trim_start_matches('0');
    let zeros = digits.len() - significant.len();
    let point = i32::try_from(whole.len()).ok()? - i32::try_from(zeros).ok()? + exponent + shift;
    let (kept, point) = rounded(significant, point);
    let kept = kept.trim_end_matches('0');
    if kept.is_empty() {
        return Some("0".to_owned());
    }
    if !(-20..=25).contains(&point) {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let places = usize::try_from(point).unwrap_or(0);
    Some(if point <= 0 {
        format!("{sign}0.{}{kept}", "0".repeat(point.unsigned_abs() as usize))
    } else if kept.len() <= places {
        format!("{sign}{kept:0<places$}")
    } else {
        format!("{sign}{}.{}", &kept[..places], &kept[places..])
    })
}

/// The digits rounded half up to those that a spreadsheet shows, and the point's new place.
fn rounded(digits: &str, point: i32) -> (String, i32) {
    let Some(next) = digits.as_bytes().get(DIGITS) else { return (digits.to_owned(), point) };
    let kept = digits[..DIGITS].parse::<u64>().unwrap_or(0) + u64::from(*next >= b'5');
    let text = kept.to_string();
    let grown = i32::from(text.len() > DIGITS);
    (text, point + grown)
}

/// The day of a serial number: whole days since 1900, or since 1904 in workbooks from a Mac.
pub fn day(serial: &str, from_1904: bool) -> Option<NaiveDate> {
    let text = plain(serial, 0)?;
    let days: u64 = text.split('.').next()?.parse().ok()?;
    let first = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else {
        // Excel counts a 29 February 1900, which did not exist.
        NaiveDate::from_ymd_opt(1899, 12, if days < 60 { 31 } else { 30 })
    };
    first?.checked_add_days(Days::new(days.min(4_000_000)))
}

/// A day from ISO text, with or without a time; other text stays text.
pub fn iso_day(text: &str) -> Cell {
    text.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| Cell::text(text), Cell::Date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_to_the_digits_a_spreadsheet_shows() {
        for (text, read) in [
            ("0.30000000000000004", "0.3"),
            ("350.5", "350.5"),
            ("1234567", "1234567"),
            ("-61.849999999999994", "-61.85"),
            ("1.5E-2", "0.015"),
            ("1E+3", "1000"),
            ("999999999999999.9", "1000000000000000"),
            ("0", "0"),
            ("00.50", "0.5"),
        ] {
            assert_eq!(plain(text, 0).as_deref(), Some(read), "{text}");
        }
        for text in ["", "-", "1,5", "x", "1e999", "NaN", "1e"] {
            assert_eq!(plain(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_is_read_as_it_is_shown() {
        for (text, read) in [("0.02", "2"), ("0.015", "1.5"), ("2.4E-1", "24"), ("1", "100"), ("0.07000000000000001", "7")] {
            assert_eq!(plain(text, 2).as_deref(), Some(read), "{text}");
        }
    }

    #[test]
    fn serial_numbers_are_days() {
        assert_eq!(day("45945", false), NaiveDate::from_ymd_opt(2025, 10, 15));
        assert_eq!(day("45945.75", false), NaiveDate::from_ymd_opt(2025, 10, 15));
        assert_eq!(day("44483", true), NaiveDate::from_ymd_opt(2025, 10, 15));
        assert_eq!(day("1", false), NaiveDate::from_ymd_opt(1900, 1, 1));
        assert_eq!(day("-5", false), None);
        assert_eq!(iso_day("2025-10-15T10:00:00"), Cell::Date(NaiveDate::from_ymd_opt(2025, 10, 15).unwrap()));
    }
}
