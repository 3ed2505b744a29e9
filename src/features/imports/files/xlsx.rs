//! Workbooks of Excel (.xlsx), read cell by cell. A formula counts as the value stored with it.

use quick_xml::events::{BytesStart, Event};

use super::limits::Limits;
use super::package::{Package, Part, attribute, push_reference};
use super::sheet::{Cell, Filling, Sheet};
use super::xlsx_parts::{Shown, Strings, formats, push, strings, workbook};
use super::{number, refused};
use crate::domain::refusal::Refusal;

/// What the cells of every sheet refer to.
struct Shared {
    strings: Strings,
    formats: Vec<Shown>,
    from_1904: bool,
}

/// # Errors
/// As [`super::sheets`].
pub fn read(package: &mut Package<'_>, limits: &mut Limits, sheets: &mut Vec<Sheet>) -> Result<(), Refusal> {
    let workbook = workbook(package)?;
    if workbook.sheets.is_empty() {
        return Err(refused("import-unreadable", package.name));
    }
    let shared = Shared {
        strings: workbook.strings.map(|part| strings(package, &part, limits)).transpose()?.unwrap_or_default(),
        formats: workbook.styles.map(|part| formats(package, &part)).transpose()?.unwrap_or_default(),
        from_1904: workbook.from_1904,
    };
    for (name, part) in &workbook.sheets {
        let mut filling = Filling::new(name, limits);
        fill(package, part, &shared, &mut filling)?;
        sheets.push(filling.done());
    }
    Ok(())
}

/// The cell being read: its place, how it is written, and its text so far.
#[derive(Default)]
struct Open {
    row: u32,
    column: usize,
    kind: Kind,
    format: usize,
    text: String,
    taking: bool,
    /// Whether it has a formula.
    formula: bool,
}

/// How a cell is written, by its attribute `t`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    IsoDay,
}

fn fill(package: &mut Package<'_>, part: &str, shared: &Shared, filling: &mut Filling<'_>) -> Result<(), Refusal> {
    let name = package.name;
    let Some(mut part) = package.part(part)? else { return Err(refused("import-damaged", name)) };
    let mut open = Open::default();
    let mut pronounced = false;
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    if let Some(row) = attribute(&element, "r").and_then(|row| row.parse::<u32>().ok()) {
                        open.row = row.saturating_sub(1);
                    }
                    open.column = 0;
                }
                "c" => open.start(&element),
                "f" => open.formula = true,
                "v" => open.taking = true,
                "rPh" => pronounced = true,
                "t" => open.taking = !pronounced,
                _ => {}
            },
            Event::Text(found) if open.taking => push(&mut open.text, &found.xml10_content()),
            Event::CData(found) if open.taking => push(&mut open.text, &found.xml10_content()),
            Event::GeneralRef(found) if open.taking => push_reference(&found, &mut open.text),
            Event::End(element) => match element.local_name().as_ref() {
                "v" | "t" => open.taking = false,
                "rPh" => pronounced = false,
                "c" => {
                    filling.put(open.row, open.column, open.cell(shared))?;
                    open.column = open.column.saturating_add(1);
                }
                "row" => open.row = open.row.saturating_add(1),
                "sheetData" => break,
                _ => {}
            },
            Event::Eof => return Err(refused("import-damaged", name)),
            _ => {}
        }
    }
    joined(&mut part, filling)
}

/// Reads which cells are joined; it stands behind the cells.
fn joined(part: &mut Part<'_, '_>, filling: &mut Filling<'_>) -> Result<(), Refusal> {
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "mergeCell" => {
                let range = attribute(&element, "ref");
                let ends = range.as_deref().and_then(|range| range.split_once(':'));
                if let Some(((first, column), (last, _))) = ends.and_then(|(from, to)| Some((position(from)?, position(to)?))) {
                    filling.join(first.saturating_add(1), last.saturating_add(1), column);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

impl Open {
    fn start(&mut self, element: &BytesStart<'_>) {
        self.text.clear();
        (self.taking, self.formula) = (false, false);
        if let Some((row, column)) = attribute(element, "r").and_then(|place| position(&place)) {
            (self.row, self.column) = (row, column);
        }
        self.format = attribute(element, "s").and_then(|format| format.parse().ok()).unwrap_or(0);
        self.kind = match attribute(element, "t").as_deref() {
            Some("s") => Kind::Shared,
            // An error of Excel (#¡REF!) stays text: it is neither an amount nor a day, and is reported where one is needed.
            Some("str" | "inlineStr" | "e") => Kind::Text,
            Some("b") => Kind::Bool,
            Some("d") => Kind::IsoDay,
            _ => Kind::Number,
        };
    }

    fn cell(&self, shared: &Shared) -> Cell {
        // Some programs keep an empty value with a formula that they did not work out; a text that came to nothing says so.
        if self.formula && self.text.is_empty() && self.kind != Kind::Text {
            return Cell::uncalculated();
        }
        match self.kind {
            Kind::Shared => {
                let index = self.text.trim().parse().ok();
                Cell::text(&unescaped(index.and_then(|index| shared.strings.get(index)).unwrap_or_default()))
            }
            Kind::Text => Cell::text(&unescaped(&self.text)),
            Kind::Bool => Cell::text(if self.text.trim() == "1" { "true" } else { "false" }),
            Kind::IsoDay => number::iso_day(self.text.trim()),
            Kind::Number => {
                let shown = shared.formats.get(self.format).copied().unwrap_or_default();
                let read = match shown {
                    Shown::Plain => number::plain(&self.text, 0).map(Cell::Number),
                    Shown::Percent => number::plain(&self.text, 2).map(Cell::Percent),
                    Shown::Day => number::day(&self.text, shared.from_1904).map(Cell::Date),
                };
                read.unwrap_or_else(|| Cell::text(&self.text))
            }
        }
    }
}

/// `C7` → the seventh row and the third column, both from 0.
fn position(place: &str) -> Option<(u32, usize)> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = place.split_at(letters);
    if letters.is_empty() || letters.len() > 4 {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

/// Excel writes characters that XML cannot hold as `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut rest = text;
    let mut read = String::with_capacity(text.len());
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest[at + 6..].starts_with('_')).and_then(|code| u32::from_str_radix(code, 16).ok());
        let (kept, skipped) = match code.and_then(char::from_u32) {
            Some(c) => {
                read.push_str(&rest[..at]);
                read.push(if c.is_control() { ' ' } else { c });
                (0, at + 7)
            }
            None => (at + 2, at + 2),
        };
        read.push_str(&rest[..kept]);
        rest = &rest[skipped..];
    }
    read.push_str(rest);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cells_name_is_its_place() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("AB12"), Some((11, 27)));
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!((position("12"), position("A0"), position("ABCDE1")), (None, None, None));
    }

    #[test]
    fn what_xml_cannot_hold_is_read_back() {
        assert_eq!(unescaped("a_x000D_b"), "a b");
        assert_eq!(unescaped("S_x0041_"), "SA");
        assert_eq!(unescaped("_x00e_ _xzzzz_ _x"), "_x00e_ _xzzzz_ _x");
        assert_eq!(unescaped("ñ_xñ"), "ñ_xñ");
    }
}
