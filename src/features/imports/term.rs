//! How long a loan runs, as notebooks write it: `6 meses`, `24 semanas`, `1 año y medio`, `6 meses (180 días)`.

use super::files::Cell;
use crate::domain::names::fold;

/// How long a loan runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    Months(u32),
    Weeks(u32),
    Days(u32),
    /// To the harvest, on whichever day it comes.
    Harvest,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Harvest,
}

/// A figure in hundredths, and the word after it.
type Part = (u64, Option<Unit>);

/// The term in a cell. A figure alone counts the header's unit, or months. A second figure must say the same as the first.
pub fn term(cell: &Cell, header: &str) -> Option<Term> {
    let text = match cell {
        Cell::Number(text) | Cell::Text(text) => fold(text),
        _ => return None,
    };
    let (mut parts, mut words, mut half) = (Vec::<Part>::new(), Vec::new(), false);
    for token in tokens(&text) {
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            parts.push((hundredths(&token)?, None));
            continue;
        }
        half |= ["medio", "media"].contains(&token.as_str());
        if let (Some(unit), Some((_, slot @ None))) = (unit_of(&token), parts.last_mut()) {
            *slot = Some(unit);
        }
        words.push(token);
    }
    if parts.is_empty() {
        return words.iter().any(|word| unit_of(word) == Some(Unit::Harvest)).then_some(Term::Harvest);
    }
    if let ([(_, unit @ None)], true) = (parts.as_mut_slice(), words.is_empty()) {
        *unit = Some(tokens(&fold(header)).iter().find_map(|word| unit_of(word)).unwrap_or(Unit::Month));
    }
    if half {
        // Half a year is six months; half of any other unit is no whole number of days.
        let [(figure, Some(Unit::Year))] = parts.as_mut_slice() else { return None };
        *figure += 50;
    }
    let mut read = parts.into_iter().map(|(figure, unit)| in_whole(figure, unit?));
    let first = read.next()??;
    read.all(|other| other.is_some_and(|other| alike(first, other))).then_some(first)
}

/// Figures with their decimals, and words.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut all = text.chars().peekable();
    while let Some(c) = all.next() {
        let figure = before.is_ascii_digit();
        let mark = ".,".contains(c) && figure && all.peek().is_some_and(char::is_ascii_digit);
        let goes_on = (c.is_ascii_digit() && (figure || ".,".contains(before) && tokens.last().is_some_and(|own| own.ends_with(before)))) || mark;
        let word_goes_on = c.is_alphabetic() && before.is_alphabetic();
        if goes_on || word_goes_on {
            if let Some(last) = tokens.last_mut() {
                last.push(c);
            }
        } else if c.is_alphanumeric() {
            tokens.push(c.to_string());
        }
        before = c;
    }
    tokens
}

fn hundredths(figures: &str) -> Option<u64> {
    let (whole, part) = figures.split_once(['.', ',']).unwrap_or((figures, ""));
    let part = part.trim_end_matches('0');
    if part.len() > 2 {
        return None;
    }
    let whole: u64 = whole.parse().ok().filter(|whole| *whole <= 6_000)?;
    Some(whole * 100 + format!("{part:0<2}").parse::<u64>().ok()?)
}

fn unit_of(word: &str) -> Option<Unit> {
    Some(match word {
        "ano" | "anos" | "year" | "years" => Unit::Year,
        "mes" | "meses" | "month" | "months" | "m" => Unit::Month,
        "semana" | "semanas" | "week" | "weeks" | "sem" => Unit::Week,
        "dia" | "dias" | "day" | "days" => Unit::Day,
        "campana" | "campanas" | "cosecha" => Unit::Harvest,
        _ => return None,
    })
}

fn in_whole(hundredths: u64, unit: Unit) -> Option<Term> {
    let counted = if unit == Unit::Year { hundredths * 12 } else { hundredths };
    let count = u32::try_from(counted / 100).ok().filter(|count| counted.is_multiple_of(100) && (1..=6_000).contains(count))?;
    match unit {
        Unit::Year | Unit::Month => Some(Term::Months(count)),
        Unit::Week => Some(Term::Weeks(count)),
        Unit::Day => Some(Term::Days(count)),
        Unit::Harvest => (count == 1).then_some(Term::Harvest),
    }
}

/// Whether two terms are the same in other units, within a twelfth: six months are 180 days, 182, or 26 weeks.
fn alike(a: Term, b: Term) -> bool {
    let days = |term: Term| match term {
        Term::Months(months) => Some(u64::from(months) * 30),
        Term::Weeks(weeks) => Some(u64::from(weeks) * 7),
        Term::Days(days) => Some(u64::from(days)),
        Term::Harvest => None,
    };
    match (days(a), days(b)) {
        (Some(a), Some(b)) => a.abs_diff(b) * 12 <= a.max(b),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_whole() {
        for (written, header, read) in [
            ("6 meses", "Plazo", Some(Term::Months(6))),
            ("6", "Plazo (meses)", Some(Term::Months(6))),
            ("6.0", "Plazo", Some(Term::Months(6))),
            ("180 días", "Plazo", Some(Term::Days(180))),
            ("24", "Plazo en semanas", Some(Term::Weeks(24))),
            ("1 año", "Plazo", Some(Term::Months(12))),
            ("una campaña", "Plazo", Some(Term::Harvest)),
            ("1 campaña", "Plazo", Some(Term::Harvest)),
            ("6 meses (180 días)", "Plazo", Some(Term::Months(6))),
            ("12 meses / 365 días", "Plazo", Some(Term::Months(12))),
            ("1.5 años", "Plazo", Some(Term::Months(18))),
            ("1,5 años", "Plazo", Some(Term::Months(18))),
            ("1 año y medio", "Plazo", Some(Term::Months(18))),
            ("3 meses y 15 días", "Plazo", None),
            ("1 año y 6 meses", "Plazo", None),
            ("6 a 8 meses", "Plazo", None),
            ("3 meses y medio", "Plazo", None),
            ("1.5 meses", "Plazo", None),
            ("hasta que pueda", "Plazo", None),
            ("6 lunas", "Plazo", None),
        ] {
            assert_eq!(term(&Cell::text(written), header), read, "{written}");
        }
    }
}
