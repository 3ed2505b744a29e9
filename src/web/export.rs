//! Tables as XLSX and CSV. Amounts are written as numbers, exact to the last minor unit.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::domain::amount::Unit;
use crate::error::Error;

#[derive(Clone, Debug)]
pub enum Cell {
    Text(String),
    Count(i64),
    /// Minor units.
    Money(i64, Unit),
    Thousandths(i64),
    Day(NaiveDate),
}

impl Cell {
    fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Money(minor, unit) => Some(Decimal::new(*minor, unit.decimals())),
            Self::Thousandths(thousandths) => Some(Decimal::new(*thousandths, 3).normalize()),
            Self::Count(count) => Some(Decimal::new(*count, 0)),
            Self::Text(_) | Self::Day(_) => None,
        }
    }

    fn plain(&self) -> String {
        match self {
            // A text that a spreadsheet would take for a formula stays text.
            Self::Text(text) if formula(text) => format!("'{text}"),
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            other => other.decimal().map(|decimal| decimal.to_string()).unwrap_or_default(),
        }
    }
}

/// Whether a spreadsheet would evaluate a text: `+ 38 %` is a figure, `+51 984` a phone number, `+A1` is neither.
fn formula(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,%".contains(c);
    match text.strip_prefix(['+', '-']) {
        Some(rest) => !rest.chars().all(plain),
        None => text.starts_with(['=', '@', '\t', '\r']),
    }
}

/// A table with its name and headings.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: String,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// # Errors
/// A fault when it cannot be written.
pub fn csv(table: &Table) -> Result<Vec<u8>, Error> {
    let fault = |error: csv::Error| Error::fault(error.to_string());
    // Spreadsheets read a file as UTF-8 only with a byte-order mark at its start.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(&table.headings).map_err(fault)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(Cell::plain)).map_err(fault)?;
    }
    writer.into_inner().map_err(|error| Error::fault(error.to_string()))
}

/// # Errors
/// A fault when it cannot be written.
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, Error> {
    workbook(tables).map_err(|error| Error::fault(error.to_string()))
}

fn workbook(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let head = Format::new().set_bold().set_background_color("#E4F0EA").set_text_wrap();
    let mut workbook = Workbook::new();
    for table in tables {
        let name: String = table.name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
        let sheet = workbook.add_worksheet().set_name(name)?;
        for (column, heading) in (0..).zip(&table.headings) {
            sheet.write_string_with_format(0, column, heading, &head)?;
            sheet.set_column_width(column, if column == 0 { 34 } else { 16 })?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                write(sheet, row, column, cell)?;
            }
        }
    }
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match (cell, cell.decimal()) {
        (Cell::Money(..), Some(decimal)) => sheet.write_with_format(row, column, decimal, &Format::new().set_num_format("#,##0.00"))?,
        (_, Some(decimal)) => sheet.write(row, column, decimal)?,
        (Cell::Text(text), None) => sheet.write_string(row, column, text)?,
        (Cell::Day(day), None) => sheet.write_string(row, column, day.to_string())?,
        _ => sheet,
    };
    Ok(())
}

/// A file to download.
pub fn file(name: &str, bytes: Vec<u8>) -> Response {
    let kind = if name.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_worked_out_is_text_and_a_figure_is_not_marked() {
        let plain = |text: &str| Cell::Text(text.to_owned()).plain();
        for formula in ["=1+1", "+A1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1"] {
            assert_eq!(plain(formula), format!("'{formula}"));
        }
        for text in ["+ 38\u{a0}%", "+51 984 000 111", "-12.50", "Quispe Mamani, Rosa"] {
            assert_eq!(plain(text), text);
        }
    }
}
