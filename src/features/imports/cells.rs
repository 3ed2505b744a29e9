//! Cells → domain types. Every refusal becomes a fault with its sheet, row and column.

use chrono::NaiveDate;

use super::faults::Faults;
use super::files::Cell;
use super::headers::Field;
use super::tables::Table;
use super::values;
use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::{Line, Note};

/// Where a record is: the sheet, by its index among those that were read, and the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    pub sheet: u16,
    pub row: u32,
}

/// A notebook puts a wrong record right by one below zero; here both go.
///
/// # Errors
/// `import-negative`, and as [`amount::positive`].
pub fn above_zero(minor: i64) -> Result<i64, Refusal> {
    if minor < 0 { Err(Refusal::invalid("", "import-negative")) } else { amount::positive(minor) }
}

/// One row being read, and the faults found so far.
pub struct RowReader<'r> {
    pub table: &'r Table,
    pub at: At,
    pub cells: &'r [Cell],
    pub unit: Unit,
    pub style: NumberStyle,
    pub faults: &'r mut Faults,
    /// What the user must confirm before anything is written.
    pub asks: &'r mut Faults,
}

impl RowReader<'_> {
    pub fn cell(&self, field: Field) -> &Cell {
        self.table.cell(self.cells, field)
    }

    pub fn is_empty(&self, field: Field) -> bool {
        *self.cell(field) == Cell::Empty
    }

    pub fn header(&self, field: Field) -> &str {
        self.table.header(field)
    }

    pub fn fault(&mut self, field: Field, refusal: Refusal) {
        self.faults.add(&self.table.name, self.at.row, self.table.told(field), refusal);
    }

    pub fn ask(&mut self, field: Field, refusal: Refusal) {
        self.asks.add(&self.table.name, self.at.row, self.table.told(field), refusal);
    }

    pub fn keep<T>(&mut self, field: Field, outcome: Result<T, Refusal>) -> Option<T> {
        outcome.map_err(|refusal| self.fault(field, refusal)).ok()
    }

    /// A cell's text; none where the cell is empty.
    pub fn said(&self, field: Field) -> Option<String> {
        match self.cell(field) {
            Cell::Empty => None,
            Cell::Text(text) | Cell::Number(text) => Some(text.clone()),
            Cell::Percent(number) => Some(format!("{number} %")),
            Cell::Date(date) => Some(date.to_string()),
        }
    }

    /// A text, or none where the cell is empty.
    pub fn maybe_text(&mut self, field: Field) -> Option<Line> {
        let worked_out = values::worked_out(self.cell(field));
        self.keep(field, worked_out)?;
        let text = self.said(field)?;
        let text = self.keep(field, Note::parse(&text))?;
        text.required("").ok()
    }

    pub fn text(&mut self, field: Field, missing: &'static str) -> Option<Line> {
        let before = self.faults.count;
        let text = self.maybe_text(field);
        if text.is_none() && self.faults.count == before {
            self.fault(field, Refusal::invalid("", missing));
        }
        text
    }

    /// An amount above zero, in minor units.
    pub fn money(&mut self, field: Field) -> Option<i64> {
        let outcome = values::money(self.cell(field), self.unit, self.style);
        self.keep(field, outcome.and_then(above_zero))
    }

    /// An amount of zero or more; zero where the cell is empty.
    pub fn money_or_none(&mut self, field: Field) -> Option<i64> {
        if self.is_empty(field) {
            return Some(0);
        }
        let outcome = values::money(self.cell(field), self.unit, self.style);
        self.keep(field, outcome.and_then(|minor| if minor == 0 { Ok(0) } else { above_zero(minor) }))
    }

    /// An amount used only for comparing: one that cannot be read counts as none.
    pub fn figure(&self, field: Field) -> Option<i64> {
        values::money(self.cell(field), self.unit, self.style).ok()
    }

    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let outcome = values::date(self.cell(field));
        self.keep(field, outcome)
    }

    pub fn maybe_date(&mut self, field: Field) -> Option<NaiveDate> {
        if self.is_empty(field) { None } else { self.date(field) }
    }

    /// A whole number, with or without words after it: `6`, `6 cuotas`, `6 meses`.
    pub fn number(&mut self, field: Field) -> Option<i64> {
        let outcome = match self.cell(field) {
            Cell::Number(text) | Cell::Text(text) => {
                let figures: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
                let words = &text.trim()[figures.len()..];
                let fits = words.chars().all(|c| c.is_alphabetic() || c == ' ') || words.trim_start_matches(['.', ',']).chars().all(|c| c == '0');
                figures
                    .parse()
                    .ok()
                    .filter(|_| fits)
                    .ok_or_else(|| Refusal::invalid("", "number-unreadable").with("text", Fact::Text(text.chars().take(40).collect())))
            }
            Cell::Empty => Err(Refusal::invalid("", "field-missing")),
            Cell::Date(_) | Cell::Percent(_) => Err(Refusal::invalid("", "number-unreadable")),
        };
        self.keep(field, outcome)
    }

    pub fn number_or(&mut self, field: Field, otherwise: i64) -> Option<i64> {
        if self.is_empty(field) { Some(otherwise) } else { self.number(field) }
    }

    /// One of the notebook's words for a value.
    pub fn word<T>(&mut self, field: Field, read: fn(&str) -> Option<T>, unknown: &'static str) -> Option<T> {
        let text = String::from(Note::from(self.maybe_text(field)));
        let outcome = read(&text).ok_or_else(|| Refusal::invalid("", unknown).with("text", Fact::Text(text)));
        self.keep(field, outcome)
    }

    pub fn word_or<T>(&mut self, field: Field, read: fn(&str) -> Option<T>, unknown: &'static str, otherwise: T) -> Option<T> {
        if self.is_empty(field) { Some(otherwise) } else { self.word(field, read, unknown) }
    }
}
