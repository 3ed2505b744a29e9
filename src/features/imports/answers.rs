//! The user's answers about a notebook, read from the fields of its page.

use super::choices::{Choices, IGNORED, column_is};
use super::headers::{Kind, plain};
use super::recognise::SheetTold;
use super::register::Register;
use crate::web::fields::Fields;

/// The word for a sheet to leave out.
pub const LEFT_OUT: &str = "skip";

pub fn sheet_field(sheet: usize) -> String {
    format!("sheet-{sheet}")
}

pub fn column_field(sheet: usize, column: usize) -> String {
    format!("column-{sheet}-{column}")
}

/// The answers of a form, laid over those given before. A field left as the program understood it is no answer.
pub fn of_form(fields: &Fields, before: Choices, register: &Register) -> Choices {
    let mut choices = before;
    let said = |name: &str, kept: Option<String>| {
        if fields.has(name) { Some(fields.get(name).trim().to_owned()).filter(|text| !text.is_empty()) } else { kept }
    };
    choices.association = said("association", choices.association);
    choices.fund = said("fund", choices.fund);
    choices.country = said("country", choices.country);
    choices.currency = said("currency", choices.currency);
    choices.method = said("method", choices.method);
    choices.rate = said("rate", choices.rate);
    choices.rate_per = said("rate_per", choices.rate_per);
    choices.fortnight = said("fortnight", choices.fortnight);
    choices.cash = said("cash", choices.cash);
    choices.year = said("year", choices.year.map(|year| year.to_string())).and_then(|year| year.parse().ok());
    choices.as_of = said("as_of", choices.as_of.map(|day| day.to_string())).and_then(|day| day.parse().ok());
    for (i, sheet) in register.sheets.iter().enumerate() {
        of_sheet(fields, &mut choices, i, sheet);
    }
    choices
}

fn of_sheet(fields: &Fields, choices: &mut Choices, i: usize, sheet: &SheetTold) {
    let field = sheet_field(i);
    if fields.has(&field) {
        let said = fields.get(&field);
        let found = sheet.kind.map_or("", Kind::code);
        choices.skip.retain(|name| plain(name) != plain(&sheet.name));
        if said == LEFT_OUT {
            choices.skip.push(sheet.name.clone());
        } else if said.is_empty() {
            withdraw(&mut choices.sheets, &sheet.name, !found.is_empty());
        } else if said != found && Kind::parse(said).is_some() {
            choices.sheets.insert(sheet.name.clone(), said.to_owned());
        }
    }
    let Some(kind) = sheet.kind else { return };
    for (j, column) in sheet.columns.iter().enumerate().filter(|(_, column)| !column.header.is_empty()) {
        let field = column_field(i, j);
        if !fields.has(&field) {
            continue;
        }
        let said = fields.get(&field);
        let found = column.field.and_then(|field| kind.columns().iter().find(|column| column.field == field)).map(|column| column.title);
        let own = choices.columns.entry(sheet.name.clone()).or_default();
        if said.is_empty() {
            withdraw(own, &column.header, found.is_some() || column.ignored);
        } else if Some(said) != found && (said == IGNORED || column_is(kind, said).is_some()) {
            own.insert(column.header.clone(), said.to_owned());
        }
    }
}

/// Takes an answer back. Where an earlier notebook's answer is kept, an empty one is written over it, so that the kept one does
/// not apply again.
fn withdraw(answers: &mut std::collections::BTreeMap<String, String>, name: &str, understood: bool) {
    answers.remove(name);
    if understood {
        answers.insert(name.to_owned(), String::new());
    }
}
