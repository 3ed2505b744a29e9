//! What each column holds: by its header, and by the cells under it where the header may mean two things.

use super::choices::{Choices, ColumnIs};
use super::files::{Cell, Sheet};
use super::headers::{Field, Kind, plain};
use super::settle::{Candidate, rank, settle};
use super::tables::{Headed, letters, meanings};
use super::values;
use crate::domain::amount::{NumberStyle, Unit};
use crate::domain::names::fold;

/// How many rows under the headers are examined to see what a column holds.
const SAMPLES: usize = 40;

/// The headers in one row.
pub fn one_row(sheet: &Sheet, i: usize, kind: Kind, choices: &Choices) -> Option<Headed> {
    let (row, cells) = sheet.rows.get(i)?;
    let said: Vec<Vec<String>> = cells.iter().map(|cell| header_text(cell).into_iter().collect()).collect();
    Some(matched(sheet, i + 1, *row, said, kind, choices))
}

/// The headers in two rows, one above the other: `Primera cuota` above `Fecha` and `Monto`. The upper header reaches right to
/// the next one, as merged cells do.
pub fn two_rows(sheet: &Sheet, i: usize, kind: Kind, choices: &Choices) -> Option<Headed> {
    let (_, upper) = sheet.rows.get(i)?;
    let (row, lower) = sheet.rows.get(i + 1)?;
    // Years may be above months.
    let over_text = |cell: &Cell| match cell {
        Cell::Number(year) if kind == Kind::Months && super::months::year_in(year).is_some() => Some(year.clone()),
        other => header_text(other),
    };
    let texts = upper.iter().filter(|cell| over_text(cell).is_some()).count();
    let years = kind == Kind::Months
        && upper
            .iter()
            .any(|cell| matches!(cell, Cell::Number(year) | Cell::Text(year) if year.len() == 4 && super::months::year_in(year).is_some()));
    if texts < if years { 1 } else { 2 } || lower.iter().enumerate().any(|(place, cell)| is_value(kind, upper.get(place), cell)) {
        return None;
    }
    let mut over = String::new();
    let in_parts = lower.iter().filter_map(header_text).any(|text| super::months::is_part(&text));
    let width = upper.len().max(lower.len());
    let mut said = Vec::with_capacity(width);
    for place in 0..width {
        let up = upper.get(place).and_then(over_text);
        let low = lower.get(place).and_then(header_text);
        if let Some(up) = &up {
            over.clone_from(up);
        }
        said.push(match (up, low) {
            // Under a month stand what was paid, its parts, or a day, which is no amount.
            (_, Some(low)) if kind == Kind::Months && super::months::heads(&over, &low) => {
                if super::months::counts(&low, in_parts) {
                    vec![format!("{over} {low}"), over.clone()]
                } else {
                    vec![format!("{over}: {low}")]
                }
            }
            (_, Some(low)) => [format!("{over} {low}"), low, over.clone()].into_iter().filter(|text| !text.trim().is_empty()).collect(),
            (Some(up), None) => vec![up],
            (None, None) => Vec::new(),
        });
    }
    Some(matched(sheet, i + 2, *row, said, kind, choices))
}

/// Whether months that were found in one row have a second one under them that tells what stands in their columns.
pub fn under_months(sheet: &Sheet, kind: Kind, one: usize, two: usize) -> bool {
    let lower = sheet.rows.get(one).filter(|_| kind == Kind::Months && two == one + 1);
    let texts = lower.into_iter().flat_map(|(_, cells)| cells).filter_map(header_text);
    texts.into_iter().filter(|text| super::months::is_part(text) || super::months::counts(text, false)).count() >= 2
}

/// Headers are words: a row with a figure or a day among them is a record.
fn is_value(kind: Kind, over: Option<&Cell>, cell: &Cell) -> bool {
    let headed = over.is_some_and(|over| *over != Cell::Empty);
    match cell {
        Cell::Empty => false,
        Cell::Number(_) | Cell::Percent(_) => true,
        // Months may be written as their first days.
        Cell::Date(_) => kind != Kind::Months,
        Cell::Text(text) if kind == Kind::Months && super::months::month_of(text).is_some() => false,
        Cell::Text(text) => headed && text.contains(|c: char| c.is_ascii_digit()) || values::date(cell).is_ok() || is_amount(cell),
    }
}

fn header_text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) if text.chars().count() <= 80 => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        // A month may head a column as a date.
        Cell::Date(date) => Some(date.to_string()),
        _ => None,
    }
}

fn matched(sheet: &Sheet, first: usize, row: u32, said: Vec<Vec<String>>, kind: Kind, choices: &Choices) -> Headed {
    let mut found = Headed { first, row, places: Vec::new(), headers: vec![String::new(); said.len()], ignored: Vec::new() };
    let widest = sheet.rows.iter().skip(first).take(SAMPLES).map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let unheaded = unheaded(&said, widest, |header| choices.column(kind, &sheet.name, header));
    let mut candidates: Vec<Candidate> = said
        .into_iter()
        .enumerate()
        .filter(|(_, texts)| !texts.is_empty())
        .map(|(place, texts)| {
            let read = texts.iter().map(|text| (text, meanings(kind, &sheet.name, text, choices)));
            let told = read.into_iter().find(|(_, (fields, ignored))| *ignored || !fields.is_empty());
            let own = texts.first().cloned().unwrap_or_default();
            let (header, fields, ignored) = told.map_or((own, Vec::new(), false), |(text, (fields, ignored))| (text.clone(), fields, ignored));
            let answered = choices.column(kind, &sheet.name, &header).is_some();
            Candidate { place, header, fields, ignored, answered }
        })
        .chain(unheaded)
        .collect();
    let samples = |place: usize| -> Vec<&Cell> {
        let under = sheet.rows.iter().skip(first).take(SAMPLES);
        under.filter_map(|(_, cells)| cells.get(place)).filter(|cell| **cell != Cell::Empty).collect()
    };
    settle(kind, &mut candidates, samples);
    let mut ranked: Vec<&Candidate> = candidates.iter().collect();
    ranked.sort_by_key(|candidate| rank(kind, candidate));
    // Columns with a single possible meaning are placed first.
    for alone in [true, false] {
        for candidate in ranked.iter().filter(|candidate| (candidate.fields.len() == 1) == alone) {
            let under = samples(candidate.place);
            // Rows are counted, remarked on and paid in parts in as many columns as there are.
            let many = |field: &Field| match field {
                Field::Month(_) => super::months::is_part(&candidate.header),
                other => matches!(other, Field::Ordinal | Field::Note),
            };
            let free = |field: &&Field| many(field) || !found.places.iter().any(|(taken, _)| taken == *field);
            let fits = |field: &&Field| alone || under.is_empty() || fits(**field, &candidate.header, &under);
            if let Some(field) = candidate.fields.iter().filter(free).find(fits) {
                found.places.push((*field, candidate.place));
            }
        }
    }
    // A column that fits nothing is taken for the one whose template title it has, so that its cells are reported as they are.
    for candidate in &candidates {
        let taken = |field: &Field| found.places.iter().any(|(own, place)| own == field || *place == candidate.place);
        let titled = candidate.fields.iter().find(|field| {
            !taken(field) && kind.columns().iter().any(|column| column.field == **field && plain(column.title) == plain(&candidate.header))
        });
        if let Some(field) = titled {
            found.places.push((*field, candidate.place));
        }
    }
    for candidate in candidates {
        if candidate.ignored {
            found.ignored.push(candidate.place);
        }
        if let Some(header) = found.headers.get_mut(candidate.place) {
            *header = candidate.header;
        }
    }
    found
}

/// Columns without a header that the user named by their letters: `(C)`.
fn unheaded(said: &[Vec<String>], widest: usize, meant: impl Fn(&str) -> Option<ColumnIs>) -> Vec<Candidate> {
    let blank = (0..widest).filter(|place| said.get(*place).is_none_or(Vec::is_empty));
    let answered = blank.filter_map(|place| {
        let (fields, ignored) = match meant(&format!("({})", letters(place)))? {
            ColumnIs::Field(field) => (vec![field], false),
            ColumnIs::Ignored => (Vec::new(), true),
        };
        Some(Candidate { place, header: String::new(), fields, ignored, answered: true })
    });
    answered.collect()
}

/// Whether the cells under a header can be what the column is taken for.
fn fits(field: Field, header: &str, under: &[&Cell]) -> bool {
    let most = |holds: &dyn Fn(&Cell) -> bool| under.iter().filter(|cell| holds(cell)).count() * 2 > under.len();
    let is_day = |cell: &Cell| match cell {
        Cell::Date(_) => true,
        Cell::Text(_) => values::date(cell).is_ok(),
        Cell::Number(_) => ["fecha", "f."].iter().any(|word| fold(header).contains(word)) && values::date(cell).is_ok(),
        _ => false,
    };
    let count = |cell: &Cell| match cell {
        Cell::Number(text) | Cell::Text(text) => {
            let figures: String = text.chars().take_while(char::is_ascii_digit).collect();
            figures.parse::<u32>().is_ok_and(|count| count <= 600) && !text[figures.len()..].contains(['.', ','])
        }
        _ => false,
    };
    let share = |cell: &Cell| match cell {
        Cell::Percent(_) => true,
        Cell::Text(text) => text.contains('%') || values::per_of(text).is_some() || is_amount(cell),
        Cell::Number(text) => text.split('.').next().and_then(|whole| whole.parse::<u32>().ok()).is_some_and(|whole| whole <= 100),
        _ => false,
    };
    match field {
        Field::Date | Field::FirstDue | Field::LastDue | Field::Since | Field::Due | Field::Joined => most(&is_day),
        Field::Amount | Field::Principal | Field::Payment | Field::Balance | Field::Interest | Field::LateFee => most(&is_amount),
        Field::Installments | Field::Every | Field::Left | Field::GracePrincipal | Field::GraceInterest => most(&count),
        Field::Rate => most(&share),
        Field::Loan | Field::Number | Field::Ordinal => most(&|cell| match cell {
            Cell::Number(text) => !text.contains('.'),
            Cell::Text(text) => !text.to_lowercase().starts_with("s/") && !text.to_lowercase().starts_with("bs"),
            _ => false,
        }),
        Field::Member | Field::Name => most(&|cell| !matches!(cell, Cell::Date(_) | Cell::Percent(_))),
        Field::Method | Field::CapitalKind | Field::Concept | Field::State | Field::Purpose | Field::Source => {
            most(&|cell| matches!(cell, Cell::Text(_)) && !is_amount(cell))
        }
        _ => true,
    }
}

/// Whether a cell can be read as an amount, in any unit.
fn is_amount(cell: &Cell) -> bool {
    match cell {
        Cell::Number(_) => true,
        Cell::Text(text) => {
            let units = [
                (Unit::Pen, NumberStyle::Point),
                (Unit::Bob, NumberStyle::Comma),
                (Unit::Usd, NumberStyle::Point),
                (Unit::Kg, NumberStyle::Point),
                (Unit::Dose, NumberStyle::Point),
            ];
            let read = |(unit, style): &(Unit, NumberStyle)| match values::money(cell, *unit, *style) {
                Ok(_) => true,
                Err(refusal) => refusal.code == "amount-ambiguous",
            };
            text.contains(|c: char| c.is_ascii_digit()) && units.iter().any(read)
        }
        _ => false,
    }
}
