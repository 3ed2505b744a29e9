//! The sheet of labels and values: whose notebook it is, and the rules of its fund.

use std::collections::HashMap;

use super::choices::Choices;
use super::faults::Faults;
use super::files::{Cell, Sheet};
use super::headers::{Kind, plain};
use super::values::{self, money};
use super::words;
use crate::domain::amount::{NumberStyle, Unit};
use crate::domain::rate::{MAX_PPM, Per, Rate};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::{FundRules, LoanRules};
use crate::domain::text::Line;
use crate::features::associations::create::NewAssociation;

/// The association and its fund, as known before any row is read.
pub struct House {
    pub association: NewAssociation,
    pub fund_name: Line,
    pub unit: Unit,
    pub rules: FundRules,
    pub cash_step_minor: Option<i64>,
    /// The cash in the box, where the notebook gives it.
    pub cash_minor: Option<i64>,
    /// Whether the association or the fund has no name yet.
    pub nameless: bool,
}

const NAME: &[&str] = &[
    "nombre",
    "asociacion",
    "name",
    "nombre de la asociacion",
    "organizacion",
    "razon social",
    "nombre asociacion",
    "institucion",
    "comite",
    "asociacion de productores",
    "association",
];
const FUND: &[&str] = &["fondo", "fund", "nombre del fondo", "fondo rotatorio", "fondo colectivo", "nombre fondo"];
const COUNTRY: &[&str] = &["pais", "country"];
const CURRENCY: &[&str] = &["moneda", "unidad", "currency", "unidad monetaria"];
const LATE_FEE: &[&str] = &[
    "mora mensual",
    "mora",
    "mora % mensual",
    "mora mensual %",
    "interes moratorio",
    "tasa mora",
    "mora % mes",
    "interes por mora",
    "mora anual",
    "mora % anual",
    "mora % ano",
    "mora %",
    "tasa de mora %",
];
const TOLERANCE: &[&str] = &["dias de tolerancia", "tolerancia", "tolerancia dias", "dias de gracia mora"];
const RESERVE: &[&str] = &["reserva del capital", "reserva", "reserva % del capital", "reserva %", "fondo de reserva %"];
const CASH_STEP: &[&str] = &["redondeo en efectivo", "redondeo de efectivo", "redondeo"];
const CASH: &[&str] = &["efectivo en caja", "caja", "saldo de caja", "saldo en caja", "dinero en caja"];
const COMMUNITY: &[&str] = &["comunidad", "localidad"];
const DISTRICT: &[&str] = &["distrito", "municipio"];
const PROVINCE: &[&str] = &["provincia"];
const REGION: &[&str] = &["region", "departamento"];
const REGISTRY: &[&str] = &["partida registral", "registro", "personeria", "personeria juridica", "no partida"];
const ALL: [&[&str]; 14] =
    [NAME, FUND, COUNTRY, CURRENCY, LATE_FEE, TOLERANCE, RESERVE, CASH_STEP, CASH, COMMUNITY, DISTRICT, PROVINCE, REGION, REGISTRY];

/// How many labels of such a sheet this one has to the left of a value.
pub fn labels(sheet: &Sheet) -> usize {
    let rows = sheet.rows.iter().take(60).filter_map(|(_, cells)| pair(cells));
    rows.filter(|(label, _)| is_label(label)).count()
}

/// A label and its value: in the next cell, or after its colon.
fn pair(cells: &[Cell]) -> Option<(String, Cell)> {
    let mut filled = cells.iter().filter(|cell| **cell != Cell::Empty);
    let Some(Cell::Text(label)) = filled.next() else { return None };
    match filled.next() {
        Some(value) => Some((plain(label), value.clone())),
        None => {
            let (label, value) = label.split_once(':')?;
            Some((plain(label), Some(Cell::text(value)).filter(|cell| *cell != Cell::Empty)?))
        }
    }
}

/// Whether a row is not a label with its value: it has three cells or more, or begins with a figure.
fn is_record(cells: &[Cell]) -> bool {
    let mut filled = cells.iter().filter(|cell| **cell != Cell::Empty);
    let known = pair(cells).is_some_and(|(label, _)| is_label(&label));
    !known && (matches!(filled.clone().next(), Some(Cell::Number(_) | Cell::Date(_))) || filled.nth(2).is_some())
}

fn is_label(label: &str) -> bool {
    ALL.iter().flat_map(|words| words.iter()).any(|word| plain(word) == *label)
}

struct Labels<'f> {
    values: HashMap<String, (String, u32, Cell)>,
    faults: &'f mut Faults,
}

impl Labels<'_> {
    fn take(&mut self, labels: &[&str]) -> Option<(String, u32, Cell)> {
        labels.iter().find_map(|label| self.values.remove(&plain(label)))
    }

    fn fault(&mut self, sheet: &str, row: u32, column: &str, refusal: Refusal) {
        self.faults.add(sheet, row, column, refusal);
    }

    fn said(value: &Cell) -> String {
        match value {
            Cell::Text(text) | Cell::Number(text) => text.clone(),
            Cell::Percent(number) => format!("{number} %"),
            Cell::Date(date) => date.to_string(),
            Cell::Empty => String::new(),
        }
    }

    fn line(&mut self, labels: &[&str], column: &str) -> Option<Line> {
        let (sheet, row, value) = self.take(labels)?;
        Line::parse(&Self::said(&value)).map_err(|refusal| self.fault(&sheet, row, column, refusal)).ok()
    }

    fn word<T>(&mut self, labels: &[&str], column: &str, read: fn(&str) -> Option<T>, code: &'static str) -> Option<T> {
        let (sheet, row, value) = self.take(labels)?;
        let text = Self::said(&value);
        let known = read(&text);
        if known.is_none() {
            self.fault(&sheet, row, column, Refusal::invalid("", code).with("text", Fact::Text(text)));
        }
        known
    }

    fn percent(&mut self, labels: &[&str], column: &str) -> Option<Rate> {
        let (label, (sheet, row, value)) = labels.iter().find_map(|label| Some((*label, self.values.remove(&plain(label))?)))?;
        // Late fees and reserves of half a percent are usual, and their labels contain `%`.
        match values::percent(&value, "%") {
            Ok(rate) if rate.ppm <= MAX_PPM => Some(Rate { ppm: rate.ppm, per: rate.per.or_else(|| values::per_of(label)).unwrap_or(Per::Month) }),
            Ok(_) => None,
            Err(refusal) => {
                self.fault(&sheet, row, column, refusal);
                None
            }
        }
    }

    fn money(&mut self, labels: &[&str], column: &str, unit: Unit, style: NumberStyle) -> Option<(String, u32, i64)> {
        let (sheet, row, value) = self.take(labels)?;
        match money(&value, unit, style) {
            Ok(minor) => Some((sheet, row, minor)),
            Err(refusal) => {
                self.fault(&sheet, row, column, refusal);
                None
            }
        }
    }
}

/// Reads whose notebook it is. An answer counts before what is written.
pub fn read(sheets: &[(u16, Sheet)], choices: &Choices, faults: &mut Faults, asks: &mut Faults, skipped: &mut Vec<String>) -> House {
    const SHEET: &str = "Asociación";
    let mut labels = Labels { values: HashMap::new(), faults };
    for (_, sheet) in sheets {
        for (row, cells) in &sheet.rows {
            // A sheet of labels may also contain a table of records.
            if is_record(cells) {
                asks.add(&sheet.name, *row, "", Refusal::invalid("", "import-house-rows"));
            }
            let Some((label, value)) = pair(cells) else { continue };
            if matches!(&value, Cell::Text(text) if values::is_nothing(text)) {
                continue;
            }
            labels.values.entry(label).or_insert((sheet.name.clone(), *row, value));
        }
    }
    for (label, answer) in [
        ("nombre", &choices.association),
        ("fondo", &choices.fund),
        ("pais", &choices.country),
        ("moneda", &choices.currency),
        ("caja", &choices.cash),
    ] {
        if let Some(answer) = answer.as_ref().filter(|answer| !answer.trim().is_empty()) {
            let words = ALL.into_iter().find(|words| words.contains(&label)).unwrap_or_default();
            while labels.take(words).is_some() {}
            labels.values.insert(label.to_owned(), (SHEET.to_owned(), 0, Cell::text(answer)));
        }
    }
    let house = rules(&mut labels);
    let mut rest: Vec<(String, u32)> = labels.values.into_values().map(|(sheet, row, _)| (sheet, row)).collect();
    rest.sort();
    skipped.extend(rest.into_iter().map(|(sheet, row)| format!("{sheet} {row}")));
    house
}

fn rules(labels: &mut Labels<'_>) -> House {
    let name = labels.line(NAME, "Nombre");
    let fund = labels.line(FUND, "Fondo");
    let country = labels.word(COUNTRY, "País", words::country, "country-unknown");
    let currency = labels.word(CURRENCY, "Moneda", words::unit, "unit-unknown");
    let country = country.unwrap_or(if currency == Some(Unit::Bob) { "BO" } else { "PE" });
    let unit = currency.unwrap_or(if country == "BO" { Unit::Bob } else { Unit::Pen });
    let style = NumberStyle::of_country(country);
    let mut rules = FundRules::default_for(unit);
    if let Some(late_fee) = labels.percent(LATE_FEE, "Mora % mensual") {
        (rules.loan.late_fee_ppm, rules.loan.late_fee_per) = (late_fee.ppm, late_fee.per);
        if let Err(refusal) = rules.loan.check() {
            labels.fault(Kind::House.title(), 0, "Mora % mensual", refusal);
            rules.loan.late_fee_per = Per::Month;
        }
    } else {
        rules.loan.late_fee_ppm = 0;
    }
    rules.reserve_ppm = labels.percent(RESERVE, "Reserva % del capital").map_or(0, |rate| rate.ppm);
    let cash_step_minor = labels.money(CASH_STEP, "Redondeo en efectivo", unit, style).and_then(|(sheet, row, minor)| {
        let checked = LoanRules { cash_step_minor: minor, ..LoanRules::default() }.check().map(|()| minor);
        checked.map_err(|refusal| labels.fault(&sheet, row, "Redondeo en efectivo", refusal)).ok()
    });
    rules.loan.cash_step_minor = cash_step_minor.unwrap_or(rules.loan.cash_step_minor);
    if let Some((sheet, row, value)) = labels.take(TOLERANCE) {
        let text = Labels::said(&value);
        let figures: String = text.chars().take_while(char::is_ascii_digit).collect();
        let words = text[figures.len()..].trim();
        match figures.parse::<i64>() {
            Ok(days) if (0..=3_650).contains(&days) && ["", "dias", "días", "dia", "día"].contains(&words) => rules.loan.tolerance_days = days,
            _ => labels.fault(&sheet, row, "Días de tolerancia", Refusal::invalid("", "number-unreadable")),
        }
    }
    let cash_minor = labels.money(CASH, "Caja", unit, style).map(|(_, _, minor)| minor);
    let association = NewAssociation {
        country: country.to_owned(),
        community: labels.line(COMMUNITY, "Comunidad"),
        district: labels.line(DISTRICT, "Distrito"),
        province: labels.line(PROVINCE, "Provincia"),
        region: labels.line(REGION, "Región"),
        registry_no: labels.line(REGISTRY, "Partida registral"),
        name: name.clone().unwrap_or_default(),
    };
    for (column, missing) in [("Nombre", name.is_none()), ("Fondo", fund.is_none())] {
        if missing {
            labels.fault(Kind::House.title(), 0, column, Refusal::invalid("", "import-house-missing"));
        }
    }
    let nameless = name.is_none() || fund.is_none();
    House { association, fund_name: fund.unwrap_or_default(), unit, rules, cash_step_minor, cash_minor, nameless }
}
