//! A cash book: one sheet that tells what came in and what went out, in a column each. Its rows are sorted by their words: what
//! was contributed, what a member paid, and what was spent. What is told elsewhere too, or cannot be told apart, is not brought,
//! and asked about.

use std::collections::HashMap;

use super::cells::At;
use super::faults::Faults;
use super::files::{Cell, Row};
use super::headers::{self, Field, Kind};
use super::keys;
use super::loans::Known;
use super::people::People;
use super::tables::Table;
use super::{values, words};
use crate::domain::amount::{NumberStyle, Unit};
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};

/// The beginnings of words for what a member pays back.
const PAID: [&str; 13] = ["pago", "pag", "abon", "cuota", "cobr", "amortiz", "devol", "devuel", "cancel", "reembols", "recuper", "prestam", "credit"];
/// The beginnings of words for what is handed out as a loan.
const LENT: [&str; 4] = ["prestam", "credit", "desembols", "colocac"];
/// Words that stand around a name.
const LITTLE: [&str; 34] = [
    "de",
    "del",
    "la",
    "el",
    "los",
    "las",
    "a",
    "al",
    "por",
    "en",
    "y",
    "su",
    "sra",
    "sr",
    "senora",
    "senor",
    "socia",
    "socio",
    "no",
    "nro",
    "n",
    "interes",
    "intereses",
    "capital",
    "mora",
    "parcial",
    "total",
    "primera",
    "segunda",
    "tercera",
    "cuarta",
    "ultima",
    "mes",
    "cuenta",
];

/// The column of a cash book that tells what came in.
pub fn came_in(headers: &[String]) -> Option<usize> {
    headers.iter().position(|header| {
        let folded = fold(header);
        ["ingreso", "entrada", "debe"].iter().any(|word| folded.starts_with(word))
    })
}

/// Whether headers are those of a cash book: one column for what came in, and one for what went out.
pub fn is_one(headers: &[String]) -> bool {
    let out = |header: &String| ["egreso", "salida", "gasto", "haber"].iter().any(|word| fold(header).starts_with(word));
    came_in(headers).is_some() && headers.iter().any(out)
}

/// The columns that the book's other tables read.
pub fn read_elsewhere(table: &mut Table) {
    if table.kind == Kind::Expenses
        && let Some(place) = came_in(&table.headers)
        && table.place_of(Field::Amount) != Some(place)
    {
        table.elsewhere.push(place);
    }
}

/// Whether a book tells payments.
pub fn pays(table: &Table) -> bool {
    let Some(place) = book(table) else { return false };
    table.rows.iter().any(|(_, cells)| filled(cells, place) && begins(&text_of(table, cells), &PAID))
}

/// The place of what came in, in a table that is a cash book.
fn book(table: &Table) -> Option<usize> {
    came_in(&table.headers).filter(|place| table.kind == Kind::Expenses && table.elsewhere.contains(place))
}

fn filled(cells: &[Cell], place: usize) -> bool {
    cells.get(place).is_some_and(|cell| *cell != Cell::Empty && *cell != Cell::Number("0".to_owned()))
}

fn text_of(table: &Table, cells: &[Cell]) -> String {
    if let Cell::Text(text) = table.cell(cells, Field::Concept) { text.clone() } else { String::new() }
}

fn begins(text: &str, stems: &[&str]) -> bool {
    fold(text).split(|c: char| !c.is_alphanumeric()).any(|word| stems.iter().any(|stem| word.starts_with(stem)))
}

/// What the notebook tells in sheets of its own.
pub struct There {
    pub capital: bool,
    pub payments: bool,
    pub loans: bool,
}

pub struct Sorting<'s> {
    pub people: &'s People,
    pub known: &'s HashMap<String, Known>,
    pub there: There,
    pub unit: Unit,
    pub style: NumberStyle,
    pub faults: &'s mut Faults,
    pub asks: &'s mut Faults,
}

/// What a row of the book is.
enum Is {
    Spent,
    Contributed,
    Paid(Cell),
    /// Told elsewhere, or refused: not brought from here.
    Passed,
}

impl Sorting<'_> {
    /// Sorts the rows of each cash book among the tables, and answers the cash that the last one ends with.
    pub fn sort(&mut self, tables: &mut Vec<Table>) -> Option<(At, i64)> {
        let mut made = Vec::new();
        let mut left = None;
        for table in tables.iter_mut() {
            let Some(place) = book(table) else { continue };
            left = self.left_in_box(table).or(left);
            made.extend(self.parts(table, place));
        }
        tables.extend(made);
        left
    }

    fn left_in_box(&self, table: &Table) -> Option<(At, i64)> {
        let told = table.rows.iter().rev().find(|(_, cells)| *table.cell(cells, Field::Balance) != Cell::Empty);
        let (row, cells) = told?;
        let minor = values::money(table.cell(cells, Field::Balance), self.unit, self.style).ok()?;
        Some((At { sheet: table.place, row: *row }, minor))
    }

    fn parts(&mut self, table: &mut Table, place: usize) -> [Table; 2] {
        let width = table.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let (mut spent, mut contributed, mut paid) = (Vec::<Row>::new(), Vec::new(), Vec::new());
        for (row, mut cells) in std::mem::take(&mut table.rows) {
            match self.is(table, row, &cells, place) {
                Is::Spent => spent.push((row, cells)),
                Is::Contributed => contributed.push((row, cells)),
                Is::Paid(whose) => {
                    cells.resize(width, Cell::Empty);
                    cells.push(whose);
                    paid.push((row, cells));
                }
                Is::Passed => {}
            }
        }
        let at = |field: Field| table.place_of(field).map(|place| (field, place));
        let (date, concept) = (at(Field::Date), table.place_of(Field::Concept));
        let amount = Some((Field::Amount, place));
        let capital = [date, concept.map(|place| (Field::Source, place)), amount].into_iter().flatten().collect();
        let payments = [date, at(Field::Receipt), at(Field::Means), amount, Some((Field::Member, width))].into_iter().flatten().collect();
        if !contributed.is_empty() || !paid.is_empty() {
            let count = |rows: &[Row]| Fact::Number(rows.len() as i64);
            let refusal = Refusal::invalid("", "import-cash-book").with("capital", count(&contributed)).with("paid", count(&paid));
            self.asks.add(&table.name, 0, "", refusal);
        }
        let parts = [table.part(Kind::Capital, capital, contributed), table.part(Kind::Repayments, payments, paid)];
        table.rows = spent;
        parts
    }

    fn is(&mut self, table: &Table, row: u32, cells: &[Cell], place: usize) -> Is {
        let text = text_of(table, cells);
        let out = *table.cell(cells, Field::Amount) != Cell::Empty && filled(cells, table.place_of(Field::Amount).unwrap_or(place));
        let code = match (filled(cells, place), out) {
            (true, true) => "import-row-both-ways",
            (false, true) if begins(&text, &LENT) && !begins(&text, &["pag", "devol", "devuel", "cancel"]) => {
                if self.there.loans {
                    "import-row-loan"
                } else {
                    "import-row-loan-alone"
                }
            }
            (true, false) => match self.whose(table, cells, &text) {
                Some(_) if self.there.payments => "import-row-there",
                Some(whose) => return Is::Paid(whose),
                None if words::capital_kind(&text).or_else(|| words::capital_kind_in(&text)).is_none() => return Is::Spent,
                None if self.there.capital => "import-row-there",
                None => return Is::Contributed,
            },
            _ => return Is::Spent,
        };
        let refused = ["import-row-both-ways", "import-row-loan-alone"].contains(&code);
        let told = if refused { &mut *self.faults } else { &mut *self.asks };
        told.add(&table.name, row, "", Refusal::invalid("", code).with("text", Fact::Text(text.chars().take(40).collect())));
        Is::Passed
    }

    /// Whose payment a row is, by a column of its own or by its words.
    fn whose(&self, table: &Table, cells: &[Cell], text: &str) -> Option<Cell> {
        if !begins(text, &PAID) {
            return None;
        }
        let known = |name: &str| self.people.find(Field::Member, name).is_ok();
        let column = table.headers.iter().position(|header| {
            let means = headers::fields(Kind::Repayments, header);
            means.contains(&Field::Member) || means.contains(&Field::Name)
        });
        if let Some(Cell::Text(name) | Cell::Number(name)) = column.and_then(|place| cells.get(place)).filter(|_| !self.known.is_empty()) {
            return known(name).then(|| Cell::text(name));
        }
        let around = |word: &str| {
            let folded = fold(word);
            let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
            bare.is_empty() || LITTLE.contains(&bare) || PAID.iter().any(|stem| bare.starts_with(stem)) || bare.contains(|c: char| c.is_ascii_digit())
        };
        let name = text.split_whitespace().filter(|word| !around(word)).collect::<Vec<_>>().join(" ");
        (keys::name_words(&name).len() >= 2 && known(&name)).then(|| Cell::text(&name))
    }
}
