//! A sheet as a table: the place of its headers, the meaning of each column, and the rows that are records. Titles, totals and
//! repeated headers are told apart from records by the columns that every record fills.

use super::choices::{Choices, ColumnIs};
use super::files::{Cell, Row, Sheet};
use super::headers::{self, Field, Kind, plain};
use super::values::is_nothing;
use super::{joined, matching};
use crate::domain::names::fold;

/// The headers are searched for in this many rows.
const HEADERS_WITHIN: usize = 50;

pub struct Table {
    /// The sheet's name in the workbook.
    pub name: String,
    /// Its index among the sheets that were read.
    pub place: u16,
    pub kind: Kind,
    /// The row of the headers; the lower one where there are two.
    pub header_row: u32,
    pub(super) places: Vec<(Field, usize)>,
    pub(super) headers: Vec<String>,
    /// Columns that the user said to skip.
    pub ignored: Vec<usize>,
    /// Columns that another table of the same sheet reads.
    pub(super) elsewhere: Vec<usize>,
    /// The rows that are records.
    pub rows: Vec<Row>,
    /// Rows above the headers.
    pub above: Vec<Row>,
    /// Rows that only sum others: the row, its amount where it has one, and the number of records before it.
    pub totals: Vec<(Row, usize)>,
    /// Rows with only text among the records.
    pub remarks: Vec<(u32, String)>,
}

/// A sheet's headers, with their place and meaning.
pub struct Headed {
    /// The index of the first row under the headers.
    pub first: usize,
    pub row: u32,
    pub places: Vec<(Field, usize)>,
    pub headers: Vec<String>,
    pub ignored: Vec<usize>,
}

impl Headed {
    pub fn has(&self, field: Field) -> bool {
        self.places.iter().any(|(own, _)| *own == field)
    }

    pub fn months(&self) -> usize {
        self.places.iter().filter(|(field, _)| matches!(field, Field::Month(_))).count()
    }

    /// The number of columns that a record's data is read from.
    pub fn told(&self) -> usize {
        self.places.iter().filter(|(field, _)| !matches!(field, Field::Ordinal | Field::Note)).count()
    }

    /// The titles of the columns that such a sheet must have and lacks.
    pub fn missing(&self, kind: Kind) -> Vec<&'static str> {
        let lacks = |fields: &&(&[Field], &'static str)| !fields.0.iter().any(|field| self.has(*field));
        let mut missing: Vec<&'static str> = needs(kind).iter().filter(lacks).map(|(_, title)| *title).collect();
        if kind == Kind::Months && self.months() < 2 {
            missing.push("enero, febrero…");
        }
        missing
    }
}

/// What a record of each kind must have: any one of these columns, with its title in the template.
fn needs(kind: Kind) -> &'static [(&'static [Field], &'static str)] {
    use Field::{Amount, Balance, Concept, Date, Document, Due, Interest, LateFee, Loan, Member, Name, Principal, Since};
    match kind {
        Kind::House => &[],
        Kind::Members => &[(&[Name], "Apellidos y nombres")],
        Kind::Capital => &[(&[Date], "Fecha"), (&[Amount], "Monto")],
        Kind::Loans => &[(&[Member, Name, Document], "N° socio"), (&[Date, Since, Balance], "Desembolso"), (&[Amount, Balance], "Monto")],
        Kind::Repayments => {
            &[(&[Date], "Fecha"), (&[Loan, Member, Name, Document], "Nº crédito"), (&[Amount, Principal, Interest, LateFee], "Monto")]
        }
        Kind::Expenses => &[(&[Date], "Fecha"), (&[Concept], "Concepto"), (&[Amount], "Monto")],
        Kind::Agreed => &[(&[Loan], "Nº crédito"), (&[Due], "Vencimiento"), (&[Principal, Amount], "Capital")],
        Kind::Months => &[(&[Loan, Member, Name, Document], "Nº crédito")],
    }
}

/// The columns of which every record fills one: a row that leaves all of them blank sums others.
fn keys(kind: Kind) -> &'static [Field] {
    use Field::{Concept, Date, Document, Due, Loan, Member, Name, Number, Source};
    match kind {
        Kind::House => &[],
        Kind::Members => &[Number, Name, Document],
        Kind::Capital => &[Date, Source],
        Kind::Loans => &[Loan, Member, Name, Document, Date],
        Kind::Repayments => &[Date, Loan, Member, Name, Document],
        Kind::Expenses => &[Date, Concept],
        Kind::Agreed => &[Loan, Due],
        Kind::Months => &[Loan, Member, Name, Document],
    }
}

/// Finds the headers: the row, or two rows, with most meanings. Titles and blank rows before them are skipped.
pub fn headed(sheet: &Sheet, kind: Kind, choices: &Choices) -> Option<Headed> {
    let mut best: Option<Headed> = None;
    for i in 0..sheet.rows.len().min(HEADERS_WITHIN) {
        let one = matching::one_row(sheet, i, kind, choices);
        let two = matching::two_rows(sheet, i, kind, choices);
        for found in [one, two].into_iter().flatten() {
            let better = best.as_ref().is_none_or(|best| {
                found.told() > best.told() || found.told() == best.told() && matching::under_months(sheet, kind, best.first, found.first)
            });
            if found.told() >= 2.min(needs(kind).len().max(1)) && better {
                best = Some(found);
            }
        }
    }
    best
}

impl Table {
    pub fn new(sheet: Sheet, place: u16, kind: Kind, found: Headed) -> Self {
        let mut rows = sheet.rows;
        let mut under = rows.split_off(found.first.min(rows.len()));
        joined::fill(&mut under, &sheet.joined, kind, &found.places);
        let mut table = Self {
            name: sheet.name,
            place,
            kind,
            header_row: found.row,
            places: found.places,
            headers: found.headers,
            ignored: found.ignored,
            elsewhere: Vec::new(),
            rows: Vec::with_capacity(under.len()),
            above: rows,
            totals: Vec::new(),
            remarks: Vec::new(),
        };
        for row in under {
            let mut row = row;
            table.zero_balance(&mut row.1);
            match table.is(&row.1) {
                RowIs::Record => table.rows.push(row),
                RowIs::Blank | RowIs::Headers => {}
                RowIs::Total => table.totals.push((row, table.rows.len())),
                RowIs::Remark => table.remarks.push((row.0, words_of(&row.1))),
            }
        }
        table
    }

    /// Adds a column that the sheet itself does not have.
    pub fn adds(&mut self, field: Field, place: usize) {
        self.places.push((field, place));
    }

    pub fn cell<'c>(&self, cells: &'c [Cell], field: Field) -> &'c Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.place_of(field).and_then(|place| cells.get(place)).unwrap_or(EMPTY)
    }

    pub fn has(&self, field: Field) -> bool {
        self.place_of(field).is_some()
    }

    pub fn place_of(&self, field: Field) -> Option<usize> {
        self.places.iter().find(|(own, _)| *own == field).map(|(_, place)| *place)
    }

    /// The column with this header, in plain form, whatever its meaning.
    pub fn titled(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|own| plain(own) == header)
    }

    /// The columns for months, with their places.
    pub fn months(&self) -> impl Iterator<Item = (u32, usize)> {
        self.places.iter().filter_map(|(field, place)| if let Field::Month(month) = field { Some((*month, *place)) } else { None })
    }

    /// A column's header as written; empty where there is no such column.
    pub fn header(&self, field: Field) -> &str {
        self.place_of(field).and_then(|place| self.headers.get(place)).map_or("", String::as_str)
    }

    /// A column's name in a fault: its header, or its title where the sheet has none.
    pub fn told(&self, field: Field) -> &str {
        match self.header(field) {
            "" => self.kind.columns().iter().find(|column| column.field == field).map_or("", |column| column.title),
            header => header,
        }
    }

    /// The name in a fault of the column at a place.
    pub fn header_at(&self, place: usize) -> String {
        match self.headers.get(place).map_or("", String::as_str) {
            "" => format!("({})", letters(place)),
            header => header.chars().take(60).collect(),
        }
    }

    /// The places of columns that are not empty and are not read.
    pub fn unread(&self) -> Vec<usize> {
        let widest = self.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let read = |place: &usize| self.places.iter().any(|(_, own)| own == place) || self.ignored.contains(place) || self.elsewhere.contains(place);
        let filled = |place: &usize| self.rows.iter().any(|(_, cells)| cells.get(*place).is_some_and(|cell| *cell != Cell::Empty));
        (0..widest).filter(|place| !read(place) && filled(place)).collect()
    }

    /// Empties cells that say that there is nothing. A loan with the balance `-` owes nothing.
    fn zero_balance(&self, cells: &mut [Cell]) {
        let balance = self.place_of(Field::Balance).filter(|_| self.kind == Kind::Loans);
        let owes_nothing = balance.and_then(|place| cells.get(place)).is_some_and(is_blank_mark);
        cells.iter_mut().filter(|cell| is_blank_mark(cell)).for_each(|cell| *cell = Cell::Empty);
        if let Some(cell) = balance.filter(|_| owes_nothing && cells.iter().any(|cell| *cell != Cell::Empty)).and_then(|place| cells.get_mut(place)) {
            *cell = Cell::Number("0".to_owned());
        }
    }

    fn is(&self, cells: &[Cell]) -> RowIs {
        let filled = cells.iter().filter(|cell| **cell != Cell::Empty).count();
        // Formulas in rows not filled in yet are no record.
        if cells.iter().all(|cell| *cell == Cell::Empty || cell.is_uncalculated()) {
            return RowIs::Blank;
        }
        if self.repeats_headers(cells) {
            return RowIs::Headers;
        }
        let of_keys: Vec<&Cell> = keys(self.kind).iter().map(|field| self.cell(cells, *field)).filter(|cell| **cell != Cell::Empty).collect();
        let keyed = of_keys.iter().filter(|cell| !is_total_word(cell)).count();
        let figures = cells.iter().any(|cell| match cell {
            Cell::Text(text) => text.contains(|c: char| c.is_ascii_digit()),
            other => *other != Cell::Empty,
        });
        let amount = [Field::Amount, Field::Balance, Field::Principal].iter().any(|field| *self.cell(cells, *field) != Cell::Empty);
        if keyed == 0 && cells.iter().any(is_total_word) {
            return RowIs::Total;
        }
        // Under a month stands an amount: what is none is told, never taken for a remark.
        let by_month = self.kind == Kind::Months && self.months().any(|(_, place)| cells.get(place).is_some_and(|cell| *cell != Cell::Empty));
        if keyed == 0 && !of_keys.is_empty() || keyed > 0 && by_month {
            return RowIs::Record;
        }
        let text_alone = !figures && !amount;
        let only_one = filled == 1 && !(self.kind == Kind::Members && *self.cell(cells, Field::Name) != Cell::Empty);
        let one_text = only_one && cells.iter().all(|cell| matches!(cell, Cell::Empty | Cell::Text(_))) && !amount;
        match self.kind {
            Kind::Members if one_text => RowIs::Remark,
            Kind::Members => RowIs::Record,
            _ if text_alone || one_text => RowIs::Remark,
            _ if keyed == 0 && of_keys.is_empty() && self.sums_alone(cells) => RowIs::Total,
            _ => RowIs::Record,
        }
    }

    /// A row of figures without words, under records: whether it is their sum is checked where amounts are read.
    fn sums_alone(&self, cells: &[Cell]) -> bool {
        !self.rows.is_empty() && cells.iter().all(|cell| matches!(cell, Cell::Empty | Cell::Number(_)))
    }

    fn repeats_headers(&self, cells: &[Cell]) -> bool {
        let mut same = 0;
        for (_, place) in &self.places {
            match cells.get(*place) {
                None | Some(Cell::Empty) => {}
                Some(Cell::Text(text))
                    if self
                        .headers
                        .get(*place)
                        .is_some_and(|header| !header.is_empty() && (plain(header) == plain(text) || plain(header).ends_with(&plain(text)))) =>
                {
                    same += 1
                }
                Some(_) => return false,
            }
        }
        same >= 2
    }
}

enum RowIs {
    Record,
    Blank,
    Headers,
    Total,
    Remark,
}

fn is_blank_mark(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if is_nothing(text))
}

/// Whether a cell says that its row is a sum.
pub fn is_total_word(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // What one page hands on to the next.
    if ["van", "vienen", "va", "viene", "pasan"].contains(&folded.trim_matches(|c: char| !c.is_alphanumeric())) {
        return true;
    }
    match words.next() {
        Some("total" | "totales" | "subtotal" | "subtotales" | "suma" | "sumas" | "sumatoria" | "sum") => true,
        Some("sub" | "gran" | "monto") => words.next() == Some("total"),
        Some("saldo") => matches!(words.next(), Some("final" | "total")),
        _ => false,
    }
}

fn words_of(cells: &[Cell]) -> String {
    let texts = cells.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None });
    texts.collect::<Vec<_>>().join(" ").chars().take(60).collect()
}

/// A column's letters in a spreadsheet: 0 → `A`, 26 → `AA`.
pub fn letters(place: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    if place < 26 { letter(place).to_string() } else { format!("{}{}", letter(place / 26 - 1), letter(place)) }
}

/// Whether a sheet that was not recognised seems to hold records: a row of several cells with a figure or a day, or some rows
/// whose words contain figures.
pub fn looks_like_records(sheet: &Sheet) -> bool {
    let several = |cells: &[Cell]| cells.iter().filter(|cell| **cell != Cell::Empty).count() >= 2;
    let figure = |cells: &[Cell]| cells.iter().any(|cell| !matches!(cell, Cell::Empty | Cell::Text(_)));
    let worded =
        |cells: &[Cell]| cells.iter().any(|cell| matches!(cell, Cell::Text(text) if text.len() < 40 && text.contains(|c: char| c.is_ascii_digit())));
    let rows = || sheet.rows.iter().filter(|(_, cells)| several(cells));
    rows().any(|(_, cells)| figure(cells)) || rows().filter(|(_, cells)| worded(cells)).nth(1).is_some()
}

/// What the user said that a column is, or what its header may mean.
pub fn meanings(kind: Kind, sheet: &str, header: &str, choices: &Choices) -> (Vec<Field>, bool) {
    match choices.column(kind, sheet, header) {
        Some(ColumnIs::Field(field)) => (vec![field], false),
        Some(ColumnIs::Ignored) => (Vec::new(), true),
        None => (headers::fields(kind, header), false),
    }
}
