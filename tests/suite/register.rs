//! A treasurer's workbook becomes a fund with exactly the expected figures; or nothing is written, and every fault is listed.

use std::sync::Arc;

use muyu::domain::rate::Per;
use muyu::features::imports::{self, File};
use muyu::features::ledger::position::position;
use muyu::features::{funds, loans, members};
use muyu::web::text::{Language, Reader};
use serde_json::{Value, json};

use crate::support::World;
use crate::support::world::{day, key, refusal, register_file};

fn expected(name: &str) -> Value {
    let path = format!("{}/tests/register/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[tokio::test]
async fn the_notebook_gives_exactly_the_expected_position() {
    let (world, fund) = World::corazon().await;
    let position = json!(position(world.app.db.read(), &fund, day("2026-07-20"), None).await.unwrap());
    for (name, figure) in expected("corazon.expected.json").as_object().unwrap() {
        assert_eq!(&position[name], figure, "{name}");
    }
    world.books_hold().await;
}

#[tokio::test]
async fn a_position_in_the_past_counts_only_what_had_happened() {
    let (world, fund) = World::corazon().await;
    let early = position(world.app.db.read(), &fund, day("2025-09-05"), None).await.unwrap();
    assert_eq!((early.loans, early.collected), (2, 0));
    assert_eq!(early.capital, 1_290_000, "the municipality's grant came in February");
    assert_eq!(early.cash, 1_290_000 - 76_050 - 51_000 - 3_500);
}

/// The refusal code of a published fault.
fn code_of(fault: &str) -> &'static str {
    match fault {
        "unknown sex" => "sex-unknown",
        "document already used in row 7" => "document-used-in-row",
        "name missing" => "name-missing",
        "amount cannot be read" => "amount-unreadable",
        "no such member" => "no-such-member",
        "amount must be positive" => "import-negative",
        "unknown method" => "method-unknown",
        "no such date" => "import-date",
        "ambiguous amount: 1.50 or 1,500.00" => "amount-ambiguous",
        "no such loan" => "no-such-loan",
        "before the loan was disbursed" => "before-disbursement",
        other => panic!("which refusal is {other}?"),
    }
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_nothing_is_imported() {
    let register = imports::read(vec![register_file("corazon-with-faults.xlsx")]).await.unwrap();
    let expected = expected("corazon-with-faults.expected.json");
    let faults = expected["faults"].as_array().unwrap();
    assert_eq!(register.faults.len(), faults.len());
    for fault in faults {
        let (sheet, row) = (fault["sheet"].as_str().unwrap(), fault["row"].as_u64().unwrap());
        let found = register.faults.iter().find(|found| found.sheet == sheet && u64::from(found.row) == row);
        let code = found.unwrap_or_else(|| panic!("{fault} is not found")).refusal.code;
        assert_eq!(code, code_of(fault["fault"].as_str().unwrap()), "{fault}");
    }
    let world = World::empty("2026-07-20").await;
    assert_eq!(refusal(imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await), "import-has-faults");
    assert!(funds::list(world.app.db.read(), None).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_file_is_not_imported_twice() {
    let (world, _) = World::corazon().await;
    let again = imports::read(vec![register_file("corazon.xlsx")]).await.unwrap();
    let error = imports::import(&world.app, &world.by, key(), again, Arc::new(|_, _| {})).await.unwrap_err();
    let said = Reader::new(Language::Es).refusal(&error.refusals()[0]);
    assert!(said.contains("18 socias") && said.contains("16 créditos") && said.contains("88 pagos"), "{said}");
    assert_eq!(funds::list(world.app.db.read(), None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn sheets_come_as_ods_or_as_csv_with_columns_in_any_order() {
    let sheets = ["Asociación", "Socios", "Aportes", "Créditos", "Pagos", "Gastos"];
    let csv: Vec<File> = sheets.iter().map(|sheet| register_file(&format!("qhantati/{sheet}.csv"))).collect();
    for files in [vec![register_file("qhantati.ods")], csv] {
        let register = imports::read(files).await.unwrap();
        assert_eq!(register.faults, Vec::new());
        assert_eq!(register.skipped, ["Socios: Color preferido"]);
        let world = World::empty("2025-12-01").await;
        let fund = imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
        let fund = funds::find(world.app.db.read(), fund).await.unwrap();
        let held = loans::of_fund(world.app.db.read(), fund.id, None).await.unwrap();
        assert_eq!((held[0].loan.principal_minor, held[0].contract.terms.rate_per), (123_450, Per::Month));
        let position = position(world.app.db.read(), &fund, day("2025-12-01"), None).await.unwrap();
        assert_eq!((position.members, position.women, position.collected), (2, 2, 52_810));
        assert_eq!(position.cash, 2_000_000 - 123_450 + 52_810 - 3_550);
        let people = members::all(world.app.db.read(), fund.association).await.unwrap();
        assert_eq!(people[1].name, "Quispe Colque, Juana", "a name in capitals is written as a name");
        world.books_hold().await;
    }
}

#[tokio::test]
async fn a_notebook_that_rounded_its_cash_names_the_step() {
    for (named, step, fault) in [("0,10", Some(10), false), ("0", Some(0), false), ("centavos", None, true), ("50", None, true)] {
        let sheets = ["Asociación", "Socios", "Aportes", "Créditos", "Pagos", "Gastos"];
        let mut files: Vec<File> = sheets.iter().map(|sheet| register_file(&format!("qhantati/{sheet}.csv"))).collect();
        files[0].bytes.extend(format!("\nRedondeo en efectivo;{named}\n").into_bytes());
        let register = imports::read(files).await.unwrap();
        assert_eq!((register.cash_step_minor, !register.faults.is_empty()), (step, fault), "{named}");
        let Some(step) = step else { continue };
        let world = World::empty("2025-12-01").await;
        let fund = imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
        let held = loans::of_fund(world.app.db.read(), fund, None).await.unwrap();
        assert!(held.iter().all(|held| held.loan.cash_step_minor == step));
        world.books_hold().await;
    }
}

#[tokio::test]
async fn what_is_no_workbook_is_refused() {
    for (name, bytes) in [("text.xlsx", b"hello".to_vec()), ("noise.ods", vec![7; 4_096])] {
        let outcome = imports::read(vec![File { name: name.to_owned(), bytes }]).await;
        assert_eq!(refusal(outcome.map(|register| register.file_name)), "import-unreadable", "{name}");
    }
    let stray = File { name: "cosas.csv".to_owned(), bytes: b"a,b\n1,2\n".to_vec() };
    let register = imports::read(vec![stray]).await.unwrap();
    assert_eq!((register.faults[0].refusal.code, register.skipped.len()), ("import-house-missing", 1));
}

#[tokio::test]
async fn thousands_of_rows_import_in_one_go() {
    let mut members = "N°;Apellidos y nombres\n".to_owned();
    let mut loans = "N° crédito;N° socio;Desembolso;Monto;Modalidad;Cuotas;Primera cuota;Tasa %\n".to_owned();
    let mut paid = "Fecha;Nº crédito;Monto\n".to_owned();
    for i in 1..=400 {
        members.push_str(&format!("{i};Persona {i}\n"));
        loans.push_str(&format!("{i};{i};01/09/2025;1200;amortización constante;12;01/10/2025;2\n"));
        for month in 10..=12 {
            paid.push_str(&format!("01/{month}/2025;{i};124\n"));
        }
    }
    let association = "Nombre;Grande\nPaís;Perú\nFondo;Fondo\n".to_owned();
    let capital = "Fecha;Tipo;De;Monto\n01/08/2025;Donación;Alguien;1000000\n".to_owned();
    let sheets = [("Asociación", association), ("Socios", members), ("Aportes", capital), ("Créditos", loans), ("Pagos", paid)];
    let files = sheets.into_iter().map(|(name, text)| File { name: format!("{name}.csv"), bytes: text.into_bytes() }).collect();
    let register = imports::read(files).await.unwrap();
    assert_eq!(register.faults, Vec::new());
    let world = World::empty("2026-01-01").await;
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let telling = told.clone();
    imports::import(&world.app, &world.by, key(), register, Arc::new(move |done, all| telling.lock().unwrap().push((done, all)))).await.unwrap();
    assert_eq!(told.lock().unwrap().last(), Some(&(2_001, 2_001)));
    assert!(told.lock().unwrap().len() >= 3, "progress is told on the way");
    world.books_hold().await;
}

/// A notebook in CSV: sheets by name, each with its rows.
fn notebook(sheets: &[(&str, &str)]) -> Vec<File> {
    let house = [
        ("Asociación", "Nombre;Ayni\nPaís;Perú\nFondo;Fondo"),
        ("Socios", "N°;Apellidos y nombres;Ingreso\n1;Quispe Mamani, Rosa;01/03/2023\n2;Huamán Ccori, Benita;"),
    ];
    let all = house.iter().chain(sheets);
    all.map(|(name, text)| File { name: format!("{name}.csv"), bytes: format!("{text}\n").into_bytes() }).collect()
}

const LOANS: &str = "N° crédito;N° socio;Desembolso;Monto;Modalidad;Cuotas;Primera cuota;Tasa %";

fn faults(register: &imports::register::Register) -> Vec<(&str, u32, String)> {
    let reader = Reader::new(Language::Es);
    register.faults.iter().map(|fault| (fault.sheet.as_str(), fault.row, reader.refusal(&fault.refusal))).collect()
}

#[tokio::test]
async fn a_day_without_the_money_that_goes_out_is_a_fault_at_its_row() {
    let capital = "Fecha;Tipo;De;Monto\n01/02/2023;Donación;Alguien;500\n01/06/2023;Donación;Alguien;9000";
    let loans = format!("{LOANS}\n1;2;10/02/2023;300;al vencimiento;1;10/08/2023;1\n2;2;15/03/2023;250;al vencimiento;1;10/08/2023;1");
    let paid = "Fecha;Nº crédito;Monto\n12/03/2023;1;20";
    let spent = "Fecha;Concepto;Monto\n15/03/2023;Acta;50";
    let sheets = [("Aportes", capital), ("Créditos", loans.as_str()), ("Pagos", paid), ("Gastos", spent)];
    let register = imports::read(notebook(&sheets)).await.unwrap();
    let said = "No alcanza en Caja el mié 15 mar 2023: faltan S/\u{a0}80.00 (había S/\u{a0}220.00).";
    assert_eq!(faults(&register), [("Créditos", 3, said.to_owned())]);
    let world = World::empty("2026-07-20").await;
    assert_eq!(refusal(imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await), "import-has-faults");
    // On one day, income comes before payments out.
    let capital = "Fecha;Tipo;De;Monto\n01/02/2023;Donación;Alguien;500\n15/03/2023;Donación;Alguien;80";
    let sheets = [("Aportes", capital), ("Créditos", loans.as_str()), ("Pagos", paid), ("Gastos", spent)];
    let register = imports::read(notebook(&sheets)).await.unwrap();
    assert_eq!(faults(&register), []);
    imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
    world.books_hold().await;
}

#[tokio::test]
async fn a_fault_elsewhere_does_not_make_the_box_short() {
    let capital = "Fecha;Tipo;De;Monto\n01/02/2023;Donación;Alguien;quinientos";
    let loans = format!("{LOANS}\n1;2;10/02/2023;300;al vencimiento;1;10/08/2023;1");
    let register = imports::read(notebook(&[("Aportes", capital), ("Créditos", &loans)])).await.unwrap();
    assert_eq!(register.faults.iter().map(|fault| fault.refusal.code).collect::<Vec<_>>(), ["amount-unreadable"]);
}

#[tokio::test]
async fn surplus_of_a_notebook_moves_no_money_and_is_never_more_than_was_earned() {
    let capital = |surplus: &str| format!("Fecha;Tipo;De;Monto\n01/02/2023;Donación;Alguien;5000\n31/12/2023;Excedente;Asamblea;{surplus}");
    let loans = format!("{LOANS}\n1;2;01/03/2023;1000;al vencimiento;1;01/09/2023;1");
    let paid = "Fecha;Nº crédito;Monto\n01/09/2023;1;1060";
    let spent = "Fecha;Concepto;Monto\n01/10/2023;Acta;20\n01/02/2024;Pasajes;15";
    let read = |surplus: &str| {
        let capital = capital(surplus);
        imports::read(notebook(&[("Aportes", &capital), ("Créditos", &loans), ("Pagos", paid), ("Gastos", spent)]))
    };
    let register = read("40.01").await.unwrap();
    let said = "El excedente es S/\u{a0}40.00 al dom 31 dic 2023: no alcanza para capitalizar S/\u{a0}40.01.";
    assert_eq!(faults(&register), [("Aportes", 3, said.to_owned())]);
    let register = read("30").await.unwrap();
    assert_eq!(register.faults[0].refusal.code, "surplus-short", "what was spent afterwards would leave less than was capitalised");
    let register = read("25").await.unwrap();
    assert_eq!(faults(&register), []);
    let world = World::empty("2026-07-20").await;
    let fund = imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await.unwrap();
    let fund = funds::find(world.app.db.read(), fund).await.unwrap();
    let position = position(world.app.db.read(), &fund, day("2026-07-20"), None).await.unwrap();
    assert_eq!((position.cash, position.capital), (500_000 + 6_000 - 3_500, 500_000 + 2_500));
    world.books_hold().await;
}

#[tokio::test]
async fn what_a_notebook_dates_after_today_or_before_joining_is_a_fault() {
    let capital = "Fecha;Tipo;De;Monto\n01/02/2022;Donación;Alguien;5000\n02/03/2026;Donación;Alguien;10";
    let loans = format!("{LOANS}\n1;1;28/02/2023;300;al vencimiento;1;10/08/2023;1\n2;2;02/03/2026;300;al vencimiento;1;10/08/2026;1");
    let world = World::empty("2026-03-01").await;
    let register = imports::look(&world.app, notebook(&[("Aportes", capital), ("Créditos", &loans)])).await.unwrap();
    let found: Vec<_> = register.faults.iter().map(|fault| (fault.sheet.as_str(), fault.row, fault.column.as_str(), fault.refusal.code)).collect();
    let expected = [
        ("Créditos", 2, "Desembolso", "member-not-joined"),
        ("Aportes", 3, "Fecha", "date-in-future"),
        ("Créditos", 3, "Desembolso", "date-in-future"),
    ];
    assert_eq!(found, expected);
    let late = "Fecha;Tipo;De;Monto\n02/03/2026;Donación;Alguien;10";
    let register = imports::read(notebook(&[("Aportes", late)])).await.unwrap();
    assert_eq!(refusal(imports::import(&world.app, &world.by, key(), register, Arc::new(|_, _| {})).await), "date-in-future");
}
