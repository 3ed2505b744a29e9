//! Notebooks that earlier versions imported wrongly without a warning.

use super::made::{asks, faults, read, read_as, said, told};
use super::{STORY, with};
use muyu::features::imports::choices::Choices;

#[test]
fn two_percent_in_a_percent_cell_are_two_percent() {
    let sheets = [
        ("Asociación", "Nombre | Asociación Ayni\nFondo | Fondo rotatorio\nMora % mensual | %1.5\nReserva % del capital | %10"),
        (
            "Créditos",
            "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | %2\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | %2",
        ),
    ];
    let register = read(&with(&sheets, &["Asociación", "Créditos"]));
    assert_eq!(told(&register), STORY, "{}", said(&register));
    assert_eq!((register.rules.loan.late_fee_ppm, register.rules.reserve_ppm), (15_000, 100_000));
    let plain = [(
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 0.02\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 0.02",
    )];
    assert_eq!(faults(&read(&with(&plain, &["Créditos"]))), ["import-rate-two-ways", "import-rate-two-ways"]);
    let yearly = [(
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 24\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 24",
    )];
    assert_eq!(faults(&read(&with(&yearly, &["Créditos"]))), ["import-rate-per-missing", "import-rate-per-missing"]);
}

#[test]
fn a_total_is_a_row_whose_key_columns_are_blank() {
    let sheets = [
        (
            "Socios",
            "N° | Apellidos y nombres | Comunidad\n1 | Quispe Mamani, Rosa | Total\n2 | Huamán Ccori, Benita | \n3 | Total, Percy | \n | Total | 3",
        ),
        (
            "Pagos",
            "Fecha | Nº crédito | Monto | Observaciones\n@2025-03-01 | 1 | 324 | Total cancelado\n@2025-04-01 | 1 | 318 | \n@2025-08-10 | 2 | 560 | total\nTOTAL | | 1202 | ",
        ),
        ("Gastos", "Fecha | Concepto | Monto\n@2025-02-15 | Total de flete | 35.5\n | Total | 35.5"),
    ];
    let register = read(&with(&sheets, &["Socios", "Pagos", "Gastos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec![]), "{}", said(&register));
    assert_eq!(told(&register), STORY);
    assert_eq!(register.members.len(), 3);
    let undated = [("Gastos", "Fecha | Concepto | Monto\n@2025-02-15 | Libro | 35.5\n | Total de flete | 80")];
    assert_eq!(asks(&read(&with(&undated, &["Gastos"]))), ["import-total-differs"], "a total that sums nothing may be a record");
    let nameless = [("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n | | 318")];
    assert_eq!(asks(&read(&with(&nameless, &["Pagos"]))), ["import-total-differs"], "figures alone may be a record too");
}

#[test]
fn two_sheets_of_one_meaning_are_joined() {
    let sheets = [
        ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324"),
        ("Cobros 2025", "N° crédito | Fecha | Abono\n1 | @2025-04-01 | 318\n2 | @2025-08-10 | 560"),
    ];
    let register = read(&with(&sheets, &["Pagos"]));
    assert_eq!(told(&register), STORY, "{}", said(&register));
}

#[test]
fn what_nobody_recognises_and_looks_like_records_needs_a_yes() {
    let sheets = [("Tienda", "Producto | Precio | Stock\nSal | 2.5 | 10\nFideos | 3 | 4"), ("Notas", "Llamar a la municipalidad\nComprar un libro")];
    let register = read(&with(&sheets, &[]));
    assert_eq!(asks(&register), ["import-sheet-unread"]);
    assert_eq!(register.skipped, ["Tienda", "Notas"]);
    let choices = Choices { skip: vec!["tienda".to_owned()], ..Choices::default() };
    let register = read_as(&with(&sheets, &[]), &choices);
    assert_eq!((asks(&register), told(&register)), (vec![], STORY.to_owned()));
    let column = [(
        "Pagos",
        "Fecha | Nº crédito | Monto | Aporte obligatorio | Color\n@2025-03-01 | 1 | 324 | 5 | rojo\n@2025-04-01 | 1 | 318 | 5 | \n@2025-08-10 | 2 | 560 | 5 | azul",
    )];
    let register = read(&with(&column, &["Pagos"]));
    assert_eq!(asks(&register), ["import-column-unread"]);
    assert_eq!(register.skipped, ["Pagos: Aporte obligatorio", "Pagos: Color"]);
    let answers = "[columns.Pagos]\n'Aporte obligatorio' = 'ignore'\n";
    assert_eq!(asks(&read_as(&with(&column, &["Pagos"]), &Choices::parse(answers).unwrap())), Vec::<&str>::new());
}

#[test]
fn what_may_be_a_slip_is_asked() {
    let ask = |own: &[(&'static str, &'static str)], replaced: &[&str]| asks(&read(&with(own, replaced)));
    let twice = ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-04-01 | 1 | 318");
    assert_eq!(ask(&[twice], &["Pagos"]), ["import-same-payment"]);
    let receipts = ("Pagos", "Fecha | Nº crédito | Monto | Recibo\n@2025-03-01 | 1 | 324 | 1\n@2025-04-01 | 1 | 318 | 2\n@2025-04-01 | 1 | 318 | 3");
    assert_eq!(ask(&[receipts], &["Pagos"]), Vec::<&str>::new(), "two receipts tell them apart");
    let names =
        ("Socios", "N° | Apellidos y nombres\n1 | Quispe Mamani, Rosa\n2 | Huamán Ccori, Benita\n3 | QUISPE MAMANI ROSA\n4 | Mamani Quispe, Rosa");
    assert_eq!(ask(&[names], &["Socios"]), ["import-same-name", "import-turned-name"]);
    let turned = ("Socios", "N° | Apellidos y nombres\n1 | Quispe Mamani, Rosa\n2 | Huamán Ccori, Benita\n3 | Mamani Quispe, Rosa");
    assert_eq!(ask(&[turned], &["Socios"]), ["import-turned-name"]);
    let zero = ("Socios", "N° | Apellidos y nombres | DNI\n1 | Quispe Mamani, Rosa | =07123456\n2 | Huamán Ccori, Benita | 7123456");
    assert_eq!(ask(&[zero], &["Socios"]), ["import-document-zero"]);
    let six = (
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 6 | @2025-08-10 | 2",
    );
    assert_eq!(ask(&[six], &["Créditos"]), ["import-bullet-installments"]);
}

#[test]
fn capital_after_the_first_loan_and_a_box_below_nothing_are_named() {
    let late = ("Aportes", "Fecha | Tipo | De | Monto\n@2025-02-05 | Donación | Proyecto | 10000");
    assert_eq!(faults(&read(&with(&[late], &["Aportes"]))), ["import-capital-late"]);
    let little = ("Aportes", "Fecha | Tipo | De | Monto\n@2025-01-10 | Donación | Proyecto | 1300");
    assert_eq!(faults(&read(&with(&[little], &["Aportes"]))), ["cash-short"]);
}

#[test]
fn one_cause_makes_one_fault() {
    let headless = ("Créditos", "Nº crédito | N° socio | Cuándo | Cuánto\n1 | 1 | @2025-02-01 | 1200\n2 | 2 | @2025-02-10 | 500");
    let register = read(&with(&[headless], &["Créditos"]));
    assert_eq!(faults(&register), ["column-missing", "column-missing"], "{}", said(&register));
}

#[test]
fn columns_beyond_the_widest_are_named() {
    let mut far = "Fecha | Nº crédito | Monto".to_owned();
    far.push_str(&" | ".repeat(70));
    far.push_str("algo\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560");
    let mut sheets = with(&[], &["Pagos"]);
    sheets.push(("Pagos", &far));
    let register = read(&sheets);
    assert_eq!((asks(&register), told(&register)), (vec!["import-too-wide"], STORY.to_owned()));
}
