//! One sheet for each member: the person and their loan above, their payments below. Each such sheet is read as one row of
//! loans and as the payments of that loan.

use super::choices::Choices;
use super::faults::Faults;
use super::files::{Cell, Row, Sheet};
use super::headers::{Field, Kind, fields};
use super::matching;
use super::recognise::Recognised;
use super::tables::{Headed, Table};
use crate::domain::refusal::{Fact, Refusal};

/// Takes the members' sheets out of those that were not recognised.
pub fn take(found: &mut Recognised, choices: &Choices, asks: &mut Faults, skipped: &mut Vec<String>) {
    let mut kept = Vec::new();
    let mut taken = 0;
    let mut first = String::new();
    // An index of who owes what lists no loans.
    let listed = found.tables.iter().any(|table| table.kind == Kind::Loans && table.has(Field::Amount) && table.has(Field::Date));
    for (place, sheet) in std::mem::take(&mut found.others) {
        match of_member(&sheet, choices) {
            Some((loan, headed)) if !listed => {
                taken += 1;
                if first.is_empty() {
                    first.clone_from(&sheet.name);
                }
                if let Some(told) = found.told.get_mut(usize::from(place)) {
                    told.kind = Some(Kind::Repayments);
                }
                let code = sheet.name.clone();
                found.tables.push(loan_table(place, &code, loan));
                found.tables.push(payments_table(sheet, place, &code, headed));
            }
            _ => kept.push((place, sheet)),
        }
    }
    found.others = kept;
    if taken > 0 {
        let own = |table: &Table| table.kind != Kind::Loans || table.has(Field::Amount) && table.has(Field::Date);
        let (kept, indexes): (Vec<Table>, Vec<Table>) = std::mem::take(&mut found.tables).into_iter().partition(own);
        found.tables = kept;
        for index in indexes {
            asks.add(&index.name, 0, "", Refusal::invalid("", "import-sheet-unread").with("rows", Fact::Number(index.rows.len() as i64)));
            if let Some(told) = found.told.get_mut(usize::from(index.place)) {
                told.kind = None;
            }
            skipped.push(index.name);
        }
        asks.add(&first, 0, "", Refusal::invalid("", "import-shape-member-sheets").with("count", Fact::Number(taken)));
    }
}

/// Whether a sheet has a loan above and its payments below.
pub fn is_one(sheet: &Sheet, choices: &Choices) -> bool {
    of_member(sheet, choices).is_some()
}

/// What is above the payments: a field, its label as written, its value, and the row.
struct Label {
    field: Field,
    label: String,
    value: Cell,
    row: u32,
}

/// The headers of payments are searched for in this many rows.
const WITHIN: usize = 40;

/// The loan above a sheet's payments, and the payments' headers; none where it is no member's sheet.
fn of_member(sheet: &Sheet, choices: &Choices) -> Option<(Vec<Label>, Headed)> {
    // A label above may look like the upper one of two rows of headers: one row that tells all comes first.
    [matching::one_row, matching::two_rows].into_iter().find_map(|read| {
        (1..sheet.rows.len().min(WITHIN)).find_map(|row| {
            let headed = read(sheet, row, Kind::Repayments, choices).filter(pays)?;
            Some((labels_above(sheet, row)?, headed))
        })
    })
}

/// Whether headers tell payments, and not of which loan they are.
fn pays(headed: &Headed) -> bool {
    let amount = headed.has(Field::Amount) || headed.has(Field::Principal);
    headed.has(Field::Date) && amount && !headed.has(Field::Loan) && !headed.has(Field::Member)
}

/// What stands above a row: what was lent and when at least, and whose it is, or the sheet's name for it.
fn labels_above(sheet: &Sheet, row: usize) -> Option<Vec<Label>> {
    let above = sheet.rows.get(..row)?;
    let mut labels: Vec<Label> = above.iter().flat_map(|(row, cells)| labels_of(*row, cells)).collect();
    let mut seen = Vec::new();
    labels.retain(|label| {
        !seen.contains(&label.field) && {
            seen.push(label.field);
            true
        }
    });
    let has = |field| labels.iter().any(|label| label.field == field);
    if !has(Field::Amount) || !has(Field::Date) {
        return None;
    }
    // The member is named above, or by the sheet's name.
    if !has(Field::Name) && !has(Field::Member) {
        let row = labels.first().map_or(1, |label| label.row);
        labels.push(Label { field: Field::Name, label: "Nombre".to_owned(), value: Cell::text(&sheet.name), row });
    }
    Some(labels)
}

fn labels_of(row: u32, cells: &[Cell]) -> Vec<Label> {
    let mut labels = Vec::new();
    let filled: Vec<&Cell> = cells.iter().filter(|cell| **cell != Cell::Empty).collect();
    let mut next = filled.iter();
    while let Some(cell) = next.next() {
        let Cell::Text(text) = cell else { continue };
        let (label, value) = match text.split_once(':') {
            Some((label, rest)) if !rest.trim().is_empty() => (label, Cell::text(rest)),
            other => {
                let label = other.map_or(text.as_str(), |(label, _)| label);
                if fields(Kind::Loans, label).is_empty() {
                    continue;
                }
                match next.next() {
                    Some(value) => (label, (*value).clone()),
                    None => continue,
                }
            }
        };
        let Some(field) = meant(label, &value) else { continue };
        labels.push(Label { field, label: label.trim().to_owned(), value, row });
    }
    labels
}

/// What a label means, by its words and by its value.
fn meant(label: &str, value: &Cell) -> Option<Field> {
    let can = |field: &Field| match field {
        Field::Date | Field::FirstDue | Field::LastDue => super::values::date(value).is_ok(),
        Field::Amount | Field::Payment => matches!(value, Cell::Number(_) | Cell::Text(_)) && super::values::date(value).is_err(),
        _ => true,
    };
    let found = fields(Kind::Loans, label);
    // `Crédito: 500` above a member's payments is the amount lent, not the loan's number.
    if found.contains(&Field::Loan) && found.contains(&Field::Amount) {
        return Some(Field::Amount);
    }
    found.into_iter().find(can)
}

fn loan_table(place: u16, code: &str, labels: Vec<Label>) -> Table {
    let row = labels.iter().map(|label| label.row).min().unwrap_or(1);
    let mut columns: Vec<(Field, String, Cell)> = labels.into_iter().map(|label| (label.field, label.label, label.value)).collect();
    columns.retain(|(field, ..)| *field != Field::Loan);
    columns.push((Field::Loan, String::new(), Cell::text(code)));
    Table::made(code, place, Kind::Loans, row, columns)
}

fn payments_table(sheet: Sheet, place: u16, code: &str, headed: Headed) -> Table {
    let mut table = Table::new(sheet, place, Kind::Repayments, headed);
    let width = table.rows.iter().map(|(_, cells): &Row| cells.len()).max().unwrap_or(0);
    for (_, cells) in &mut table.rows {
        cells.resize(width, Cell::Empty);
        cells.push(Cell::text(code));
    }
    table.adds(Field::Loan, width);
    table
}
