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

/// What a formula's error is called, in Spanish and in English, without its signs.
const BROKEN: [&str; 12] = ["REF", "DIV0", "VALUE", "VALOR", "NA", "ND", "NAME", "NOMBRE", "NUM", "NULL", "NULO", "SPILL"];
/// Marks that cannot be seen: of direction, and of joining.
const UNSEEN: [std::ops::RangeInclusive<char>; 4] =
    ['\u{200B}'..='\u{200F}', '\u{202A}'..='\u{202C}', '\u{2066}'..='\u{2069}', '\u{FEFF}'..='\u{FEFF}'];

impl Cell {
    pub fn uncalculated() -> Self {
        Self::Text(UNCALCULATED.to_owned())
    }

    pub fn is_uncalculated(&self) -> bool {
        matches!(self, Self::Text(text) if text == UNCALCULATED)
    }

    /// Whether a formula came to an error: `#REF!`, `#¡DIV/0!`, `#N/D`, `Err:502`.
    pub fn is_broken(&self) -> bool {
        let Self::Text(text) = self else { return false };
        let bare: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        text.starts_with('#') && BROKEN.contains(&bare.to_ascii_uppercase().as_str())
            || text.strip_prefix("Err:").is_some_and(|code| code.len() == 3 && code.bytes().all(|c| c.is_ascii_digit()))
    }

    /// A text without blanks around it, and without the marks that only turn its direction, as a telephone copies them.
    pub fn text(text: &str) -> Self {
        let shown: String;
        let text = if text.is_ascii() {
            text.trim()
        } else {
            shown = text.chars().filter(|c| !UNSEEN.iter().any(|marks| marks.contains(c))).collect();
            shown.trim()
        };
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
    /// Cells of several rows that were joined into one: the first and the last row, and the column.
    pub joined: Vec<(u32, u32, usize)>,
}

/// Joined cells that are kept; a sheet of records has some hundreds.
const MOST_JOINED: usize = 20_000;

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
                // Rows of a list are as wide as the one before.
                let width = self.sheet.rows.last().map_or(0, |(_, cells)| cells.len());
                self.sheet.rows.push((row.saturating_add(1), Vec::with_capacity(width)));
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

    /// Notes that the cells of these rows, counted from 1, are joined in a column.
    pub fn join(&mut self, first: u32, last: u32, column: usize) {
        if last > first && column < MOST_COLUMNS && self.sheet.joined.len() < MOST_JOINED {
            self.sheet.joined.push((first, last, column));
        }
    }

    pub fn done(self) -> Sheet {
        self.sheet
    }
}
