//! A register as it was read: the association, its people and what happened to its money, with every fault there is.

use std::collections::HashMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::cells::{Fault, Faults, RowReader, plain_amount};
use super::columns::{self, CAPITAL, Column, EXPENSES, LOANS, MEMBERS, REPAYMENTS};
use super::files::{Cell, Sheet, sheets};
use super::terms::{column_of, loan_terms};
use super::{File, checks, words};
use crate::domain::amount::{self, NumberStyle, Unit};
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::names::{fold, uncapitalised};
use crate::domain::rate::read_percent;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::{FundRules, LoanRules};
use crate::domain::schedule::{Terms, build};
use crate::domain::text::{Line, Note};
use crate::features::associations::create::NewAssociation;
use crate::features::members::keep::Person;

pub struct Register {
    pub file_name: String,
    pub sha256: String,
    pub association: NewAssociation,
    pub fund_name: Line,
    pub unit: Unit,
    pub rules: FundRules,
    /// The cash step that the workbook names: its loans have none otherwise.
    pub cash_step_minor: Option<i64>,
    pub members: Vec<(i64, Person)>,
    /// The row that each member's number stands in.
    pub member_rows: HashMap<i64, u32>,
    pub capital: Vec<CapitalRow>,
    pub loans: Vec<LoanRow>,
    pub repayments: Vec<RepaymentRow>,
    pub expenses: Vec<ExpenseRow>,
    /// Sheets and columns that were passed over.
    pub skipped: Vec<String>,
    pub faults: Vec<Fault>,
    /// All faults, also those that are too many to be listed.
    pub fault_count: usize,
}

pub struct CapitalRow {
    pub row: u32,
    pub on: NaiveDate,
    pub kind: CapitalKind,
    pub source: Note,
    pub amount_minor: i64,
}

pub struct LoanRow {
    pub row: u32,
    pub number: i64,
    pub member: i64,
    pub purpose: Note,
    pub terms: Terms,
}

pub struct RepaymentRow {
    pub row: u32,
    pub on: NaiveDate,
    pub loan: i64,
    pub amount_minor: i64,
    /// The number on the notebook's own receipt.
    pub paper_no: Option<Line>,
    pub payment_method: PaymentMethod,
}

pub struct ExpenseRow {
    pub row: u32,
    pub on: NaiveDate,
    pub concept: Line,
    pub amount_minor: i64,
}

impl Register {
    /// The rules of its loans. Paper stays as it was: nothing on it was rounded, unless the workbook says so.
    pub fn loan_rules(&self) -> LoanRules {
        LoanRules { cash_step_minor: self.cash_step_minor.unwrap_or(0), ..self.rules.loan }
    }

    /// Adds what was found in the rows together, counted like the other faults.
    pub fn add_faults(&mut self, found: Vec<Fault>) {
        let mut faults = Faults { kept: std::mem::take(&mut self.faults), count: self.fault_count };
        found.into_iter().for_each(|fault| faults.push(fault));
        (self.faults, self.fault_count) = (faults.kept, faults.count);
    }

    /// Every row that will be written.
    pub fn rows(&self) -> usize {
        self.members.len() + self.capital.len() + self.loans.len() + self.repayments.len() + self.expenses.len()
    }
}

/// Reads a register from its files.
///
/// # Errors
/// As [`sheets`]. Anything wrong inside is a fault of the register.
pub fn read(files: &[File]) -> Result<Register, Refusal> {
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(&file.bytes);
    }
    let mut reading = Reading { sheets: HashMap::new(), skipped: Vec::new(), faults: Faults::default() };
    for sheet in sheets(files)? {
        match words::sheet(&sheet.name) {
            Some(known) => {
                reading.sheets.insert(known, sheet);
            }
            None => reading.skipped.push(sheet.name),
        }
    }
    let (association, fund_name, unit, rules, cash_step_minor) = reading.association();
    let style = NumberStyle::of_country(&association.country);
    let (members, member_rows) = reading.members(unit, style);
    let capital = reading.capital(unit, style);
    let (loans, disbursed) = reading.loans(unit, style, &member_rows, &rules);
    let repayments = reading.repayments(unit, style, &disbursed);
    let expenses = reading.expenses(unit, style);
    let mut register = Register {
        file_name: names_of(files),
        sha256: hex::encode(hasher.finalize()),
        association,
        fund_name,
        unit,
        rules,
        cash_step_minor,
        members,
        member_rows,
        capital,
        loans,
        repayments,
        expenses,
        skipped: reading.skipped,
        fault_count: reading.faults.count,
        faults: reading.faults.kept,
    };
    checks::together(&mut register);
    Ok(register)
}

/// What the files are called, as far as it is kept.
fn names_of(files: &[File]) -> String {
    let name = |file: &File| Note::parse(&file.name.chars().take(60).collect::<String>()).unwrap_or_default().to_string();
    files.iter().take(5).map(name).collect::<Vec<_>>().join(", ")
}

struct Reading {
    sheets: HashMap<&'static str, Sheet>,
    skipped: Vec<String>,
    faults: Faults,
}

impl Reading {
    fn fault(&mut self, sheet: &'static str, row: u32, column: &'static str, refusal: Refusal) {
        self.faults.push(Fault { sheet, row, column, refusal });
    }

    /// The sheet of labels and values.
    fn association(&mut self) -> (NewAssociation, Line, Unit, FundRules, Option<i64>) {
        const SHEET: &str = "Asociación";
        let mut values: HashMap<String, (u32, String)> = HashMap::new();
        let sheet = self.sheets.remove(SHEET);
        if sheet.is_none() {
            self.fault(SHEET, 0, "", Refusal::invalid("", "sheet-missing"));
        }
        for (number, row) in sheet.iter().flat_map(|sheet| &sheet.rows) {
            let mut texts = row.iter().filter_map(|cell| match cell {
                Cell::Text(text) | Cell::Number(text) => Some(text.clone()),
                Cell::Percent(number) => Some(format!("{number} %")),
                Cell::Date(date) => Some(date.to_string()),
                Cell::Empty => None,
            });
            if let (Some(label), Some(value)) = (texts.next(), texts.next()) {
                values.insert(fold(&label).replace('%', " ").split_whitespace().collect::<Vec<_>>().join(" "), (*number, value));
            }
        }
        let present = sheet.is_some();
        let mut take = |labels: &[&str]| labels.iter().find_map(|label| values.remove(*label));
        let name = take(&["nombre", "asociacion", "name"]);
        let fund = take(&["fondo", "fund"]);
        let country = take(&["pais", "country"]);
        let currency = take(&["moneda", "unidad", "currency"]);
        let late_fee = take(&["mora mensual", "mora"]);
        let tolerance = take(&["dias de tolerancia", "tolerancia"]);
        let reserve = take(&["reserva del capital", "reserva"]);
        let cash_step = take(&["redondeo en efectivo", "redondeo de efectivo"]);
        let community = self.line(take(&["comunidad"]), "Comunidad");
        let district = self.line(take(&["distrito", "municipio"]), "Distrito");
        let province = self.line(take(&["provincia"]), "Provincia");
        let region = self.line(take(&["region", "departamento"]), "Región");
        let registry_no = self.line(take(&["partida registral", "registro", "personeria"]), "Partida registral");
        for (_, (number, _)) in values {
            self.skipped.push(format!("{SHEET} {number}"));
        }
        let country = self.known(country, "País", words::country, "country-unknown").unwrap_or("PE");
        let otherwise = if country == "BO" { Unit::Bob } else { Unit::Pen };
        let unit =
            if currency.is_some() { self.known(currency, "Moneda", words::unit, "unit-unknown") } else { Some(otherwise) }.unwrap_or(otherwise);
        let mut rules = FundRules::default_for(unit);
        rules.loan.late_fee_ppm = self.percent(late_fee, "Mora % mensual").unwrap_or(0);
        rules.reserve_ppm = self.percent(reserve, "Reserva % del capital").unwrap_or(0);
        let cash_step_minor = self.cash_step(cash_step, unit, NumberStyle::of_country(country));
        rules.loan.cash_step_minor = cash_step_minor.unwrap_or(rules.loan.cash_step_minor);
        if let Some((row, value)) = tolerance {
            match value.parse::<i64>() {
                Ok(days) if (0..=3_650).contains(&days) => rules.loan.tolerance_days = days,
                _ => self.fault(SHEET, row, "Días de tolerancia", Refusal::invalid("", "number-unreadable")),
            }
        }
        for (_, column) in [(&name, "Nombre"), (&fund, "Fondo")].into_iter().filter(|(value, _)| present && value.is_none()) {
            self.fault(SHEET, 0, column, Refusal::invalid("", "field-missing"));
        }
        let name = self.line(name, "Nombre").unwrap_or_default();
        let fund = self.line(fund, "Fondo").unwrap_or_default();
        let association = NewAssociation { name, country: country.to_owned(), region, province, district, community, registry_no };
        (association, fund, unit, rules, cash_step_minor)
    }

    fn cash_step(&mut self, given: Option<(u32, String)>, unit: Unit, style: NumberStyle) -> Option<i64> {
        let (row, value) = given?;
        let read = plain_amount(&value, unit).or_else(|_| amount::read(&value, unit, style));
        let checked = read.and_then(|minor| LoanRules { cash_step_minor: minor, ..LoanRules::default() }.check().map(|()| minor));
        checked.map_err(|refusal| self.fault("Asociación", row, "Redondeo en efectivo", refusal)).ok()
    }

    fn line(&mut self, given: Option<(u32, String)>, column: &'static str) -> Option<Line> {
        let (row, value) = given?;
        Line::parse(&value).map_err(|refusal| self.fault("Asociación", row, column, refusal)).ok()
    }

    fn known<T>(&mut self, given: Option<(u32, String)>, column: &'static str, read: fn(&str) -> Option<T>, code: &'static str) -> Option<T> {
        let (row, value) = given?;
        let known = read(&value);
        if known.is_none() {
            self.fault("Asociación", row, column, Refusal::invalid("", code).with("text", Fact::Text(value)));
        }
        known
    }

    fn percent(&mut self, given: Option<(u32, String)>, column: &'static str) -> Option<i64> {
        let (row, value) = given?;
        read_percent(&value).map_err(|refusal| self.fault("Asociación", row, column, refusal)).ok()
    }

    /// Reads each row of a sheet that is not a total; a missing sheet has none.
    fn rows(&mut self, name: &'static str, columns: &'static [Column], unit: Unit, style: NumberStyle, mut read: impl FnMut(&mut RowReader<'_>)) {
        let Some(sheet) = self.sheets.remove(name) else { return };
        if sheet.rows.is_empty() {
            return;
        }
        let Some(found) = columns::find(&sheet, columns) else {
            return self.fault(name, sheet.rows.first().map_or(1, |(row, _)| *row), "", Refusal::invalid("", "header-missing"));
        };
        self.skipped.extend(found.unknown.iter().map(|column| format!("{name}: {column}")));
        for missing in &found.missing {
            self.fault(name, found.row, missing, Refusal::invalid("", "column-missing"));
        }
        if !found.missing.is_empty() {
            return;
        }
        for (number, cells) in sheet.rows.iter().skip(found.first).filter(|(_, cells)| !columns::is_total(cells)) {
            read(&mut RowReader { sheet: name, number: *number, cells, found: &found, columns, unit, style, faults: &mut self.faults });
        }
    }

    /// The members, and the row of each number named, faulty or not: one fault never makes others elsewhere.
    fn members(&mut self, unit: Unit, style: NumberStyle) -> (Vec<(i64, Person)>, HashMap<i64, u32>) {
        let mut members = Vec::new();
        let mut numbers: HashMap<i64, u32> = HashMap::new();
        let mut documents: HashMap<Line, u32> = HashMap::new();
        self.rows("Socios", MEMBERS, unit, style, |row| {
            let number = row.number(0);
            let used = |row: u32| Fact::Number(i64::from(row));
            if let Some(earlier) = number.and_then(|number| numbers.insert(number, row.number)) {
                row.fault(0, Refusal::invalid("", "number-used").with("row", used(earlier)));
            }
            let name = row.text(1, "name-missing").map(|name| Line::kept(uncapitalised(&name)));
            let document = row.maybe_text(2);
            if let Some(earlier) = document.clone().and_then(|document| documents.insert(document, row.number)) {
                row.fault(2, Refusal::invalid("", "document-used-in-row").with("row", used(earlier)));
            }
            let sex = row.word_or(3, words::sex, "sex-unknown", crate::domain::member::Sex::Unsaid);
            let born_on = row.maybe_date(4);
            let (community, phone) = (row.maybe_text(5), row.maybe_text(6));
            let joined_on = row.maybe_date(7);
            if let (Some(number), Some(name), Some(sex)) = (number, name, sex) {
                let birth_year = born_on.map(|date| i64::from(chrono::Datelike::year(&date)));
                members.push((number, Person { name, document, sex, birth_year, community, phone, joined_on, left_on: None }));
            }
        });
        (members, numbers)
    }

    fn capital(&mut self, unit: Unit, style: NumberStyle) -> Vec<CapitalRow> {
        let mut rows = Vec::new();
        self.rows("Aportes", CAPITAL, unit, style, |row| {
            let (on, kind) = (row.date(0), row.word(1, words::capital_kind, "capital-unknown"));
            let (source, amount) = (row.maybe_text(2).into(), row.money(3));
            if let (Some(on), Some(kind), Some(amount_minor)) = (on, kind, amount) {
                rows.push(CapitalRow { row: row.number, on, kind, source, amount_minor });
            }
        });
        rows
    }

    /// The loans, and when each number was disbursed, as far as that could be read.
    fn loans(
        &mut self,
        unit: Unit,
        style: NumberStyle,
        members: &HashMap<i64, u32>,
        rules: &FundRules,
    ) -> (Vec<LoanRow>, HashMap<i64, Option<NaiveDate>>) {
        let mut loans = Vec::new();
        let mut disbursed: HashMap<i64, Option<NaiveDate>> = HashMap::new();
        self.rows("Créditos", LOANS, unit, style, |row| {
            let before = row.faults.count;
            let number = row.number(0);
            let member = row.number(1);
            if let Some(unknown) = member.filter(|member| !members.contains_key(member)) {
                row.fault(1, Refusal::invalid("", "no-such-member").with("number", Fact::Number(unknown)));
            }
            let disbursed_on = row.date(2);
            let terms = loan_terms(row, disbursed_on, rules);
            if let Some(number) = number
                && disbursed.insert(number, disbursed_on).is_some()
            {
                row.fault(0, Refusal::invalid("", "loan-number-used"));
            }
            let clean = row.faults.count == before;
            if let (true, Some(number), Some(member), Some(terms)) = (clean, number, member, terms) {
                match build(&terms) {
                    Ok(_) => loans.push(LoanRow { row: row.number, number, member, purpose: row.maybe_text(13).into(), terms }),
                    Err(refusal) => row.fault(column_of(&refusal.field), refusal),
                }
            }
        });
        (loans, disbursed)
    }

    fn repayments(&mut self, unit: Unit, style: NumberStyle, disbursed: &HashMap<i64, Option<NaiveDate>>) -> Vec<RepaymentRow> {
        let mut rows = Vec::new();
        self.rows("Pagos", REPAYMENTS, unit, style, |row| {
            let (on, loan) = (row.date(0), row.number(1));
            match loan.and_then(|loan| disbursed.get(&loan)) {
                None if loan.is_some() => row.fault(1, Refusal::invalid("", "no-such-loan").with("number", Fact::Number(loan.unwrap_or(0)))),
                Some(Some(began_on)) if on.is_some_and(|on| on < *began_on) => {
                    row.fault(0, Refusal::invalid("", "before-disbursement").with("disbursed_on", Fact::Date(*began_on)));
                }
                _ => {}
            }
            let (amount, paper_no) = (row.money(2), row.maybe_text(3));
            let payment_method = row.word_or(4, words::payment_method, "payment-method-unknown", PaymentMethod::Cash);
            if let (Some(on), Some(loan), Some(amount_minor), Some(payment_method)) = (on, loan, amount, payment_method) {
                rows.push(RepaymentRow { row: row.number, on, loan, amount_minor, paper_no, payment_method });
            }
        });
        rows
    }

    fn expenses(&mut self, unit: Unit, style: NumberStyle) -> Vec<ExpenseRow> {
        let mut rows = Vec::new();
        self.rows("Gastos", EXPENSES, unit, style, |row| {
            let (on, concept, amount) = (row.date(0), row.text(1, "field-missing"), row.money(2));
            if let (Some(on), Some(concept), Some(amount_minor)) = (on, concept, amount) {
                rows.push(ExpenseRow { row: row.number, on, concept, amount_minor });
            }
        });
        rows
    }
}
