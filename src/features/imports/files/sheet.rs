//! A sheet: its rows that are not empty, with their numbers in the workbook.

use chrono::NaiveDate;

use super::limits::{LONGEST_TEXT, Limits, MOST_COLUMNS};
use crate::domain::refusal::Refusal;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number as decimal text, so that it never passes through a float.
    Number(String),
    /// A cell formatted as a percentage, as it is displayed: `2` where the file holds 0.02.
    Percent(String),
    Date(NaiveDate),
}

/// The text of a cell whose formula has no calculated value.
const UNCALCULATED: &str = "=…";

impl Cell {
    pub fn uncalculated() -> Self {
        Self::Text(UNCALCULATED.to_owned())
    }

    pub fn is_uncalculated(&self) -> bool {
        matches!(self, Self::Text(text) if text == UNCALCULATED)
    }

    pub fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Empty } else { Self::Text(text.chars().take(LONGEST_TEXT).collect()) }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Percent(text) => text.len(),
            Self::Empty | Self::Date(_) => 0,
        }
    }
}

/// A row's number and its cells, up to the last one that is filled.
pub type Row = (u32, Vec<Cell>);

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
    /// The first row with a value beyond the columns that are read.
    pub too_wide_in: Option<u32>,
}

/// Fills a sheet cell by cell, row by row.
pub struct Filling<'l> {
    sheet: Sheet,
    limits: &'l mut Limits,
    /// The number of the row being filled, where it may still be kept.
    open: Option<u32>,
    row: Option<u32>,
}

impl<'l> Filling<'l> {
    pub fn new(name: &str, limits: &'l mut Limits) -> Self {
        Self { sheet: Sheet { name: name.chars().take(100).collect(), ..Sheet::default() }, limits, open: None, row: None }
    }

    /// Puts a cell into its row; the column counts from 0.
    ///
    /// # Errors
    /// `import-too-many-cells`.
    pub fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Refusal> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            self.sheet.too_wide_in.get_or_insert(row.saturating_add(1));
            return Ok(());
        }
        if self.row != Some(row) {
            self.row = Some(row);
            self.open = (self.limits.rows(1) == 1).then_some(row);
            if self.open.is_some() {
                self.sheet.rows.push((row.saturating_add(1), Vec::new()));
            }
        }
        let (Some(_), Some((_, cells))) = (self.open, self.sheet.rows.last_mut()) else { return Ok(()) };
        self.limits.keep((column + 1).saturating_sub(cells.len()), cell.bytes())?;
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }

    /// Puts a whole row as many times as it is repeated.
    ///
    /// # Errors
    /// `import-too-many-cells`.
    pub fn put_row(&mut self, row: u32, times: u32, cells: &[(usize, Cell)]) -> Result<(), Refusal> {
        if cells.iter().all(|(_, cell)| *cell == Cell::Empty) {
            return Ok(());
        }
        for again in 0..times {
            for (column, cell) in cells {
                self.put(row.saturating_add(again), *column, cell.clone())?;
            }
            if self.open.is_none() {
                self.limits.rows((times - again - 1) as usize);
                break;
            }
        }
        Ok(())
    }

    pub fn done(self) -> Sheet {
        self.sheet
    }
}
