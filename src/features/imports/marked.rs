//! The notebook given back as a workbook: its cells as they were read, the faulty ones coloured, each with its fault as a
//! comment.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};

use super::File;
use super::faults::Fault;
use super::files::{Cell, Sheet, sheets};
use super::register::Register;
use crate::domain::names::fold;
use crate::error::Error;
use crate::web::text::Reader;

/// The longest sheet name that Excel accepts.
const LONGEST_NAME: usize = 31;

/// # Errors
/// As [`sheets`]; a fault when the workbook cannot be written.
pub fn workbook(reader: Reader, files: &[File], register: &Register) -> Result<Vec<u8>, Error> {
    let sheets = sheets(files)?;
    build(reader, &sheets, register).map_err(|error| Error::fault(error.to_string()))
}

struct Formats {
    wrong: Format,
    asked: Format,
    day: Format,
    percent: Format,
    plain: Format,
}

fn build(reader: Reader, sheets: &[Sheet], register: &Register) -> Result<Vec<u8>, XlsxError> {
    let fill = |colour: u32| Format::new().set_background_color(Color::RGB(colour));
    let formats = Formats {
        wrong: fill(0xF8_CF_CB),
        asked: fill(0xFB_EB_B5),
        day: Format::new().set_num_format("dd/mm/yyyy"),
        percent: Format::new().set_num_format("0.####%"),
        plain: Format::new(),
    };
    let mut workbook = Workbook::new();
    let mut used: Vec<String> = Vec::new();
    for sheet in sheets {
        let told = Told::of(reader, sheet, register);
        let page = workbook.add_worksheet().set_name(name_of(&sheet.name, &mut used))?;
        for (row, cells) in &sheet.rows {
            for (column, cell) in (0_u16..).zip(cells) {
                let place = told.places.get(&(*row, usize::from(column)));
                write(page, row.saturating_sub(1), column, cell, place.map(|(wrong, _)| *wrong), &formats)?;
                if let Some((_, said)) = place {
                    page.insert_note(row.saturating_sub(1), column, &Note::new(said).set_width(320))?;
                }
            }
        }
        // Where the cell is empty or the column is missing, the row's first cell is marked.
        for ((row, column), (wrong, said)) in &told.places {
            let there = sheet.rows.iter().find(|(own, _)| own == row).is_some_and(|(_, cells)| *column < cells.len());
            if !there && *row > 0 {
                let column = u16::try_from(*column).unwrap_or(0);
                page.write_blank(row - 1, column, if *wrong { &formats.wrong } else { &formats.asked })?;
                page.insert_note(row - 1, column, &Note::new(said).set_width(320))?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// The faults and questions of a sheet, by row and column.
struct Told {
    places: HashMap<(u32, usize), (bool, String)>,
}

impl Told {
    fn of(reader: Reader, sheet: &Sheet, register: &Register) -> Self {
        let mut told = Self { places: HashMap::new() };
        let columns = columns(sheet);
        let all = register.faults.iter().map(|fault| (true, fault)).chain(register.asks.iter().map(|ask| (false, ask)));
        for (wrong, fault) in all.filter(|(_, fault)| fault.sheet == sheet.name && fault.row > 0) {
            told.add(reader, &columns, wrong, fault);
        }
        told
    }

    fn add(&mut self, reader: Reader, columns: &HashMap<String, usize>, wrong: bool, fault: &Fault) {
        let column = columns.get(&fold(&fault.column)).copied().unwrap_or(0);
        let said = reader.refusal(&fault.refusal);
        let place = self.places.entry((fault.row, column)).or_insert_with(|| (wrong, String::new()));
        place.0 |= wrong;
        if place.1.len() < 1_000 {
            place.1 = if place.1.is_empty() { said } else { format!("{}\n{said}", place.1) };
        }
    }
}

/// The place of each header: the first cell with its words.
fn columns(sheet: &Sheet) -> HashMap<String, usize> {
    let mut columns = HashMap::new();
    for (_, cells) in sheet.rows.iter().take(50) {
        for (column, cell) in cells.iter().enumerate() {
            if let Cell::Text(text) = cell {
                columns.entry(fold(text)).or_insert(column);
            }
        }
    }
    columns
}

fn write(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, marked: Option<bool>, formats: &Formats) -> Result<(), XlsxError> {
    let format = match marked {
        Some(true) => &formats.wrong,
        Some(false) => &formats.asked,
        None => match cell {
            Cell::Date(_) => &formats.day,
            Cell::Percent(_) => &formats.percent,
            _ => &formats.plain,
        },
    };
    let decimal = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    match cell {
        Cell::Empty => page.write_blank(row, column, format)?,
        Cell::Text(text) => page.write_string_with_format(row, column, text, format)?,
        Cell::Number(text) => match decimal(text) {
            Some(number) => page.write_with_format(row, column, number, format)?,
            None => page.write_string_with_format(row, column, text, format)?,
        },
        Cell::Percent(text) => match decimal(text) {
            Some(number) => {
                let format = if marked.is_some() { format.clone().set_num_format("0.####%") } else { format.clone() };
                page.write_with_format(row, column, number / rust_decimal::Decimal::ONE_HUNDRED, &format)?
            }
            None => page.write_string_with_format(row, column, text, format)?,
        },
        Cell::Date(date) => {
            let format = if marked.is_some() { format.clone().set_num_format("dd/mm/yyyy") } else { format.clone() };
            page.write_string_with_format(row, column, date.format("%d/%m/%Y").to_string(), &format)?
        }
    };
    Ok(())
}

/// A name that Excel accepts, and that no other sheet of the workbook has.
fn name_of(name: &str, used: &mut Vec<String>) -> String {
    let plain: String = name.chars().map(|c| if "[]:*?/\\'".contains(c) { '-' } else { c }).take(LONGEST_NAME - 4).collect();
    let plain = if plain.trim().is_empty() { "Hoja".to_owned() } else { plain };
    let free = |name: &String| !used.contains(&name.to_lowercase());
    let name = std::iter::once(plain.clone()).chain((2..).map(|n| format!("{plain} {n}"))).find(free).unwrap_or(plain);
    used.push(name.to_lowercase());
    name
}
