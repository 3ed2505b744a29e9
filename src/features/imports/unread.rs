//! What a sheet contains and the import does not read: columns, rows with only words, and totals that are not the sum of their
//! rows.

use super::cells::RowReader;
use super::faults::Faults;
use super::files::Cell;
use super::headers::{Field, Kind, kinds_named, plain};
use super::tables::{Table, is_total_word};
use super::{values, words};
use crate::domain::amount::{NumberStyle, Unit};
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};

/// How many rows are examined to see what a column holds.
const SAMPLES: usize = 200;

/// Names the columns and rows that are skipped; asks about a column with figures or days.
pub fn tell(table: &Table, asks: &mut Faults, skipped: &mut Vec<String>) {
    for place in table.unread() {
        let cells = || table.rows.iter().filter_map(|(_, cells)| cells.get(place)).filter(|cell| **cell != Cell::Empty).take(SAMPLES);
        let figures = cells().filter(|cell| is_figure(cell)).count();
        let header = table.header_at(place);
        if figures * 2 > cells().count() {
            asks.add(&table.name, table.header_row, &header, Refusal::invalid("", "import-column-unread"));
        }
        skipped.push(format!("{}: {header}", table.name));
    }
    skipped.extend(table.ignored.iter().map(|place| format!("{}: {}", table.name, table.header_at(*place))));
    for (row, words) in &table.remarks {
        let others = kinds_named(words).into_iter().any(|kind| kind != table.kind) || fold(words).contains("ingreso");
        if others && !kinds_named(words).contains(&table.kind) && table.rows.iter().any(|(own, _)| own > row) {
            asks.add(&table.name, *row, "", Refusal::invalid("", "import-remark").with("text", Fact::Text(words.clone())));
        }
    }
    for (row, cells) in &table.above {
        if cells.iter().any(|cell| matches!(cell, Cell::Number(_) | Cell::Percent(_))) {
            skipped.push(format!("{} {row}", table.name));
        }
    }
    skipped.extend(table.remarks.iter().map(|(row, words)| format!("{} {row}: {words}", table.name)));
}

fn is_figure(cell: &Cell) -> bool {
    match cell {
        Cell::Number(_) | Cell::Date(_) | Cell::Percent(_) => true,
        Cell::Text(text) => text.chars().filter(char::is_ascii_digit).count() * 2 >= text.chars().filter(|c| !c.is_whitespace()).count(),
        Cell::Empty => false,
    }
}

/// Whether a row says itself that it does not count, or not yet; the user is told. A row that only says so in a remark is read,
/// and the user is asked.
pub fn is_left_out(row: &mut RowReader<'_>) -> bool {
    let says = |field: Field| matches!(row.cell(field), Cell::Text(text) if words::is_void(text));
    let (state, note) = (says(Field::State), says(Field::Note));
    if state {
        row.ask(Field::State, Refusal::invalid("", "import-row-void"));
        return true;
    }
    if note {
        row.ask(Field::Note, Refusal::invalid("", "import-row-void-noted"));
    }
    let came_in = super::cash_book::came_in(&row.table.headers).and_then(|place| row.cells.get(place)).is_some_and(|cell| *cell != Cell::Empty);
    if row.table.kind == Kind::Expenses && row.is_empty(Field::Amount) && came_in {
        row.ask(Field::Amount, Refusal::invalid("", "import-row-income"));
        return true;
    }
    if let Some(word) = of_another(row) {
        row.asks.add(&row.table.name, row.at.row, "", Refusal::invalid("", "import-row-other").with("text", Fact::Text(word)));
        return true;
    }
    matches!(row.table.kind, Kind::Repayments | Kind::Capital | Kind::Expenses) && !has_happened(row)
}

/// The word by which a row says that it is no record of this sheet: `Ingreso` among expenses, `Desembolso` among payments.
fn of_another(row: &RowReader<'_>) -> Option<String> {
    let others: &[&str] = match row.table.kind {
        Kind::Expenses => &["ingreso", "ingresos", "entrada", "entradas", "aporte", "cobro"],
        Kind::Repayments => {
            &["desembolso", "desembolsos", "egreso", "egresos", "salida", "gasto", "ahorro", "ahorros", "aporte", "aportes", "retiro"]
        }
        Kind::Capital => &["egreso", "egresos", "salida", "salidas", "gasto", "retiro"],
        _ => return None,
    };
    row.cells.iter().find_map(|cell| match cell {
        Cell::Text(text) if others.contains(&fold(text).as_str()) => Some(text.clone()),
        _ => None,
    })
}

/// Whether the money moved, by the word of the row's state. An unknown word is refused.
fn has_happened(row: &mut RowReader<'_>) -> bool {
    let text = row.said(Field::State);
    // Under `Pagado` a blank cell means that it was not paid.
    let yes_or_no = ["pagado", "cobrado", "recibido"].contains(&plain(row.header(Field::State)).as_str());
    let happened = match &text {
        None => Some(!yes_or_no),
        Some(text) => words::happened(text),
    };
    match happened {
        Some(true) => true,
        Some(false) => {
            row.ask(Field::State, Refusal::invalid("", "import-row-not-yet").with("text", Fact::Text(text.unwrap_or_default())));
            false
        }
        None => {
            let refusal = Refusal::invalid("", "import-state-unknown");
            row.fault(Field::State, refusal.with("text", Fact::Text(text.unwrap_or_default().chars().take(40).collect())));
            false
        }
    }
}

/// Refuses a header that names another unit than the fund's.
pub fn check_units(table: &Table, unit: Unit, faults: &mut Faults) {
    let amounts = [Field::Amount, Field::Principal, Field::Interest, Field::LateFee, Field::Payment, Field::Balance];
    for field in amounts.into_iter().filter(|field| table.has(*field)) {
        if let Some(other) = values::unit_in(table.header(field)).filter(|other| *other != unit) {
            let refusal = Refusal::invalid("", "wrong-unit").with("given", Fact::Text(other.symbol().to_owned()));
            faults.add(&table.name, table.header_row, table.header(field), refusal.with("unit", Fact::Text(unit.symbol().to_owned())));
        }
    }
}

/// Refuses rows whose unit column names another unit than the fund's.
pub fn check_unit_of_rows(table: &Table, unit: Unit, faults: &mut Faults) {
    let Some(place) = table.titled("moneda") else { return };
    for (row, cells) in &table.rows {
        let Some(Cell::Text(text)) = cells.get(place) else { continue };
        if words::unit(text).is_some_and(|other| other != unit) {
            let refusal = Refusal::invalid("", "wrong-unit").with("given", Fact::Text(text.chars().take(20).collect()));
            faults.add(&table.name, *row, &table.header_at(place), refusal.with("unit", Fact::Text(unit.symbol().to_owned())));
        }
    }
}

/// A row that is the sum of others is skipped; one that is not their sum may be a record, so the user is asked.
pub fn check_totals(table: &Table, unit: Unit, style: NumberStyle, asks: &mut Faults) {
    if table.totals.is_empty() {
        return;
    }
    let months: Vec<Field> = table.months().map(|(month, _)| Field::Month(month)).collect();
    let differs = |cells: &[Cell], from: usize, to: usize, sum: &dyn Fn(Field, usize, usize) -> i64| {
        let own = [Field::Amount, Field::Principal, Field::Balance].into_iter().find(|field| *table.cell(cells, *field) != Cell::Empty);
        let summed = own.into_iter().chain(months.iter().copied().filter(|field| *table.cell(cells, *field) != Cell::Empty));
        let mut read = summed.filter_map(|field| Some((field, values::money(table.cell(cells, field), unit, style).ok()?)));
        read.find(|(field, total)| *total != sum(*field, from, to) && *total != sum(*field, 0, to))
    };
    let sum = |field: Field, from: usize, to: usize| -> i64 {
        let rows = table.rows.get(from..to).unwrap_or_default();
        rows.iter().filter_map(|(_, cells)| values::money(table.cell(cells, field), unit, style).ok()).fold(0, i64::saturating_add)
    };
    let mut from = 0;
    for ((row, cells), to) in &table.totals {
        let differing = differs(cells, from, *to, &sum);
        from = *to;
        let Some((field, total)) = differing else { continue };
        let whole = sum(field, 0, *to);
        let words = cells
            .iter()
            .find(|cell| is_total_word(cell))
            .map_or_else(String::new, |cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() });
        let refusal = Refusal::invalid("", "import-total-differs").with("text", Fact::Text(words)).with("written", Fact::Money(total, unit));
        asks.add(&table.name, *row, table.told(field), refusal.with("sum", Fact::Money(whole, unit)));
    }
}
