//! Workbooks and comma-separated files as sheets of cells, within limits: a stray or hostile file costs little.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Sheets, open_workbook_auto_from_rs};
use chrono::NaiveDate;

use super::File;
use crate::domain::refusal::{Fact, Refusal};

/// Rows of all sheets together.
const MOST_ROWS: usize = 200_000;
/// Columns that are looked at.
const MOST_COLUMNS: usize = 64;
/// A cell's text, in bytes.
const LONGEST: usize = 2_000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number as its shortest decimal text, so that no figure passes through a float's arithmetic.
    Number(String),
    Date(NaiveDate),
}

/// A sheet's rows that are not blank, with their numbers as the workbook shows them.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<(u32, Vec<Cell>)>,
}

fn unreadable(name: &str) -> Refusal {
    Refusal::invalid("file", "import-unreadable").with("name", Fact::Text(name.to_owned()))
}

fn too_large() -> Refusal {
    Refusal::invalid("file", "import-too-large").with("most", Fact::Number(MOST_ROWS as i64))
}

/// Reads one workbook, or several files of comma-separated values, each a sheet by its name.
///
/// # Errors
/// `import-unreadable`, `import-too-large`.
pub fn sheets(files: &[File]) -> Result<Vec<Sheet>, Refusal> {
    let mut sheets = Vec::new();
    let mut left = MOST_ROWS;
    for file in files {
        let csv = file.name.to_lowercase().ends_with(".csv");
        let read = if csv { vec![csv_sheet(file, &mut left)?] } else { workbook_sheets(file, &mut left)? };
        sheets.extend(read);
    }
    Ok(sheets)
}

fn workbook_sheets(file: &File, left: &mut usize) -> Result<Vec<Sheet>, Refusal> {
    let bytes: std::sync::Arc<[u8]> = file.bytes.clone().into();
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| unreadable(&file.name))?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let rows = match &mut workbook {
            Sheets::Xlsx(xlsx) => {
                let mut cells = xlsx.worksheet_cells_reader(&name).map_err(|_| unreadable(&file.name))?;
                let mut rows = Rows::new(left);
                while let Some(cell) = cells.next_cell().map_err(|_| unreadable(&file.name))? {
                    let (row, column) = cell.get_position();
                    rows.put(row, column as usize, of_ref(cell.get_value()))?;
                }
                rows.done()
            }
            other => {
                let range = other.worksheet_range(&name).map_err(|_| unreadable(&file.name))?;
                let (first_row, first_column) = range.start().unwrap_or((0, 0));
                let mut rows = Rows::new(left);
                for (row, column, value) in range.used_cells() {
                    rows.put(first_row + row as u32, first_column as usize + column, of_data(value))?;
                }
                rows.done()
            }
        };
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

/// Gathers cells into rows as they come, row by row.
struct Rows<'l> {
    rows: Vec<(u32, Vec<Cell>)>,
    left: &'l mut usize,
}

impl<'l> Rows<'l> {
    fn new(left: &'l mut usize) -> Self {
        Self { rows: Vec::new(), left }
    }

    fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Refusal> {
        if cell == Cell::Empty || column >= MOST_COLUMNS {
            return Ok(());
        }
        if self.rows.last().is_none_or(|(last, _)| *last != row + 1) {
            *self.left = self.left.checked_sub(1).ok_or_else(too_large)?;
            self.rows.push((row + 1, Vec::new()));
        }
        if let Some((_, cells)) = self.rows.last_mut() {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            cells[column] = cell;
        }
        Ok(())
    }

    fn done(self) -> Vec<(u32, Vec<Cell>)> {
        self.rows
    }
}

fn of_ref(value: &DataRef<'_>) -> Cell {
    of_data(&Data::from(value.clone()))
}

fn of_data(value: &Data) -> Cell {
    match value {
        Data::Empty | Data::Error(_) => Cell::Empty,
        Data::Int(number) => Cell::Number(number.to_string()),
        Data::Float(_) => Cell::Number(plain_number(value)),
        Data::Bool(yes) => Cell::Text(yes.to_string()),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).map_or(Cell::Empty, Cell::Date)
        }
        Data::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(date) => Cell::Date(date),
            None => text_cell(text),
        },
        Data::DurationIso(text) | Data::String(text) => text_cell(text),
    }
}

fn text_cell(text: &str) -> Cell {
    let text = text.trim();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.chars().take(LONGEST).collect()) }
}

/// A spreadsheet keeps 15 significant digits and shows no more; what lies behind them is noise of its arithmetic.
fn plain_number(value: &Data) -> String {
    let shortest = value.to_string();
    let digits = shortest.chars().filter(char::is_ascii_digit).collect::<String>().trim_start_matches('0').len();
    let (whole, part) = shortest.split_once('.').unwrap_or((&shortest, ""));
    if digits <= 15 || part.is_empty() {
        return shortest;
    }
    let keep = part.len().saturating_sub(digits - 15);
    round_text(whole, part, keep)
}

/// Decimal text rounded to `keep` digits after the point, half away from zero, as text.
fn round_text(whole: &str, part: &str, keep: usize) -> String {
    let (negative, whole) = whole.strip_prefix('-').map_or((false, whole), |rest| (true, rest));
    let kept: String = whole.chars().chain(part.chars().take(keep)).collect();
    let up = part.chars().nth(keep).is_some_and(|digit| digit >= '5');
    let number = kept.parse::<i128>().unwrap_or(0) + i128::from(up);
    let text = format!("{number:0>width$}", width = keep + 1);
    let (whole, part) = text.split_at(text.len() - keep);
    let part = part.trim_end_matches('0');
    let sign = if negative { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn csv_sheet(file: &File, left: &mut usize) -> Result<Sheet, Refusal> {
    let text = String::from_utf8_lossy(&file.bytes);
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Rows::new(left);
    for record in reader.records() {
        let record = record.map_err(|_| unreadable(&file.name))?;
        let line = record.position().map_or(1, csv::Position::line);
        let row = u32::try_from(line.saturating_sub(1)).map_err(|_| too_large())?;
        for (column, text) in record.iter().enumerate() {
            rows.put(row, column, text_cell(text))?;
        }
    }
    let stem = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    let name = stem.get(..stem.len().saturating_sub(4)).unwrap_or(stem).to_owned();
    Ok(Sheet { name, rows: rows.done() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_of_a_spreadsheets_arithmetic_is_left_out() {
        assert_eq!(plain_number(&Data::Float(0.1 + 0.2)), "0.3");
        assert_eq!(plain_number(&Data::Float(350.5)), "350.5");
        assert_eq!(plain_number(&Data::Float(1_234_567.0)), "1234567");
        assert_eq!(plain_number(&Data::Float(-61.849_999_999_999_994)), "-61.85");
    }
}
