//! Payments by months in columns: which month a header names, and the day given to its payments.

use chrono::{Datelike, NaiveDate};

use super::files::Cell;
use super::tables::Table;
use super::values;
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};

/// Values below this are months of headers that name no year.
pub const WITHOUT_YEAR: u32 = 12;

/// Words beside a month that say nothing else of it.
const LITTLE: [&str; 4] = ["de", "del", "pago", "mes"];
/// What one of several columns of a month may be a part of.
const PARTS: [&str; 8] = ["capital", "amortizacion", "interes", "intereses", "mora", "multa", "k", "i"];
/// What the only column of a month may be called.
const WHOLE: [&str; 9] = ["total", "pago", "pagado", "monto", "importe", "cuota", "abono", "s/", "bs"];

/// Whether a header is that of a part of what was paid in a month: `Capital`, `Interés marzo`.
pub fn is_part(header: &str) -> bool {
    fold(header).split(|c: char| !c.is_alphanumeric()).any(|word| PARTS.contains(&word))
}

/// Whether a month stands over something that is none.
pub fn heads(over: &str, under: &str) -> bool {
    month_of(over).is_some() && month_of(under).is_none() && under.parse::<u32>().is_err()
}

/// What stands under a month: a part of its payment, all of it, or something else as a day or a receipt.
pub fn counts(header: &str, in_parts: bool) -> bool {
    if in_parts { is_part(header) } else { WHOLE.contains(&fold(header).trim_matches(['.', '(', ')'])) }
}

/// The month that a header names: `year × 12 + month − 1`, or `month − 1` where it names no year.
pub fn month_of(header: &str) -> Option<u32> {
    if let Ok(date) = header.parse::<NaiveDate>() {
        return Some(u32::try_from(date.year()).ok()? * 12 + date.month0());
    }
    let folded = fold(header);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !LITTLE.contains(word) && !PARTS.contains(word)).collect();
    match words.as_slice() {
        [month] => values::month(month).map(|month| month - 1),
        // `2024 Ene`, and a year above its months
        [year, month] if year.len() == 4 && year.parse::<u32>().is_ok() => {
            let month = values::month(month).or_else(|| month.parse().ok().filter(|month| (1..=12).contains(month)))?;
            let year: u32 = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
            Some(year * 12 + month - 1)
        }
        [month, year] => {
            let month = values::month(month).or_else(|| month.parse().ok().filter(|month| (1..=12).contains(month)))?;
            let figures: u32 = year.parse().ok()?;
            let year = match year.len() {
                2 => 2000 + figures,
                4 if (1990..=2100).contains(&figures) => figures,
                _ => return None,
            };
            Some(year * 12 + month - 1)
        }
        _ => None,
    }
}

/// The last day of a month, or today where that is earlier.
pub fn last_day(month: u32, today: Option<NaiveDate>) -> Option<NaiveDate> {
    let year = i32::try_from(month / 12).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month % 12 + 1, 1)?;
    let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
    Some(today.filter(|today| (first..last).contains(today)).unwrap_or(last))
}

/// The year in a text: `Pagos 2025`.
pub fn year_in(text: &str) -> Option<u32> {
    let mut years = text.split(|c: char| !c.is_ascii_digit()).filter(|figures| figures.len() == 4).filter_map(|figures| figures.parse().ok());
    let year = years.find(|year| (1990..=2100).contains(year))?;
    // Two years, as of a farming year, do not decide.
    if years.any(|other| other != year && (1990..=2100).contains(&other)) { None } else { Some(year) }
}

/// The first of two years that follow each other: `Campaña 2024-2025`, `2024/25`.
fn farming_year_in(text: &str) -> Option<u32> {
    let figures: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|figures| !figures.is_empty()).collect();
    figures.windows(2).find_map(|pair| {
        let [first, next] = pair else { return None };
        let year: u32 = first.parse().ok().filter(|year| first.len() == 4 && (1990..=2100).contains(year))?;
        let next: u32 = next.parse().ok()?;
        (next == year + 1 || next == (year + 1) % 100).then_some(year)
    })
}

/// What the sheet's name says, or the words above its table.
fn said_of(table: &Table, read: fn(&str) -> Option<u32>) -> Option<u32> {
    let above = table.above.iter().flat_map(|(_, cells)| cells).find_map(|cell| if let Cell::Text(text) = cell { read(text) } else { None });
    read(&table.name).or(above)
}

/// The month columns with their years, as far as they are known. Months without a year belong to the year that was answered or
/// that the sheet names; where they start again, as from August to July, the next year begins.
///
/// # Errors
/// `import-months-two-years` where they start again and only one year is named.
pub fn dated(table: &Table, answered: Option<u32>) -> Result<Vec<(Option<u32>, usize)>, Refusal> {
    let mut months: Vec<(u32, usize)> = table.months().collect();
    months.sort_by_key(|(_, place)| *place);
    let mut bare: Vec<u32> = months.iter().map(|(month, _)| *month).filter(|month| *month < WITHOUT_YEAR).collect();
    // A month in parts has a column for each.
    bare.dedup();
    let begins_again = bare.windows(2).filter(|pair| pair.first() >= pair.last()).count();
    let (one, two) = (said_of(table, year_in), said_of(table, farming_year_in));
    let first = match (begins_again, answered, two, one) {
        (0, answered, two, one) => answered.or(one.filter(|_| two.is_none())),
        (1, Some(first), ..) | (1, None, Some(first), _) => Some(first),
        (1, None, None, Some(year)) => {
            let refusal = Refusal::invalid("", "import-months-two-years").with("a", Fact::Text(format!("{}–{year}", year - 1)));
            return Err(refusal.with("b", Fact::Text(format!("{year}–{}", year + 1))));
        }
        _ => None,
    };
    let (mut year, mut before) = (first, None);
    let of_year = |(month, place): (u32, usize)| {
        if month >= WITHOUT_YEAR {
            return (Some(month), place);
        }
        if before.is_some_and(|before| month < before) {
            year = year.map(|year| year + 1);
        }
        before = Some(month);
        (year.map(|year| year * 12 + month), place)
    };
    Ok(months.into_iter().map(of_year).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_months() {
        for (header, month) in [
            ("Enero", Some(0)),
            ("Set.", Some(8)),
            ("ene-25", Some(2025 * 12)),
            ("Febrero 2025", Some(2025 * 12 + 1)),
            ("03/2025", Some(2025 * 12 + 2)),
            ("2025-04-01", Some(2025 * 12 + 3)),
            ("Pago de mayo", Some(4)),
            ("Interés marzo 2025", Some(2025 * 12 + 2)),
            ("Fecha marzo", None),
            ("2024 Ene", Some(2024 * 12)),
            ("2024-03", Some(2024 * 12 + 2)),
            ("Monto", None),
            ("13/2025", None),
            ("marzo 5", None),
        ] {
            assert_eq!(month_of(header), month, "{header}");
        }
        assert_eq!((year_in("Pagos 2025"), year_in("Campaña 2024-2025"), year_in("Pagos")), (Some(2025), None, None));
        let years = ["Campaña 2024-2025", "Pagos 2024/25", "Pagos 2025", "2025-01", "2020 y 2025"].map(farming_year_in);
        assert_eq!(years, [Some(2024), Some(2024), None, None, None]);
    }

    #[test]
    fn a_months_payments_are_taken_at_its_end() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(last_day(2024 * 12 + 1, None), Some(day("2024-02-29")));
        assert_eq!(last_day(2025 * 12 + 11, Some(day("2025-12-10"))), Some(day("2025-12-10")));
        assert_eq!(last_day(2025 * 12 + 10, Some(day("2025-12-10"))), Some(day("2025-11-30")));
    }
}
