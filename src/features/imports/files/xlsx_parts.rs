//! The other parts of an .xlsx: the list of sheets, the texts that sheets share, and which formats are days or percentages.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::limits::{LONGEST_TEXT, Limits, MOST_SHEETS};
use super::package::{Package, attribute, push_reference};
use super::refused;
use crate::domain::refusal::Refusal;

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    #[default]
    Plain,
    Percent,
    Day,
}

/// The most formats of a workbook.
const MOST_FORMATS: usize = 100_000;
/// Excel's own formats for days and times.
const DAYS: [std::ops::RangeInclusive<u32>; 4] = [14..=22, 27..=36, 45..=47, 50..=58];
const PERCENTAGES: std::ops::RangeInclusive<u32> = 9..=10;

/// The workbook's part: each sheet's name and part, whether days count from 1904, and the names of the other parts.
#[derive(Default)]
pub struct Workbook {
    pub sheets: Vec<(String, String)>,
    pub from_1904: bool,
    pub strings: Option<String>,
    pub styles: Option<String>,
}

/// # Errors
/// As [`super::sheets`].
pub fn workbook(package: &mut Package<'_>) -> Result<Workbook, Refusal> {
    let root = relations(package, "_rels/.rels", "")?;
    let main = root.into_values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target);
    let main = main.ok_or_else(|| refused("import-unreadable", package.name))?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = relations(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let of_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
    let mut workbook = Workbook { strings: of_kind("sharedStrings"), styles: of_kind("styles"), ..Workbook::default() };
    let name = package.name;
    let Some(mut part) = package.part(&main)? else { return Err(refused("import-damaged", name)) };
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "workbookPr" => {
                workbook.from_1904 = attribute(&element, "date1904").is_some_and(|value| value == "1" || value == "true");
            }
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let relation = attribute(&element, "id").and_then(|id| relations.get(&*id));
                let sheet = relation.filter(|relation| relation.kind == "worksheet");
                if let (Some(name), Some(sheet)) = (attribute(&element, "name"), sheet) {
                    workbook.sheets.push((name.into_owned(), sheet.target.clone()));
                }
                if workbook.sheets.len() > MOST_SHEETS {
                    return Err(refused("import-too-packed", name));
                }
            }
            Event::Eof => return Ok(workbook),
            _ => {}
        }
    }
}

struct Relation {
    /// The last word of the relation's type: `worksheet`, `styles`.
    kind: String,
    target: String,
}

fn relations(package: &mut Package<'_>, part: &str, folder: &str) -> Result<HashMap<String, Relation>, Refusal> {
    let mut relations = HashMap::new();
    let name = package.name;
    let Some(mut part) = package.part(part)? else { return Ok(relations) };
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let (id, kind, target) = (attribute(&element, "Id"), attribute(&element, "Type"), attribute(&element, "Target"));
                if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relations.insert(id.into_owned(), Relation { kind, target: resolved(folder, &target) });
                }
                if relations.len() > MOST_SHEETS * 2 {
                    return Err(refused("import-too-packed", name));
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A target's full path: relative to its folder, or from the package's root.
fn resolved(folder: &str, target: &str) -> String {
    let (mut path, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|part| !part.is_empty()).collect(), target),
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// The texts that cells share, stored one after the other.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn get(&self, index: usize) -> Option<&str> {
        let from = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.text.get(from..*self.ends.get(index)?)
    }
}

/// # Errors
/// As [`super::sheets`].
pub fn strings(package: &mut Package<'_>, part: &str, limits: &mut Limits) -> Result<Strings, Refusal> {
    let mut strings = Strings::default();
    let Some(mut part) = package.part(part)? else { return Ok(strings) };
    // The text is in `t`; that in `rPh` only says how to pronounce it.
    let (mut text, mut taking, mut pronounced) = (String::new(), false, false);
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => text.clear(),
                "rPh" => pronounced = true,
                "t" => taking = !pronounced,
                _ => {}
            },
            Event::Text(found) if taking => push(&mut text, &found.xml10_content()),
            Event::CData(found) if taking => push(&mut text, &found.xml10_content()),
            Event::GeneralRef(found) if taking => push_reference(&found, &mut text),
            Event::End(element) => match element.local_name().as_ref() {
                "si" => {
                    limits.keep(1, text.len())?;
                    strings.text.push_str(&text);
                    strings.ends.push(strings.text.len());
                }
                "rPh" => pronounced = false,
                "t" => taking = false,
                _ => {}
            },
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// Adds text up to the longest that a cell may hold.
pub fn push(text: &mut String, more: &str) {
    if text.len() < LONGEST_TEXT * 4 {
        text.push_str(more);
    }
}

/// How each cell format shows a number.
///
/// # Errors
/// As [`super::sheets`].
pub fn formats(package: &mut Package<'_>, part: &str) -> Result<Vec<Shown>, Refusal> {
    let mut formats = Vec::new();
    let mut own: HashMap<u32, Shown> = HashMap::new();
    let mut in_cells = false;
    let name = package.name;
    let Some(mut part) = package.part(part)? else { return Ok(formats) };
    let number = |text: Option<std::borrow::Cow<'_, str>>| text.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(&element, "formatCode").unwrap_or_default();
                    own.insert(number(attribute(&element, "numFmtId")), shown(&code));
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = number(attribute(&element, "numFmtId"));
                    formats.push(own.get(&id).copied().unwrap_or_else(|| shown_by_excel(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
        if formats.len() + own.len() > MOST_FORMATS {
            return Err(refused("import-too-packed", name));
        }
    }
}

fn shown_by_excel(id: u32) -> Shown {
    match id {
        id if PERCENTAGES.contains(&id) => Shown::Percent,
        id if DAYS.iter().any(|days| days.contains(&id)) => Shown::Day,
        _ => Shown::Plain,
    }
}

/// What a format shows: `dd/mm/yyyy;@` shows a day. Quoted words, colours in brackets and escaped letters are ignored.
fn shown(code: &str) -> Shown {
    let mut letters = String::new();
    let mut c = code.split(';').next().unwrap_or_default().chars();
    while let Some(next) = c.next() {
        match next {
            '"' => drop(c.by_ref().find(|c| *c == '"')),
            '[' => drop(c.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(c.next()),
            other => letters.extend(other.to_lowercase()),
        }
    }
    let has = |wanted: &[char]| letters.contains(wanted);
    if has(&['%']) {
        Shown::Percent
    } else if letters != "general" && !has(&['#', '?']) && (has(&['y', 'd']) || (has(&['m', 'h', 's']) && !has(&['0']))) {
        Shown::Day
    } else {
        Shown::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_days_and_percentages_from_amounts() {
        for day in ["dd/mm/yyyy;@", "[$-280A]d\" de \"mmmm\" de \"yyyy", "mmm\\-yy", "yyyy-mm-dd hh:mm:ss", "h:mm"] {
            assert_eq!(shown(day), Shown::Day, "{day}");
        }
        for amount in ["General", "#,##0.00", "[$S/-280A] #,##0.00", "\"Bs\" 0.00", "\\S\\/ 0.00", "@", "[Red]0", "0.00_ ;[Red]\\-0.00\\ "] {
            assert_eq!(shown(amount), Shown::Plain, "{amount}");
        }
        assert_eq!((shown("0.00%"), shown("0.0\\ %")), (Shown::Percent, Shown::Percent));
    }

    #[test]
    fn parts_are_found_from_where_they_are_named() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("xl/deep", "../styles.xml"), "xl/styles.xml");
    }
}
