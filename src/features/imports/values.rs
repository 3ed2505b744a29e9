//! Values as notebooks write them. A value that can be read two ways is refused with both readings; nothing is guessed.

use chrono::{Datelike, NaiveDate};

use super::files::Cell;
use super::files::number;
use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::calendar::{self, Period};
use crate::domain::names::fold;
use crate::domain::rate::{self, Per, WHOLE_PPM};
use crate::domain::refusal::{Fact, Refusal};

/// Words for a unit, written before or after a figure.
const UNITS: [(&str, Unit); 23] = [
    ("nuevos soles", Unit::Pen),
    ("soles", Unit::Pen),
    ("sol", Unit::Pen),
    ("s/.", Unit::Pen),
    ("s/", Unit::Pen),
    ("s.", Unit::Pen),
    ("pen", Unit::Pen),
    ("bolivianos", Unit::Bob),
    ("boliviano", Unit::Bob),
    ("bs.-", Unit::Bob),
    ("bs.", Unit::Bob),
    ("bs", Unit::Bob),
    ("bob", Unit::Bob),
    ("dolares", Unit::Usd),
    ("dolar", Unit::Usd),
    ("us$", Unit::Usd),
    ("$us", Unit::Usd),
    ("usd", Unit::Usd),
    ("kilogramos", Unit::Kg),
    ("kilos", Unit::Kg),
    ("kg.", Unit::Kg),
    ("kg", Unit::Kg),
    ("dosis", Unit::Dose),
];

/// Digits this far beyond a unit's decimals come only from a spreadsheet's arithmetic.
const NOISE: usize = 6;

/// The unit that a header names: `Monto (S/)`, `Importe US$`, `Total Bs`.
pub fn unit_in(header: &str) -> Option<Unit> {
    let folded = fold(header);
    if folded.contains('$') {
        return Some(Unit::Usd);
    }
    if folded.contains("s/") {
        return Some(Unit::Pen);
    }
    folded.split(|c: char| !c.is_alphanumeric()).find_map(|word| UNITS.iter().find(|(own, _)| *own == word).map(|(_, unit)| *unit))
}

/// Texts that mean an empty cell.
pub fn is_nothing(text: &str) -> bool {
    let folded = fold(text);
    let marks = |text: &str| !text.is_empty() && text.chars().all(|c| "-–—_.·*".contains(c));
    // `S/ -`, as a spreadsheet shows zero.
    let bare = UNITS.iter().find_map(|(word, _)| folded.strip_prefix(word).or_else(|| folded.strip_suffix(word)));
    marks(folded.trim()) || bare.is_some_and(|rest| marks(rest.trim()))
}

/// A formula that nobody has worked out says nothing, nor one that came to an error.
///
/// # Errors
/// `import-not-calculated`, `import-formula-broken`.
pub fn worked_out(cell: &Cell) -> Result<(), Refusal> {
    match cell {
        cell if cell.is_uncalculated() => Err(Refusal::invalid("", "import-not-calculated")),
        Cell::Text(text) if cell.is_broken() => Err(Refusal::invalid("", "import-formula-broken").with("text", Fact::Text(text.clone()))),
        _ => Ok(()),
    }
}

/// An amount in minor units, of either sign.
///
/// # Errors
/// `amount-missing`, `amount-unreadable`, `amount-ambiguous`, `amount-decimals`, `wrong-unit`, `amount-too-large`.
pub fn money(cell: &Cell, unit: Unit, style: NumberStyle) -> Result<i64, Refusal> {
    worked_out(cell)?;
    match cell {
        Cell::Number(number) => plain_amount(number, unit),
        Cell::Text(text) => amount_text(text, unit, style),
        Cell::Empty => Err(Refusal::invalid("", "amount-missing")),
        Cell::Date(date) => Err(Refusal::invalid("", "amount-unreadable").with("text", Fact::Text(date.to_string()))),
        Cell::Percent(number) => Err(Refusal::invalid("", "amount-unreadable").with("text", Fact::Text(format!("{number} %")))),
    }
}

fn amount_text(text: &str, unit: Unit, style: NumberStyle) -> Result<i64, Refusal> {
    // Accountants write what is below zero in brackets.
    if let Some(inside) =
        text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inside| inside.contains(|c: char| c.is_ascii_digit()))
    {
        return amount_text(inside, unit, style).map(|minor| -minor.abs());
    }
    let mut figures = fold(text).replace('\'', "").trim_end_matches(".-").trim_end_matches("/=").to_owned();
    // A unit may be on either side, or on both.
    for end in [false, true] {
        let taken = UNITS.iter().find_map(|(word, of)| {
            let rest = if end { figures.strip_suffix(word) } else { figures.strip_prefix(word) }?;
            let rest = rest.trim().trim_end_matches(".-").trim_end_matches("/=");
            let figure = rest.starts_with(|c: char| c.is_ascii_digit() || "-.".contains(c));
            figure.then(|| (rest.to_owned(), *of))
        });
        let Some((rest, of)) = taken else { continue };
        if of != unit {
            let refusal = Refusal::invalid("", "wrong-unit").with("given", Fact::Text(of.symbol().to_owned()));
            return Err(refusal.with("unit", Fact::Text(unit.symbol().to_owned())));
        }
        figures = rest;
    }
    // Groups of three digits with a space between: `1 234.50`.
    let groups: Vec<&str> = figures.split(' ').collect();
    let whole = |group: &&str| group.len() == 3 && group.bytes().all(|c| c.is_ascii_digit());
    if groups.len() > 1
        && (1..=3).contains(&groups[0].trim_start_matches('-').len())
        && groups[1..groups.len() - 1].iter().all(whole)
        && groups.last().and_then(|last| last.get(..3)).is_some_and(|head| whole(&head))
        && groups.last().is_some_and(|last| last.len() == 3 || last[3..].starts_with(['.', ',']))
    {
        let joined = groups.concat();
        let marks = joined.chars().filter(|c| ".,".contains(*c)).count();
        return match joined.replace(',', ".") {
            plain if marks <= 1 => plain_amount(&plain, unit),
            _ => amount::read(text, unit, style),
        };
    }
    amount::read(&figures, unit, style).map_err(|refusal| match refusal.code {
        "amount-unreadable" => Refusal::invalid("", "amount-unreadable").with("text", Fact::Text(text.chars().take(40).collect())),
        _ => refusal,
    })
}

/// A spreadsheet's number has one reading in every country; the noise of its arithmetic beyond the last decimal is dropped.
pub fn plain_amount(number: &str, unit: Unit) -> Result<i64, Refusal> {
    let unreadable = || Refusal::invalid("", "amount-unreadable").with("text", Fact::Text(number.to_owned()));
    let (negative, size) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (whole, part) = size.split_once('.').unwrap_or((size, ""));
    let decimals = unit.decimals() as usize;
    if size.is_empty() || !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()) {
        return Err(unreadable());
    }
    let rest = part.get(decimals..).unwrap_or_default();
    let (kept, more) = (part.get(..decimals).unwrap_or(part), rest.len() >= NOISE && rest.starts_with("9999"));
    let noise = rest.len() >= NOISE && (more || rest.starts_with("0000"));
    if !rest.trim_end_matches('0').is_empty() && !noise {
        return Err(Refusal::invalid("", "amount-decimals").with("decimals", Fact::Number(decimals as i64)));
    }
    let minor: i64 = format!("{whole}{kept:0<decimals$}").parse().map_err(|_| unreadable())?;
    let minor = minor + i64::from(more);
    Ok(if negative { -minor } else { minor })
}

const MONTHS: [&[&str]; 12] = [
    &["ene", "enero", "jan", "january"],
    &["feb", "febrero", "february"],
    &["mar", "marzo", "march"],
    &["abr", "abril", "apr", "april"],
    &["may", "mayo"],
    &["jun", "junio", "june"],
    &["jul", "julio", "july"],
    &["ago", "agosto", "agos", "aug", "august"],
    &["set", "sep", "sept", "setiembre", "septiembre", "september"],
    &["oct", "octubre", "october"],
    &["nov", "noviembre", "november"],
    &["dic", "diciembre", "dec", "december"],
];

/// A month by its name or its abbreviation: 1 to 12.
pub fn month(word: &str) -> Option<u32> {
    let word = fold(word);
    let word = word.trim_end_matches('.');
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

/// Serial numbers of the days that a record may have: the years 1950 to 2100.
const SERIALS: std::ops::RangeInclusive<u32> = 18_264..=73_415;

/// A day, as a date, a serial number or a text.
///
/// # Errors
/// `date-missing`, `date-unreadable`, `date-out-of-range`.
pub fn date(cell: &Cell) -> Result<NaiveDate, Refusal> {
    let unreadable = |text: &str| Refusal::invalid("", "import-date").with("text", Fact::Text(text.chars().take(40).collect()));
    worked_out(cell)?;
    match cell {
        Cell::Date(date) => calendar::plausible(*date),
        Cell::Text(text) => date_text(text).ok_or_else(|| unreadable(text)).and_then(calendar::plausible),
        Cell::Empty => Err(Refusal::invalid("", "date-missing")),
        Cell::Number(serial) => {
            let whole = serial.split('.').next().and_then(|days| days.parse::<u32>().ok()).filter(|days| SERIALS.contains(days));
            whole.and_then(|_| number::day(serial, false)).ok_or_else(|| unreadable(serial))
        }
        Cell::Percent(number) => Err(unreadable(&format!("{number} %"))),
    }
}

/// `15/10/2025`, `15-10-25`, `2025-10-15`, `15 de octubre de 2025`, `15-oct-25`, `mié 15 oct 2025`, each with or without a
/// time.
fn date_text(text: &str) -> Option<NaiveDate> {
    let folded = fold(text);
    // `miércoles, 15 de octubre…`
    let folded = match folded.split_once(',') {
        Some((weekday, rest)) if weekday.chars().all(char::is_alphabetic) => rest,
        _ => &folded,
    };
    // The time of day: `10:30`, `T10:30:00`.
    let bare = match folded.split_once(':') {
        Some((before, _)) => {
            let before = before.trim_end_matches(|c: char| c.is_ascii_digit());
            let iso = before.strip_suffix('t').filter(|day| day.ends_with(|c: char| c.is_ascii_digit()));
            iso.unwrap_or(before).trim()
        }
        None => folded.trim(),
    };
    let parts: Vec<&str> = bare.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty() && !["de", "del"].contains(part)).collect();
    let parts = match parts.as_slice() {
        [weekday, rest @ ..] if rest.len() == 3 && weekday.chars().all(char::is_alphabetic) => rest.to_vec(),
        _ => parts,
    };
    let [a, b, c] = parts.as_slice() else { return serial(bare) };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4 && text.bytes().all(|c| c.is_ascii_digit()));
    let (day, month, year) = match (number(a), number(b), number(c)) {
        (Some(year), Some(month), Some(day)) if a.len() == 4 && c.len() <= 2 => (day, month, year),
        (Some(day), Some(month), Some(year)) if c.len() == 4 && a.len() <= 2 => (day, month, year),
        (Some(day), Some(month), Some(year)) if a.len() <= 2 && c.len() == 2 => (day, month, century(year)),
        (Some(day), None, Some(year)) if c.len() == 4 => (day, self::month(b)?, year),
        (Some(day), None, Some(year)) if c.len() == 2 => (day, self::month(b)?, century(year)),
        // `octubre 15 2025`
        (None, Some(day), Some(year)) if c.len() == 4 => (day, self::month(a)?, year),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn serial(text: &str) -> Option<NaiveDate> {
    text.parse::<u32>().ok().filter(|days| SERIALS.contains(days) && text.len() == 5).and_then(|_| number::day(text, false))
}

/// The year of two digits in a record: 70 and more are of the last century.
fn century(year: u32) -> u32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// The year of birth, from a day or a year alone. Two digits that may be of either century are refused.
///
/// # Errors
/// As [`date`]; `import-date`.
pub fn birth_year(cell: &Cell) -> Result<i64, Refusal> {
    let alone = match cell {
        Cell::Number(text) | Cell::Text(text) => text.trim().parse::<i64>().ok().filter(|year| (1900..=2100).contains(year)),
        _ => None,
    };
    if let Some(year) = alone {
        return Ok(year);
    }
    let read = date(cell)?;
    let two_figures = matches!(cell, Cell::Text(text) if !text.contains(&read.year().to_string()) && text.len() < 20);
    let year = i64::from(read.year());
    match year % 100 {
        // A person born in 2010 keeps no account yet.
        two if two_figures && two >= 12 => Ok(1900 + two),
        _ if two_figures => {
            Err(Refusal::invalid("", "import-century").with("a", Fact::Number(1900 + year % 100)).with("b", Fact::Number(2000 + year % 100)))
        }
        _ => Ok(year),
    }
}

/// A rate as written: ppm, and its period where the words give it.
pub struct ReadRate {
    pub ppm: i64,
    pub per: Option<Per>,
}

/// # Errors
/// `rate-unreadable`, `rate-out-of-range`, `import-rate-two-ways`.
pub fn percent(cell: &Cell, header: &str) -> Result<ReadRate, Refusal> {
    let unreadable = |text: &str| Refusal::invalid("", "import-rate").with("text", Fact::Text(text.chars().take(40).collect()));
    worked_out(cell)?;
    match cell {
        Cell::Percent(text) => rate::read_percent(text).map(|ppm| ReadRate { ppm, per: None }),
        Cell::Number(text) => {
            let ppm = rate::read_percent(text).map_err(|refusal| if refusal.code == "rate-unreadable" { unreadable(text) } else { refusal })?;
            one_way(ppm, header)?;
            Ok(ReadRate { ppm, per: None })
        }
        Cell::Text(text) => {
            let folded = fold(text).replace("por ciento", "%");
            let per = per_of(&folded);
            let figures: String = folded.chars().take_while(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
            let ppm = rate::read_percent(&figures).map_err(|refusal| if refusal.code == "rate-unreadable" { unreadable(text) } else { refusal })?;
            let rest = folded[figures.len()..].replace('%', " ");
            if !rest.trim().is_empty() && per.is_none() {
                return Err(unreadable(text));
            }
            if !folded.contains('%') {
                one_way(ppm, header)?;
            }
            Ok(ReadRate { ppm, per })
        }
        Cell::Date(date) => Err(unreadable(&date.to_string())),
        Cell::Empty => Err(Refusal::invalid("", "rate-unreadable")),
    }
}

/// `0.02` alone is 0.02 % or 2 %. From 0.3 on, under a header with `%`, the figure is taken as written.
fn one_way(ppm: i64, header: &str) -> Result<(), Refusal> {
    let least = if header.contains('%') { WHOLE_PPM * 3 / 1_000 } else { WHOLE_PPM / 100 };
    if ppm == 0 || ppm >= least {
        return Ok(());
    }
    let told = |ppm| Fact::Text(format!("{} %", rate::percent(ppm)));
    Err(Refusal::invalid("", "import-rate-two-ways").with("a", told(ppm)).with("b", told(ppm * 100)))
}

/// A rate's period, by the words of a text or a header.
pub fn per_of(text: &str) -> Option<Per> {
    let folded = fold(text);
    let has = |words: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    if has(&["tea"]) || (has(&["efectiva", "effective"]) && has(&["anual", "ano", "year"])) {
        Some(Per::YearEffective)
    } else if has(&["mensual", "mes", "tem", "month", "monthly", "tnm"]) {
        Some(Per::Month)
    } else if has(&["anual", "ano", "tna", "year", "yearly", "annual"]) {
        Some(Per::Year)
    } else {
        None
    }
}

/// `Cada 14 días` is every two weeks; 15 days are called that too, and asked about.
fn every_so_many_days(said: &str) -> Option<(Period, u32)> {
    let folded = fold(said);
    let days: u32 = folded.strip_prefix("cada ").unwrap_or(&folded).strip_suffix(" dias")?.parse().ok()?;
    match days {
        7 | 14 | 21 | 28 => Some((Period::Week, days / 7)),
        15 => Some((Period::Week, 2)),
        _ => None,
    }
}

/// How often something falls due: every so many weeks or months.
pub fn period(said: &str) -> Option<(Period, u32)> {
    let text = super::headers::plain(said);
    let known: [(&[&str], (Period, u32)); 8] = [
        (&["mes", "mese", "mensual", "mensuale", "month", "monthly", "cada mes", "mensualmente", "1 mes"], (Period::Month, 1)),
        (&["semana", "semanal", "semanale", "week", "weekly", "cada semana", "1 semana"], (Period::Week, 1)),
        (&["quincena", "quincenal", "quincenale", "catorcenal", "cada 2 semana", "2 semana", "cada quincena", "bisemanal"], (Period::Week, 2)),
        (&["bimestral", "bimestrale", "bimensual", "bimestre", "cada 2 mese", "2 mese"], (Period::Month, 2)),
        (&["trimestral", "trimestre", "trimestrale", "cada 3 mese", "3 mese"], (Period::Month, 3)),
        (&["cuatrimestral", "cuatrimestre", "cada 4 mese", "4 mese"], (Period::Month, 4)),
        (&["semestral", "semestrale", "semestre", "cada 6 mese", "6 mese"], (Period::Month, 6)),
        (
            &["anual", "anuale", "ano", "campana", "cosecha", "cada ano", "cada campana", "1 ano", "12 mese", "yearly", "por campana"],
            (Period::Month, 12),
        ),
    ];
    let read = known.into_iter().find(|(words, _)| words.contains(&text.as_str())).map(|(_, period)| period);
    read.or_else(|| every_so_many_days(said)).or_else(|| super::fortnights::days(said).map(|_| (Period::Week, 2)))
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
