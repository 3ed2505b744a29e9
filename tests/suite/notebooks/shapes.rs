//! Notebooks of other shapes: months in columns, a sheet for each member, balances alone, a list of loans, agreed schedules.

use super::made::{asks, faults, read, read_as, said, told};
use super::{CAPITAL, HOUSE, LOANS, PEOPLE, STORY, with};
use muyu::features::imports::choices::Choices;

fn as_of(day: &str) -> Choices {
    Choices { as_of: Some(day.parse().unwrap()), ..Choices::default() }
}

#[test]
fn payments_by_months_are_dated_at_their_ends() {
    for (name, header) in [
        ("Pagos 2025", "Mar | Abr | Ago"),
        ("Control", "mar-25 | Abril 2025 | 08/2025"),
        ("Pagos por mes", "@2025-03-01 | @2025-04-01 | @2025-08-01"),
    ] {
        let text = format!(
            "N° | Socia | {header} | Total\n1 | Quispe Mamani, Rosa | 324 | 318 | | 642\n2 | Huamán Ccori, Benita | - | | 560 | 560\n | TOTAL | 324 | 318 | 560 | 1202"
        );
        let mut sheets = with(&[], &["Pagos"]);
        sheets.push((name, &text));
        let register = read(&sheets);
        assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-shape-months"]), "{name}: {}", said(&register));
        let expected = STORY
            .replace("2025-03-01 1 32400", "2025-03-31 1 32400")
            .replace("2025-04-01 1 31800", "2025-04-30 1 31800")
            .replace("2025-08-10 2 56000", "2025-08-31 2 56000");
        assert_eq!(told(&register), expected, "{name}");
    }
    let yearless = ("Pagos por mes", "N° crédito | Mar | Abr | Ago\n1 | 324 | 318 | \n2 | | | 560");
    let sheets = with(&[yearless], &["Pagos"]);
    assert_eq!(faults(&read(&sheets)), ["import-year-missing", "import-year-missing", "import-year-missing"]);
    let answered = Choices { year: Some(2025), ..Choices::default() };
    assert_eq!(faults(&read_as(&sheets, &answered)), Vec::<&str>::new());
}

#[test]
fn a_sheet_for_each_member_is_a_loan_and_its_payments() {
    let rosa = (
        "Rosa Quispe",
        "Socia: | Quispe Mamani, Rosa | DNI: | =40000001\nMonto prestado: | 1200 | Fecha: | @2025-02-01\nModalidad | alemán | Cuotas | 4\nPrimera cuota | @2025-03-01 | Tasa mensual | 2%\n\nFecha | Abono | Saldo\n@2025-03-01 | 324 | 900\n@2025-04-01 | 318 | 600\nTotal | 642",
    );
    let benita = (
        "Benita Huamán",
        "Socia: Huamán Ccori, Benita\nMonto prestado: 500\nFecha: 10/02/2025\nModalidad: pago único\nVencimiento: 10/08/2025\nTasa mensual: 2%\nFecha | Abono | Saldo\n@2025-08-10 | 560 | 0",
    );
    let register = read(&with(&[rosa, benita], &["Créditos", "Pagos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-shape-member-sheets"]), "{}", said(&register));
    assert_eq!(told(&register), STORY);
    assert_eq!((register.balances.equal, register.balances.differing.len()), (2, 0));
}

#[test]
fn agreed_schedules_stand_with_their_own_dates_and_amounts() {
    let loans = (
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 1 | @2025-02-01 | 1200 | según cronograma | | | 0\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2",
    );
    let agreed = ("Cronograma", "Nº crédito | N° cuota | Vencimiento | Capital\n1 | 2 | @2025-07-20 | 800\n1 | 1 | @2025-04-15 | 400");
    let register = read(&with(&[loans, agreed], &["Créditos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec![]), "{}", said(&register));
    let custom: Vec<_> = register.loans[0].terms.custom.iter().map(|part| (part.due_on.to_string(), part.principal)).collect();
    assert_eq!(custom, [("2025-04-15".to_owned(), 40_000), ("2025-07-20".to_owned(), 80_000)]);
    let short = ("Cronograma", "Nº crédito | Vencimiento | Capital\n1 | @2025-04-15 | 400\n1 | @2025-07-20 | 700");
    assert_eq!(faults(&read(&with(&[loans, short], &["Créditos"]))), ["custom-does-not-sum"]);
    assert_eq!(faults(&read(&with(&[loans], &["Créditos"]))), ["import-schedule-missing"]);
    let wrong = ("Cronograma", "Nº crédito | Vencimiento | Capital | Interés\n1 | @2025-04-15 | 400 | 30\n1 | @2025-07-20 | 800 | 0");
    assert_eq!(faults(&read(&with(&[loans, wrong], &["Créditos"]))), ["import-agreed-interest"]);
}

#[test]
fn opening_balances_bring_what_is_still_owed() {
    let loans = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual % | Saldo al 31/05/2025\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2 | 450\n2 | 2 | @2025-02-10 | 500 | pago único | 1 | @2025-08-10 | 2 | 500\n3 | 3 | @2024-02-10 | 500 | pago único | 1 | @2024-08-10 | 2 | 0",
    );
    let register = read(&[HOUSE, PEOPLE, CAPITAL, loans]);
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-opening", "import-loan-paid"]), "{}", said(&register));
    let first = &register.loans[0];
    assert_eq!(
        (first.terms.principal, first.terms.disbursed_on.to_string()),
        (45_000, "2025-04-01".to_owned()),
        "owed from the last date that is paid"
    );
    let custom: Vec<_> = first.terms.custom.iter().map(|part| (part.due_on.to_string(), part.principal)).collect();
    assert_eq!(custom, [("2025-05-01".to_owned(), 15_000), ("2025-06-01".to_owned(), 30_000)]);
    assert_eq!((register.loans.len(), register.totals().owed_minor), (2, 95_000));
    let undated = ("Créditos", loans.1);
    let text = undated.1.replace(" al 31/05/2025", "");
    assert_eq!(faults(&read(&[HOUSE, PEOPLE, CAPITAL, ("Créditos", &text)])), ["import-as-of-missing"; 2]);
    let register = read_as(&[HOUSE, PEOPLE, ("Créditos", &text)], &as_of("2025-05-31"));
    assert_eq!(asks(&register).last(), Some(&"import-capital-proposed"));
    assert_eq!((register.totals().cash_minor, register.totals().capital_minor), (0, 95_000));
}

#[test]
fn a_list_of_loans_as_other_systems_make_it() {
    let list = (
        "Listado",
        "Borrower | Date | Amount | Number of payments | Payment | Status\nAna Rojas | @2024-01-05 | 1200 | 12 | 100 | paid\nLuz Condori | @2024-10-05 | 600 | 12 | 50 | current\nPedro Flores | @2024-03-05 | 240 | 4 | 60 | overdue",
    );
    let house = ("Asociación", HOUSE.1);
    let register = read_as(&[house, list], &as_of("2025-01-31"));
    assert_eq!(faults(&register), Vec::<&str>::new(), "{}", said(&register));
    for code in ["import-due-assumed", "import-shape-listing", "import-capital-proposed"] {
        assert!(asks(&register).contains(&code), "{code}: {}", said(&register));
    }
    let totals = register.totals();
    assert_eq!((totals.members, totals.loans, totals.lent_minor), (3, 3, 204_000));
    assert_eq!((totals.repayments, totals.collected_minor), (12 + 3, 135_000));
    assert_eq!(totals.owed_minor, 60_000 - 15_000 + 24_000);
    assert!(register.loans.iter().all(|loan| loan.terms.rate_ppm == 0));
}

#[test]
fn the_notebooks_own_balances_are_compared_member_by_member() {
    let paid = ("Pagos", "Fecha | Nº crédito | Monto | Saldo\n@2025-03-01 | 1 | 324 | 900\n@2025-04-01 | 1 | 318 | 610\n@2025-08-10 | 2 | 560 | 0");
    let register = read(&with(&[paid], &["Pagos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-balance-differs-since"]), "{}", said(&register));
    let difference = &register.balances.differing[0];
    assert_eq!((difference.member, difference.written_minor, difference.computed_minor), (1, 61_000, 60_000));
    assert_eq!(difference.since.map(|day| day.to_string()).as_deref(), Some("2025-04-01"));
    let loans = LOANS.1.replace("Tasa por", "Tasa por | Saldo").replace("2 | mes", "2 | mes | 600");
    let text = loans
        .lines()
        .enumerate()
        .map(|(i, line)| if i == 2 { line.replace("mes | 600", "mes | 0") } else { line.to_owned() })
        .collect::<Vec<_>>()
        .join("\n");
    let mut sheets = with(&[], &["Créditos"]);
    sheets.push(("Créditos", &text));
    let register = read(&sheets);
    assert_eq!((asks(&register), register.balances.equal), (vec![], 2), "{}", said(&register));
}

#[test]
fn a_list_of_loans_may_tell_its_payments_by_months_in_the_same_rows() {
    for (first, one, two) in [("N° crédito", "1", "2"), ("Orden", "7", "8"), ("N°", "1", "2")] {
        let list = format!(
            "{first} | Socia | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual % | Feb | Mar | Abr | Ago\n{one} | Quispe Mamani, Rosa | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2 | | 324 | 318 | \n{two} | Huamán Ccori, Benita | @2025-02-10 | 500 | cosecha | 1 | @2025-08-10 | 2 | - | | | 560\n | TOTAL | | 1700 | | | | | | 324 | 318 | 560"
        );
        let mut sheets = with(&[], &["Créditos", "Pagos"]);
        sheets.push(("Créditos 2025", &list));
        let register = read(&sheets);
        assert_eq!(
            (faults(&register), asks(&register)),
            (vec![], vec!["import-shape-loans-with-months", "import-shape-months"]),
            "{}",
            said(&register)
        );
        let expected = STORY
            .replace("2025-03-01 1 32400", "2025-03-31 1 32400")
            .replace("2025-04-01 1 31800", "2025-04-30 1 31800")
            .replace("2025-08-10 2 56000", "2025-08-31 2 56000");
        assert_eq!(told(&register), expected, "{first}");
    }
}

#[test]
fn what_came_into_a_cash_book_is_asked_and_not_spent() {
    let book = ("Libro de caja", "Fecha | Concepto | Ingreso | Egreso\n@2025-02-14 | Venta de papa | 80 | \n@2025-02-15 | Libro de actas | | 35.5");
    let sheets = with(&[book], &["Gastos"]);
    let register = read(&sheets);
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-row-income"]), "{}", said(&register));
    assert_eq!(told(&register), STORY);
}
