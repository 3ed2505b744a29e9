//! Reads a bank statement from a workbook or a file of separated values: the columns by their headings, the amounts by the one
//! decimal mark that fits all of them. Where two readings are possible, the balances decide; otherwise the file is refused.

use crate::domain::amount::{NumberStyle, Unit, figures};
use crate::domain::bank::{BankLine, wrong_balance};
use crate::domain::names::fold;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::Note;
use crate::features::imports::files::{Cell, Row, Sheet};
use crate::features::imports::{day_in, is_nothing, plain_amount, unit_in};

/// The headings are searched for in this many rows: banks print the account and its holder above them.
const HEAD: usize = 40;
/// The longest description that is kept, in characters.
const LONGEST: usize = 200;

/// Words that announce a currency.
const CURRENCY: [&str; 3] = ["moneda", "divisa", "currency"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Date,
    Description,
    Amount,
    Debit,
    Credit,
    Balance,
    Currency,
}

const WORDS: [(Column, &[&str]); 7] = [
    (Column::Currency, &CURRENCY),
    (Column::Balance, &["saldo", "balance"]),
    (Column::Date, &["fecha", "date"]),
    (
        Column::Debit,
        &["cargo", "cargos", "debe", "debito", "debitos", "retiro", "retiros", "egreso", "egresos", "salida", "salidas", "debit", "withdrawal"],
    ),
    (
        Column::Credit,
        &["abono", "abonos", "haber", "credito", "creditos", "deposito", "depositos", "ingreso", "ingresos", "entrada", "entradas", "credit"],
    ),
    (Column::Amount, &["monto", "importe", "amount", "valor"]),
    (Column::Description, &["descripcion", "concepto", "detalle", "glosa", "movimiento", "operacion", "referencia", "description", "details"]),
];

/// The column of a heading; `Cargo/Abono` is one amount with its sign.
fn column(heading: &str) -> Option<Column> {
    let folded = fold(heading);
    let has = |words: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    let named: Vec<Column> = WORDS.iter().filter(|(_, words)| has(words)).map(|(column, _)| *column).collect();
    match named.as_slice() {
        [Column::Debit, Column::Credit, ..] => Some(Column::Amount),
        [first, ..] => Some(*first),
        [] => None,
    }
}

/// The index of each column.
#[derive(Default)]
struct Columns {
    date: usize,
    description: Option<usize>,
    amount: Option<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    balance: Option<usize>,
    currency: Option<usize>,
}

/// Refuses a text that names another currency than the fund's.
///
/// # Errors
/// `statement-other-unit`.
fn of_fund(text: &str, unit: Unit) -> Result<(), Refusal> {
    let Some(given) = unit_in(text).filter(|given| *given != unit) else { return Ok(()) };
    let refusal = Refusal::invalid("file", "statement-other-unit").with("given", Fact::Text(given.symbol().to_owned()));
    Err(refusal.with("unit", Fact::Text(unit.symbol().to_owned())))
}

/// Refuses rows above the headings that name another currency: `Moneda: dólares`, `Cuenta en soles`.
///
/// # Errors
/// As [`of_fund`].
fn above(rows: &[Row], unit: Unit) -> Result<(), Refusal> {
    for (_, cells) in rows {
        let texts: Vec<&str> = cells.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None }).collect();
        let words = || texts.iter().flat_map(|text| text.split_whitespace());
        let folded = |word: &str| fold(word).trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        if words().any(|word| folded(word) == "cuenta" || CURRENCY.contains(&folded(word).as_str())) {
            // `ahorros/corriente` names no soles.
            words().filter(|word| fold(word).find("s/").is_none_or(|at| at == 0)).try_for_each(|word| of_fund(word, unit))?;
        }
    }
    Ok(())
}

/// The columns of a row of headings; none where the row has no headings.
///
/// # Errors
/// `statement-two-columns` where two columns hold the amount, `statement-other-unit`.
fn columns(row: &Row, unit: Unit) -> Result<Option<Columns>, Refusal> {
    let named: Vec<(usize, Column, &str)> = (0..)
        .zip(&row.1)
        .filter_map(|(at, cell)| if let Cell::Text(text) = cell { column(text).map(|column| (at, column, text.as_str())) } else { None })
        .collect();
    let first = |wanted: Column| named.iter().find(|(_, column, _)| *column == wanted).map(|(at, _, _)| *at);
    let Some(date) = first(Column::Date) else { return Ok(None) };
    let found = Columns {
        date,
        description: first(Column::Description),
        amount: first(Column::Amount),
        debit: first(Column::Debit),
        credit: first(Column::Credit),
        balance: first(Column::Balance),
        currency: first(Column::Currency),
    };
    let apart = found.debit.is_some() || found.credit.is_some();
    if found.amount.is_none() && !apart {
        return Ok(None);
    }
    let twice = |wanted: Column| named.iter().filter(|(_, column, _)| *column == wanted).count() > 1;
    if (found.amount.is_some() && apart) || [Column::Amount, Column::Debit, Column::Credit].into_iter().any(twice) {
        return Err(at_row("statement-two-columns", row.0));
    }
    let money = |column: &Column| !matches!(column, Column::Date | Column::Description);
    named.iter().filter(|(_, column, _)| money(column)).try_for_each(|(_, _, text)| of_fund(text, unit))?;
    Ok(Some(found))
}

fn at_row(code: &'static str, row: u32) -> Refusal {
    Refusal::invalid("file", code).with("row", Fact::Number(i64::from(row)))
}

/// An amount read with each decimal mark: a point, a comma.
type Read = [Option<i64>; 2];

/// A row with its possible readings.
struct Raw {
    row: u32,
    on: chrono::NaiveDate,
    description: Note,
    amount: Read,
    balance: Option<Read>,
}

/// # Errors
/// `statement-no-columns`, `statement-many-sheets`, `statement-other-unit`, refusals of a row, `statement-two-readings` with both.
pub fn read(sheets: &[Sheet], unit: Unit, style: NumberStyle) -> Result<Vec<BankLine>, Refusal> {
    let mut found = None;
    for sheet in sheets {
        for (at, row) in sheet.rows.iter().take(HEAD).enumerate() {
            let Some(columns) = columns(row, unit)? else { continue };
            if found.is_some() {
                return Err(Refusal::invalid("file", "statement-many-sheets"));
            }
            above(&sheet.rows[..at], unit)?;
            found = Some((columns, &sheet.rows[at + 1..]));
            break;
        }
    }
    let (columns, rows) = found.ok_or_else(|| Refusal::invalid("file", "statement-no-columns"))?;
    let mut raw = Vec::new();
    for row in rows {
        raw.extend(of_row(&columns, row, unit)?);
    }
    one_reading(&raw, unit, style)
}

/// A row that moved money; none for a total, a balance brought forward, or a note at the end.
fn of_row(columns: &Columns, (no, cells): &Row, unit: Unit) -> Result<Option<Raw>, Refusal> {
    let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).unwrap_or(&Cell::Empty);
    let amount = |at: Option<usize>| money(cell(at), unit, *no);
    let text = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
    let sums = cells.iter().any(|cell| ["total", "saldo", "subtotal"].iter().any(|word| fold(&text(cell)).starts_with(word)));
    let day = day_in(cell(Some(columns.date)));
    if sums && day.is_err() {
        return Ok(None);
    }
    let moved = match (columns.amount, amount(columns.debit)?, amount(columns.credit)?) {
        (Some(_), _, _) => amount(columns.amount)?,
        (None, Some(_), Some(_)) => return Err(at_row("statement-both", *no)),
        (None, Some(out), None) => Some(out.map(|minor| minor.map(|minor| -minor.abs()))),
        (None, None, come) => come.map(|come| come.map(|minor| minor.map(i64::abs))),
    };
    let Some(moved) = moved else { return Ok(None) };
    of_fund(&text(cell(columns.currency)), unit)?;
    let on = day.map_err(|_| at_row("statement-date", *no))?;
    let described: String = text(cell(columns.description)).chars().take(LONGEST).collect();
    let description = Note::parse(&described).unwrap_or_default();
    Ok(Some(Raw { row: *no, on, description, amount: moved, balance: amount(columns.balance)? }))
}

/// A cell's amount; none for an empty cell, a dash and zero.
///
/// # Errors
/// `statement-amount`, `statement-other-unit`.
fn money(cell: &Cell, unit: Unit, row: u32) -> Result<Option<Read>, Refusal> {
    let unreadable = |text: &str| at_row("statement-amount", row).with("text", Fact::Text(text.chars().take(40).collect()));
    let read: Read = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) if is_nothing(text) => return Ok(None),
        Cell::Number(number) => [Some(plain_amount(number, unit).map_err(|_| unreadable(number))?); 2],
        Cell::Text(text) => match of_fund(text, unit).map(|()| [by(text, unit, '.'), by(text, unit, ',')])? {
            [None, None] => return Err(unreadable(text)),
            read => read,
        },
        Cell::Date(date) => return Err(unreadable(&date.to_string())),
        Cell::Percent(number) => return Err(unreadable(number)),
    };
    Ok(Some(read).filter(|read| *read != [Some(0); 2]))
}

/// A text as an amount with this decimal mark.
fn by(text: &str, unit: Unit, mark: char) -> Option<i64> {
    let mut bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect::<String>().to_lowercase().replace('−', "-");
    let mut negative = false;
    for _ in 0..2 {
        if let Some(inside) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            (negative, bare) = (true, inside.to_owned());
        }
        if let Some(rest) = bare.strip_prefix('-').or_else(|| bare.strip_suffix('-')) {
            (negative, bare) = (true, rest.to_owned());
        }
        bare = bare.trim_start_matches('+').to_owned();
        for symbol in ["s/.", "s/", "us$", "$us", "usd", "pen", "bob", "bs.", "bs", "$"] {
            if let Some(rest) = bare.strip_prefix(symbol).or_else(|| bare.strip_suffix(symbol)) {
                bare = rest.to_owned();
                break;
            }
        }
    }
    let other = if mark == '.' { ',' } else { '.' };
    let (whole, part) = match bare.rsplit_once(mark) {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (bare.as_str(), ""),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let mut groups = whole.split(other);
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(other);
    if !digits(first) || (grouped && (first.len() > 3 || !groups.all(|group| group.len() == 3 && digits(group)))) {
        return None;
    }
    let decimals = unit.decimals() as usize;
    // `1.500` may be one and a half: zeros beyond the last decimal mean nothing.
    let beyond = part.get(decimals..).unwrap_or_default();
    if !(part.is_empty() || digits(part)) || part.len() > decimals + 1 || !beyond.chars().all(|c| c == '0') {
        return None;
    }
    let kept = part.get(..decimals).unwrap_or(part);
    let minor: i64 = format!("{}{kept:0<decimals$}", whole.replace(other, "")).parse().ok()?;
    Some(if negative { -minor } else { minor })
}

/// The lines, read with the one decimal mark that fits all amounts.
fn one_reading(raw: &[Raw], unit: Unit, style: NumberStyle) -> Result<Vec<BankLine>, Refusal> {
    let by_mark = |which: usize| -> Option<Vec<BankLine>> {
        let line = |raw: &Raw| {
            let balance_minor = match raw.balance {
                Some(balance) => Some(balance[which]?),
                None => None,
            };
            Some(BankLine { on: raw.on, description: raw.description.clone(), amount_minor: raw.amount[which]?, balance_minor })
        };
        raw.iter().map(line).collect()
    };
    match (by_mark(0), by_mark(1)) {
        (Some(point), Some(comma)) if point == comma => Ok(point),
        (Some(point), Some(comma)) => match (proven(&point), proven(&comma)) {
            (true, false) => Ok(point),
            (false, true) => Ok(comma),
            _ => Err(two_readings(raw, unit, style)),
        },
        (Some(lines), None) | (None, Some(lines)) => Ok(lines),
        (None, None) => {
            let one_way = |read: &Read| read[0].is_none() || read[1].is_none();
            let first = raw.iter().find(|raw| one_way(&raw.amount) || raw.balance.as_ref().is_some_and(one_way));
            Err(at_row("statement-mixed", first.map_or(0, |raw| raw.row)))
        }
    }
}

/// Whether every balance equals the previous one plus the movement, which proves the reading.
fn proven(lines: &[BankLine]) -> bool {
    let mut turned = lines.to_vec();
    turned.reverse();
    lines.len() > 1 && lines.iter().all(|line| line.balance_minor.is_some()) && (wrong_balance(lines).is_none() || wrong_balance(&turned).is_none())
}

/// The first amount that can be read in two ways, with both readings.
fn two_readings(raw: &[Raw], unit: Unit, style: NumberStyle) -> Refusal {
    let both = |raw: &Raw| [Some(raw.amount), raw.balance].into_iter().flatten().find(|read| read[0] != read[1]).map(|read| (raw.row, read));
    let (row, read) = raw.iter().find_map(both).unwrap_or((0, [None; 2]));
    let told = |minor: Option<i64>| Fact::Text(figures(minor.unwrap_or(0), unit, style));
    at_row("statement-two-readings", row).with("a", told(read[0])).with("b", told(read[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::imports::File;
    use crate::features::imports::files::sheets;

    fn read_text(text: &str) -> Result<Vec<BankLine>, Refusal> {
        let file = File { name: "banco.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        read(&sheets(&[file]).unwrap(), Unit::Pen, NumberStyle::of_country("PE"))
    }

    fn amounts(text: &str) -> Vec<(i64, Option<i64>)> {
        read_text(text).unwrap().into_iter().map(|line| (line.amount_minor, line.balance_minor)).collect()
    }

    #[test]
    fn columns_are_told_by_their_headings() {
        let apart = "Banco de la Nación\nCuenta 04-123;;;\n\nFecha;Descripción;Cargo;Abono;Saldo\n05/01/2026;Depósito;;1,234.50;2,234.50\n06/01/2026;Comisión;-3.50;;2,231.00\n;Total;3.50;1,234.50;\n";
        assert_eq!(amounts(apart), [(123_450, Some(223_450)), (-350, Some(223_100))]);
        let signed = "Date,Description,Amount\n2026-01-05,Deposit,12.00\n2026-01-06,Fee,(3.50)\n";
        assert_eq!(amounts(signed), [(1_200, None), (-350, None)]);
        assert_eq!(read_text("Nombre;Monto\nx;1\n").unwrap_err().code, "statement-no-columns");
        assert_eq!(read_text("Fecha;Monto;Cargo;Abono\n05/01/2026;1;;1\n").unwrap_err().code, "statement-two-columns");
        assert_eq!(read_text("Fecha;Monto US$\n05/01/2026;1.00\n").unwrap_err().code, "statement-other-unit");
        assert_eq!(read_text("Fecha;Cargo;Abono\n05/01/2026;1.00;2.00\n").unwrap_err().code, "statement-both");
        assert_eq!(read_text("Fecha;Monto\nayer;1.00\n").unwrap_err().code, "statement-date");
        assert_eq!(read_text("Fecha;Monto\n05/01/2026;mucho\n").unwrap_err().code, "statement-amount");
    }

    #[test]
    fn what_is_in_another_currency_is_refused_wherever_the_file_says_so() {
        for file in [
            "Fecha;Monto\n05/01/2026;US$ 1.00\n",
            "Fecha;Monto\n05/01/2026;$1.00\n",
            "Fecha;Cargo;Abono;Saldo\n05/01/2026;;1.00;Bs 1.00\n",
            "Fecha;Monto;Moneda\n05/01/2026;1.00;USD\n",
            "Moneda:;Dólares\n\nFecha;Monto\n05/01/2026;1.00\n",
            "Cuenta de ahorros en dólares 04-123;;\nFecha;Monto\n05/01/2026;1.00\n",
        ] {
            assert_eq!(read_text(file).unwrap_err().code, "statement-other-unit", "{file}");
        }
        for file in [
            "Fecha;Monto;Moneda\n05/01/2026;S/ 1.00;Soles\n",
            "Cuenta ahorros/corriente en soles;\nTipo de cambio US$ 3.70;\nFecha;Monto\n05/01/2026;1.00\n",
        ] {
            assert_eq!(amounts(file), [(100, None)], "{file}");
        }
    }

    #[test]
    fn amounts_are_read_by_the_mark_that_all_of_them_take() {
        assert_eq!(amounts("Fecha;Monto\n05/01/2026;1.500\n06/01/2026;-12,30\n"), [(150_000, None), (-1_230, None)]);
        assert_eq!(amounts("Fecha;Monto\n05/01/2026;1,500\n06/01/2026;12.30\n"), [(150_000, None), (1_230, None)]);
        assert_eq!(read_text("Fecha;Monto\n05/01/2026;1,50\n06/01/2026;12.30\n").unwrap_err().code, "statement-mixed");
    }

    #[test]
    fn two_readings_are_refused_with_both_unless_the_balance_tells_which() {
        let refusal = read_text("Fecha;Monto\n05/01/2026;1.500\n06/01/2026;-20\n").unwrap_err();
        let told: Vec<Fact> = refusal.facts.iter().map(|(_, fact)| fact.clone()).collect();
        assert_eq!(
            (refusal.code, told),
            ("statement-two-readings", vec![Fact::Number(2), Fact::Text("1.50".to_owned()), Fact::Text("1,500.00".to_owned())])
        );
        let proven = "Fecha;Monto;Saldo\n05/01/2026;20;1000\n06/01/2026;1.500;2.500\n";
        assert_eq!(amounts(proven), [(2_000, Some(100_000)), (150_000, Some(250_000))]);
    }
}
