//! How a register is described on a page, on the command line and over JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::balances::Difference;
use super::faults::{Fault, Group, grouped as by_cause, rows_said};
use super::register::{Register, Totals};
use crate::domain::ids::FundId;
use crate::web::text::Reader;

/// The place of a group of faults: `Créditos, fila 7, Monto`; `Pagos, filas 3–9, Fecha`.
pub fn place(reader: Reader, group: &Group<'_>) -> String {
    let (rows, more) = rows_said(&group.rows);
    let rows = if more > 0 { reader.tf("fault-rows-more", &[("rows", rows.into()), ("more", more.into())]) } else { rows };
    let count = i64::try_from(group.rows.len()).unwrap_or(i64::MAX);
    let rows = if group.rows.is_empty() { String::new() } else { reader.tf("fault-rows", &[("count", count.into()), ("rows", rows.into())]) };
    let parts = [group.first.sheet.as_str(), &rows, group.first.column.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What is wrong in a group, with other examples of its cells.
pub fn reason(reader: Reader, group: &Group<'_>) -> String {
    let said = reader.refusal(&group.first.refusal);
    match group.examples.get(1..).filter(|more| !more.is_empty()) {
        Some(more) => {
            let more = more.iter().map(|fault| example(reader, fault)).collect::<Vec<_>>().join("; ");
            reader.tf("fault-also", &[("said", said.into()), ("more", more.into())])
        }
        None => said,
    }
}

/// What another cell of a group says, in short: `Benita → Huamán Ccori, Benita`; `fila 7: S/ 500.00, S/ 600.00`.
fn example(reader: Reader, fault: &Fault) -> String {
    let amounts = fault.amounts().into_iter().map(|(minor, unit)| reader.money(minor, unit)).collect::<Vec<_>>().join(", ");
    let whose = match fault.written() {
        (Some(text), Some(name)) => format!("{text} → {name}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => reader.tf("fault-rows", &[("count", 1_i64.into()), ("rows", fault.row.to_string().into())]),
    };
    if amounts.is_empty() { whose } else { format!("{whose}: {amounts}") }
}

/// One line for each cause.
pub fn grouped(reader: Reader, faults: &[Fault]) -> Vec<String> {
    by_cause(faults)
        .iter()
        .map(|group| {
            let place = place(reader, group);
            let reason = reason(reader, group);
            if place.is_empty() { reason } else { format!("{place}: {reason}") }
        })
        .collect()
}

/// One line for each sheet: the kind it was taken for.
pub fn sheets(reader: Reader, register: &Register) -> Vec<String> {
    let line = |sheet: &super::recognise::SheetTold| {
        let kind = match sheet.kind {
            Some(kind) => kind.title().to_owned(),
            None if sheet.rows == 0 => reader.t("import-sheet-empty"),
            None => reader.t("import-sheet-not-read"),
        };
        reader.tf("import-sheet-is", &[("sheet", sheet.name.as_str().into()), ("kind", kind.into()), ("rows", sheet.rows.into())])
    };
    register.sheets.iter().map(line).collect()
}

/// The totals, to compare with the notebook.
pub fn totals(reader: Reader, register: &Register) -> Vec<(String, String)> {
    let totals = register.totals();
    let money = |minor| reader.money(minor, register.unit);
    vec![
        (reader.t("members"), totals.members.to_string()),
        (reader.t("capital"), money(totals.capital_minor)),
        (reader.t("loans"), totals.loans.to_string()),
        (reader.t("import-lent"), money(totals.lent_minor)),
        (reader.t("repayments"), totals.repayments.to_string()),
        (reader.t("import-collected"), money(totals.collected_minor)),
        (reader.t("expenses"), money(totals.expenses_minor)),
        (reader.t("import-owed"), money(totals.owed_minor)),
        (reader.t("import-cash"), money(totals.cash_minor)),
    ]
}

/// The result of comparing the notebook's own balances, where it has any.
pub fn balances(reader: Reader, register: &Register) -> Option<String> {
    let compared = &register.balances;
    if compared.equal == 0 && compared.differing.is_empty() {
        return None;
    }
    let facts = [("equal", compared.equal.into()), ("differing", compared.differing.len().into())];
    Some(reader.tf("import-balances", &facts))
}

#[derive(Serialize, ToSchema)]
pub struct FaultOut {
    sheet: String,
    row: u32,
    column: String,
    code: String,
    /// Where and why, in the reader's language.
    detail: String,
}

#[derive(Serialize, ToSchema)]
pub struct SheetOut {
    name: String,
    /// The kind it was taken for; none where it is not read.
    kind: Option<String>,
    rows: usize,
}

#[derive(Serialize, ToSchema)]
pub struct BalanceOut {
    member: i64,
    name: String,
    /// What is owed as the notebook says, in minor units.
    written_minor: i64,
    /// What is owed as the books compute it, in minor units.
    computed_minor: i64,
    /// The first payment after which the two differ.
    since: Option<chrono::NaiveDate>,
}

#[derive(Serialize, ToSchema)]
pub struct ImportOut {
    /// The fund that was made; none in a preview or where there are faults.
    pub fund: Option<FundId>,
    pub members: usize,
    pub capital: usize,
    pub loans: usize,
    pub repayments: usize,
    pub expenses: usize,
    /// The totals, to compare with the notebook; none where there are faults.
    pub totals: Option<Totals>,
    /// Every sheet, and the kind it was taken for.
    pub sheets: Vec<SheetOut>,
    /// Sheets, columns and rows that were skipped.
    pub skipped: Vec<String>,
    /// Members whose balance in the notebook differs from the computed one.
    pub balances: Vec<BalanceOut>,
    /// What the user must confirm before anything is written.
    pub asks: Vec<FaultOut>,
    /// The number of all things to confirm, including those that are not listed.
    pub ask_count: usize,
    pub faults: Vec<FaultOut>,
    /// The number of all faults, including those that are not listed.
    pub fault_count: usize,
}

fn fault(reader: Reader, fault: &Fault) -> FaultOut {
    FaultOut {
        sheet: fault.sheet.clone(),
        row: fault.row,
        column: fault.column.clone(),
        code: fault.refusal.code.to_owned(),
        detail: grouped(reader, std::slice::from_ref(fault)).concat(),
    }
}

pub fn json(reader: Reader, register: &Register) -> ImportOut {
    let balance = |found: &Difference| BalanceOut {
        member: found.member,
        name: found.name.clone(),
        written_minor: found.written_minor,
        computed_minor: found.computed_minor,
        since: found.since,
    };
    ImportOut {
        fund: None,
        members: register.members.len(),
        capital: register.capital.len(),
        loans: register.loans.len(),
        repayments: register.repayments.len(),
        expenses: register.expenses.len(),
        totals: register.faults.is_empty().then(|| register.totals()),
        sheets: register
            .sheets
            .iter()
            .map(|sheet| SheetOut { name: sheet.name.clone(), kind: sheet.kind.map(|kind| kind.code().to_owned()), rows: sheet.rows })
            .collect(),
        skipped: register.skipped.clone(),
        balances: register.balances.differing.iter().map(balance).collect(),
        asks: register.asks.iter().map(|ask| fault(reader, ask)).collect(),
        ask_count: register.ask_count,
        faults: register.faults.iter().map(|found| fault(reader, found)).collect(),
        fault_count: register.fault_count,
    }
}
