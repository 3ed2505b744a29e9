//! Workbooks of LibreOffice (.ods). Repeated rows and cells count as often as they are kept; the blank ones up to the sheet's
//! end cost nothing.

use quick_xml::events::{BytesStart, Event};

use super::limits::{Limits, MOST_COLUMNS, MOST_SHEETS};
use super::package::{Package, attribute, push_reference};
use super::sheet::{Cell, Filling, Sheet};
use super::xlsx_parts::push;
use super::{number, refused};
use crate::domain::refusal::Refusal;

/// # Errors
/// As [`super::sheets`].
pub fn read(package: &mut Package<'_>, limits: &mut Limits, sheets: &mut Vec<Sheet>) -> Result<(), Refusal> {
    if is_encrypted(package)? {
        return Err(refused("import-password", package.name));
    }
    let name = package.name;
    let Some(mut part) = package.part("content.xml")? else { return Err(refused("import-damaged", name)) };
    loop {
        let table = match part.next()? {
            Event::Start(element) if element.name().as_ref() == "table:table" => attribute(&element, "name").map(|name| name.into_owned()),
            Event::Eof => break,
            _ => None,
        };
        let Some(table) = table else { continue };
        let mut reading = Table { filling: Filling::new(&table, limits), row: 0, times: 0, cells: Vec::new(), column: 0, open: None, beyond: false };
        while reading.take(part.next()?).map_err(|broken| broken.unwrap_or_else(|| refused("import-damaged", name)))? {}
        sheets.push(reading.filling.done());
        if sheets.len() > MOST_SHEETS {
            return Err(refused("import-too-packed", name));
        }
    }
    if sheets.is_empty() { Err(refused("import-unreadable", name)) } else { Ok(()) }
}

fn is_encrypted(package: &mut Package<'_>) -> Result<bool, Refusal> {
    let Some(mut part) = package.part("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// A sheet being read.
struct Table<'l> {
    filling: Filling<'l>,
    /// The index of the row being read, and how often it is repeated.
    row: u32,
    times: u32,
    cells: Vec<(usize, Cell)>,
    column: usize,
    open: Option<Open>,
    /// Whether the row has a value beyond the columns that are read.
    beyond: bool,
}

/// A cell being read: the value of its attribute, or else its paragraphs.
struct Open {
    value: Option<Cell>,
    /// Whether it has a formula without a value: nobody has worked it out.
    uncalculated: bool,
    times: usize,
    text: String,
    paragraphs: usize,
    /// How deep the reader is inside notes.
    note: usize,
}

impl Table<'_> {
    /// Takes one event; returns false at the sheet's end. The error is none where the file only ends too early.
    fn take(&mut self, event: Event<'_>) -> Result<bool, Option<Refusal>> {
        match event {
            Event::Start(element) => self.start(&element),
            Event::End(element) => return self.end(element.name().as_ref()),
            Event::Text(found) => self.text(&found.xml10_content()),
            Event::CData(found) => self.text(&found.xml10_content()),
            Event::GeneralRef(found) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.note == 0 && open.paragraphs > 0) {
                    push_reference(&found, &mut open.text);
                }
            }
            Event::Eof => return Err(None),
            _ => {}
        }
        Ok(true)
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let repeated = |name: &str| attribute(element, name).and_then(|times| times.parse::<u32>().ok()).unwrap_or(1);
        match (element.name().as_ref(), &mut self.open) {
            ("table:table-row", None) => {
                self.times = repeated("number-rows-repeated");
                (self.column, self.beyond) = (0, false);
                self.cells.clear();
            }
            ("table:table-cell" | "table:covered-table-cell", None) => {
                let times = repeated("number-columns-repeated") as usize;
                let joined = repeated("number-rows-spanned");
                self.filling.join(self.row.saturating_add(1), self.row.saturating_add(joined), self.column);
                let value = value(element);
                // A formula that came to no text is a text.
                let text = attribute(element, "value-type").is_some_and(|kind| kind == "string");
                let uncalculated = value.is_none() && !text && attribute(element, "formula").is_some();
                self.open = Some(Open { value, uncalculated, times, text: String::new(), paragraphs: 0, note: 0 });
            }
            ("office:annotation", Some(open)) => open.note += 1,
            ("text:p", Some(open)) if open.note == 0 => {
                if open.paragraphs > 0 {
                    push(&mut open.text, "\n");
                }
                open.paragraphs += 1;
            }
            ("text:s" | "text:tab" | "text:line-break", Some(open)) if open.note == 0 => push(&mut open.text, " "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        // Text between paragraphs only indents the file.
        if let Some(open) = self.open.as_mut().filter(|open| open.note == 0 && open.paragraphs > 0) {
            push(&mut open.text, text);
        }
    }

    fn end(&mut self, name: &str) -> Result<bool, Option<Refusal>> {
        match (name, &mut self.open) {
            ("office:annotation", Some(open)) => open.note = open.note.saturating_sub(1),
            ("table:table-cell" | "table:covered-table-cell", Some(open)) if open.note == 0 => {
                let cell = match open.value.take().unwrap_or_else(|| Cell::text(&open.text)) {
                    Cell::Empty if open.uncalculated => Cell::uncalculated(),
                    cell => cell,
                };
                let (from, to) = (self.column, self.column.saturating_add(open.times));
                if cell != Cell::Empty {
                    self.beyond |= to > MOST_COLUMNS;
                    self.cells.extend((from..to.min(MOST_COLUMNS)).map(|column| (column, cell.clone())));
                }
                (self.column, self.open) = (to, None);
            }
            ("table:table-row", None) => {
                if self.beyond {
                    self.cells.push((MOST_COLUMNS, Cell::Text("…".to_owned())));
                }
                self.filling.put_row(self.row, self.times, &self.cells)?;
                self.row = self.row.saturating_add(self.times);
            }
            ("table:table", None) => return Ok(false),
            _ => {}
        }
        Ok(true)
    }
}

/// A cell's value, where an attribute gives it.
fn value(element: &BytesStart<'_>) -> Option<Cell> {
    let given = |name: &str| attribute(element, name);
    let kind = given("value-type")?;
    match &*kind {
        "float" | "currency" => given("value").map(|text| number::plain(&text, 0).map_or_else(|| Cell::text(&text), Cell::Number)),
        "percentage" => given("value").map(|text| number::plain(&text, 2).map_or_else(|| Cell::text(&text), Cell::Percent)),
        "date" => given("date-value").map(|text| number::iso_day(&text)),
        "string" => given("string-value").filter(|text| !text.is_empty()).map(|text| Cell::text(&text)),
        _ => None,
    }
}
