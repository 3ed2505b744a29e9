//! Cells → domain types. Every refusal becomes a fault with its sheet, row and column.

use chrono::NaiveDate;

use super::columns::{Column, Found};
use super::files::Cell;
use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::{Line, Note};
use crate::domain::{calendar, rate};

/// Something wrong in a register, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub sheet: &'static str,
    pub row: u32,
    pub column: &'static str,
    pub refusal: Refusal,
}

/// Faults that are kept; more than these nobody reads.
const MOST_FAULTS: usize = 2_000;

/// The faults found so far. Those beyond the most that are kept are counted.
#[derive(Default)]
pub struct Faults {
    pub kept: Vec<Fault>,
    pub count: usize,
}

impl Faults {
    pub fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.kept.len() < MOST_FAULTS {
            self.kept.push(fault);
        }
    }
}

/// One row being read, and the faults found so far.
pub struct RowReader<'r> {
    pub sheet: &'static str,
    pub number: u32,
    pub cells: &'r [Cell],
    pub found: &'r Found,
    pub columns: &'static [Column],
    pub unit: Unit,
    pub style: NumberStyle,
    pub faults: &'r mut Faults,
}

impl RowReader<'_> {
    fn cell(&self, column: usize) -> &Cell {
        self.found.cell(self.cells, column)
    }

    pub fn fault(&mut self, column: usize, refusal: Refusal) {
        let column = self.columns.get(column).map_or("", |column| column.title);
        self.faults.push(Fault { sheet: self.sheet, row: self.number, column, refusal });
    }

    fn keep<T>(&mut self, column: usize, outcome: Result<T, Refusal>) -> Option<T> {
        outcome.map_err(|refusal| self.fault(column, refusal)).ok()
    }

    /// A text, or nothing where the cell is empty.
    pub fn maybe_text(&mut self, column: usize) -> Option<Line> {
        let text = match self.cell(column) {
            Cell::Empty => return None,
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.clone(),
            Cell::Percent(number) => format!("{number} %"),
            Cell::Date(date) => date.to_string(),
        };
        let text = self.keep(column, Note::parse(&text))?;
        text.required("").ok()
    }

    pub fn text(&mut self, column: usize, missing: &'static str) -> Option<Line> {
        let before = self.faults.count;
        let text = self.maybe_text(column);
        if text.is_none() && self.faults.count == before {
            self.fault(column, Refusal::invalid("", missing));
        }
        text
    }

    /// An amount above zero, in minor units.
    pub fn money(&mut self, column: usize) -> Option<i64> {
        let outcome = match self.cell(column) {
            Cell::Number(number) => plain_amount(number, self.unit),
            Cell::Text(text) => amount::read(text, self.unit, self.style),
            Cell::Empty => Err(Refusal::invalid("", "amount-missing")),
            Cell::Date(_) | Cell::Percent(_) => Err(Refusal::invalid("", "amount-unreadable")),
        };
        self.keep(column, outcome.and_then(amount::positive))
    }

    pub fn date(&mut self, column: usize) -> Option<NaiveDate> {
        let outcome = match self.cell(column) {
            Cell::Date(date) => calendar::plausible(*date),
            Cell::Text(text) => calendar::read(text),
            Cell::Empty => Err(Refusal::invalid("", "date-missing")),
            Cell::Number(_) | Cell::Percent(_) => Err(Refusal::invalid("", "date-unreadable")),
        };
        self.keep(column, outcome)
    }

    pub fn maybe_date(&mut self, column: usize) -> Option<NaiveDate> {
        if *self.cell(column) == Cell::Empty { None } else { self.date(column) }
    }

    /// A whole number.
    pub fn number(&mut self, column: usize) -> Option<i64> {
        let outcome = match self.cell(column) {
            Cell::Number(text) | Cell::Text(text) => text.trim().parse().map_err(|_| Refusal::invalid("", "number-unreadable")),
            Cell::Empty => Err(Refusal::invalid("", "field-missing")),
            Cell::Date(_) | Cell::Percent(_) => Err(Refusal::invalid("", "number-unreadable")),
        };
        self.keep(column, outcome)
    }

    pub fn number_or(&mut self, column: usize, otherwise: i64) -> Option<i64> {
        if *self.cell(column) == Cell::Empty { Some(otherwise) } else { self.number(column) }
    }

    /// A percentage, in ppm.
    pub fn percent(&mut self, column: usize) -> Option<i64> {
        let outcome = match self.cell(column) {
            Cell::Number(text) | Cell::Percent(text) | Cell::Text(text) => rate::read_percent(text),
            Cell::Empty | Cell::Date(_) => Err(Refusal::invalid("", "rate-unreadable")),
        };
        self.keep(column, outcome)
    }

    /// One of the words of the notebook.
    pub fn word<T>(&mut self, column: usize, read: fn(&str) -> Option<T>, unknown: &'static str) -> Option<T> {
        let text = String::from(Note::from(self.maybe_text(column)));
        let outcome = read(&text).ok_or_else(|| Refusal::invalid("", unknown).with("text", Fact::Text(text)));
        self.keep(column, outcome)
    }

    pub fn word_or<T>(&mut self, column: usize, read: fn(&str) -> Option<T>, unknown: &'static str, otherwise: T) -> Option<T> {
        if *self.cell(column) == Cell::Empty { Some(otherwise) } else { self.word(column, read, unknown) }
    }
}

/// A spreadsheet's number has one reading whatever the country.
pub(super) fn plain_amount(number: &str, unit: Unit) -> Result<i64, Refusal> {
    let unreadable = || Refusal::invalid("", "amount-unreadable").with("text", Fact::Text(number.to_owned()));
    let (negative, size) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (whole, part) = size.split_once('.').unwrap_or((size, ""));
    let decimals = unit.decimals() as usize;
    if !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()) {
        return Err(unreadable());
    }
    if part.len() > decimals {
        return Err(Refusal::invalid("", "amount-decimals").with("decimals", Fact::Number(decimals as i64)));
    }
    let minor: i64 = format!("{whole}{part:0<decimals$}").parse().map_err(|_| unreadable())?;
    Ok(if negative { -minor } else { minor })
}
