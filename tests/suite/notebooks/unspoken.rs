//! Sheets, columns and rows that look like something else: none of them makes wrong books without a warning.

use super::made::{asks, faults, read, read_as, said, separated, told};
use super::{CAPITAL, HOUSE, LOANS, PAID, PEOPLE, SPENT, STORY, asked, refused, with};
use muyu::features::imports::choices::Choices;
use muyu::features::imports::headers::Kind;
use muyu::features::imports::register::read as read_files;

#[test]
fn what_came_in_is_not_read_as_spent() {
    for name in ["Ingresos", "Intereses cobrados", "Banco", "Hoja9"] {
        for header in ["Fecha | Concepto | Monto", "Fecha | Detalle | Monto | Recibo"] {
            let text = format!("{header}\n@2025-02-20 | Venta de papa | 80 | 7\n@2025-02-21 | Rifa | 40 | 8");
            let mut sheets = with(&[], &["Gastos"]);
            sheets.push((name, &text));
            let register = read(&sheets);
            assert_eq!((asks(&register), register.expenses.len()), (vec!["import-sheet-unread"], 0), "{name}: {}", said(&register));
        }
    }
    asked(&[("Hoja9", "Fecha | Detalle | Egreso\n@2025-02-15 | Libro de actas | 35.5")], &["Gastos"], &[]);
    asked(&[("Hoja9", "Fecha | Detalle | Monto | N° comprobante\n@2025-02-15 | Libro de actas | 35.5 | B-1")], &["Gastos"], &[]);
    let rosa = (
        "Rosa Quispe",
        "Socia: | Quispe Mamani, Rosa\nMonto prestado: | 1200 | Fecha: | @2025-02-01\nModalidad | alemán | Cuotas | 4\nPrimera cuota | @2025-03-01 | Tasa mensual | 2%\n\nFecha | Detalle | Monto | Comprobante\n@2025-03-01 | pago | 324 | 1\n@2025-04-01 | pago | 318 | 2",
    );
    let register = read(&with(&[rosa], &["Créditos", "Pagos", "Gastos"]));
    assert_eq!((register.loans.len(), register.repayments.len(), register.expenses.len()), (1, 2, 0), "{}", said(&register));
}

#[test]
fn a_part_beside_an_amount_is_never_lost() {
    let both =
        ("Pagos", "Fecha | Nº crédito | Amortización | Interés\n@2025-03-01 | 1 | 300 | 24\n@2025-04-01 | 1 | 300 | 18\n@2025-08-10 | 2 | 500 | 60");
    asked(&[both], &["Pagos"], &[]);
    for header in ["Monto | Mora", "Abono | Interés", "Pago | Mora", "Cuota | Mora"] {
        let text = format!("Fecha | Nº crédito | {header}\n@2025-03-01 | 1 | 324 | 24\n@2025-04-01 | 1 | 318.5 | 18\n@2025-08-10 | 2 | 560 | ");
        let mut sheets = with(&[], &["Pagos"]);
        sheets.push(("Pagos", &text));
        assert_eq!(faults(&read(&sheets)), ["import-part-two-ways"; 2], "{header}");
        let answered = Choices::parse(&format!("[columns.Pagos]\n'{}' = 'ignore'\n", header.split(" | ").nth(1).unwrap())).unwrap();
        assert_eq!(faults(&read_as(&sheets, &answered)), Vec::<&str>::new(), "{header}");
    }
    for header in ["Total pagado | Mora", "Cuota | Interés", "Monto total | Interés"] {
        let text = format!("Fecha | Nº crédito | {header}\n@2025-03-01 | 1 | 324 | 24\n@2025-04-01 | 1 | 318 | 18\n@2025-08-10 | 2 | 560 | 60");
        let mut sheets = with(&[], &["Pagos"]);
        sheets.push(("Pagos", &text));
        let register = read(&sheets);
        assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{header}: {}", said(&register));
    }
    let total = (
        "Pagos",
        "Fecha | Nº crédito | Pago | Mora | Total\n@2025-03-01 | 1 | 320 | 4 | 324\n@2025-04-01 | 1 | 318 | 0 | 318\n@2025-08-10 | 2 | 560 | | 560",
    );
    asked(&[total], &["Pagos"], &["import-column-unread"]);
}

#[test]
fn an_installment_is_an_amount_or_a_count() {
    asked(&[("Pagos", "Fecha | Nº crédito | Cuota\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560")], &["Pagos"], &[]);
    asked(
        &[("Pagos", "Fecha | Nº crédito | Cuota | Monto\n@2025-03-01 | 1 | 1 | 324\n@2025-04-01 | 1 | 2 | 318\n@2025-08-10 | 2 | 1 | 560")],
        &["Pagos"],
        &[],
    );
    asked(
        &[(
            "Pagos",
            "Fecha | Nº crédito | Cuota | Capital | Interés\n@2025-03-01 | 1 | 1 de 4 | 300 | 24\n@2025-04-01 | 1 | 2 de 4 | 300 | 18\n@2025-08-10 | 2 | 1 de 1 | 500 | 60",
        )],
        &["Pagos"],
        &[],
    );
    let counted = ("Pagos", "Fecha | Nº crédito | Cuota\n@2025-03-01 | 1 | 1\n@2025-04-01 | 1 | 2\n@2025-08-10 | 2 | 1");
    refused(&[counted], &["Pagos"], &["column-missing"]);
    let fifty = ("Pagos", "Fecha | Nº crédito | Cuota\n@2025-03-01 | 1 | 50\n@2025-04-01 | 1 | 50\n@2025-08-10 | 2 | 50");
    assert_eq!(read(&with(&[fifty], &["Pagos"])).totals().collected_minor, 15_000);
}

#[test]
fn what_is_not_paid_yet_is_not_brought() {
    for word in ["Pendiente", "Vencido", "No pagado", "por pagar", "sin pagar", "pago pendiente", "NO"] {
        let text = format!(
            "Fecha | Nº crédito | Monto | Estado\n@2025-03-01 | 1 | 324 | pagado\n@2025-04-01 | 1 | 318 | Cancelado\n@2025-05-01 | 1 | 312 | {word}\n@2025-08-10 | 2 | 560 | abono parcial"
        );
        let mut sheets = with(&[], &["Pagos"]);
        sheets.push(("Pagos", &text));
        let register = read(&sheets);
        assert_eq!((asks(&register), told(&register)), (vec!["import-row-not-yet"], STORY.to_owned()), "{word}: {}", said(&register));
    }
    let yes_or_no = (
        "Pagos",
        "Fecha | Nº crédito | Monto | Pagado\n@2025-03-01 | 1 | 324 | Sí\n@2025-04-01 | 1 | 318 | si\n@2025-05-01 | 1 | 312 | No\n@2025-06-01 | 1 | 306 | \n@2025-08-10 | 2 | 560 | x",
    );
    asked(&[yes_or_no], &["Pagos"], &["import-row-not-yet"]);
    let capital = (
        "Aportes",
        "Fecha | Tipo | De | Monto | Estado\n@2025-01-10 | Donación | Proyecto | 10000 | recibido\n@2025-01-11 | Donación | Municipio | 5000 | comprometido\n@2025-01-12 | Donación | Región | 5000 | por recibir",
    );
    asked(&[capital], &["Aportes"], &["import-row-not-yet"]);
    let spent = ("Gastos", "Fecha | Concepto | Monto | Estado\n@2025-02-15 | Libro de actas | 35.5 | pagado\n@2025-02-16 | Flete | 20 | por pagar");
    asked(&[spent], &["Gastos"], &["import-row-not-yet"]);
    let unknown = ("Pagos", "Fecha | Nº crédito | Monto | Estado\n@2025-03-01 | 1 | 324 | zzz\n@2025-04-01 | 1 | 318 | \n@2025-08-10 | 2 | 560 | ");
    refused(&[unknown], &["Pagos"], &["import-state-unknown"]);
}

#[test]
fn the_first_record_is_no_second_row_of_headers() {
    let people = (
        "Socios",
        "Código | Apellidos y nombres | DNI\nS-1 | Quispe Mamani, Rosa | 40000001\nS-2 | Huamán Ccori, Benita | 40000002\nS-3 | Ttito Layme, Percy | 07000003",
    );
    let capital = ("Aportes", "Fecha | Tipo | De | Monto\n10/01/2025 | Donación | Capital | S/ 10000");
    let paid =
        ("Pagos", "Fecha | Nº crédito | Monto | Medio\n01/03/2025 | 1 | S/ 324 | efectivo\n01/04/2025 | 1 | 318 | caja\n10/08/2025 | 2 | 560 | yape");
    let spent = ("Gastos", "Fecha | Concepto | Monto\n15/02/2025 | Detalle de gasto | 35.50");
    let loans = LOANS.1.replace("1 | 1 | @", "1 | S-1 | @").replace("2 | 2 | @", "2 | S-2 | @");
    let sheets = [HOUSE, people, capital, ("Créditos", loans.as_str()), paid, spent];
    let register = read_files(&separated(&sheets, ";", |text| text.as_bytes().to_vec())).unwrap();
    assert_eq!((faults(&register), told(&register), register.members.len()), (vec![], STORY.to_owned(), 3), "{}", said(&register));
    let unheaded = (
        "Pagos",
        "Fecha | Nº crédito | Monto | Lugar | Otro\n01/03/2025 | 1 | 324 | Recibo 15 | Medio\n01/04/2025 | 1 | 318 | x | y\n10/08/2025 | 2 | 560 | x | y",
    );
    let sheets = [HOUSE, PEOPLE, CAPITAL, LOANS, unheaded, SPENT];
    let register = read_files(&separated(&sheets, ";", |text| text.as_bytes().to_vec())).unwrap();
    assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
}

#[test]
fn a_sheet_set_aside_keeps_all_its_rows() {
    let mut rosa = "Socia: | Quispe Mamani, Rosa\nMonto prestado: | 1200 | Fecha: | @2025-02-01\nModalidad | alemán | Cuotas | 24\nPrimera cuota | @2025-03-01 | Tasa mensual | 0%\n\nFecha | Detalle | Monto | N° factura".to_owned();
    for day in 1..=28 {
        rosa.push_str(&format!("\n@2025-03-{day:02} | abono | 10 | {day}"));
    }
    let mut sheets = with(&[], &["Créditos", "Pagos"]);
    sheets.push(("Rosa Quispe", &rosa));
    let register = read(&sheets);
    assert_eq!((faults(&register), register.repayments.len()), (vec![], 28), "{}", said(&register));
}

#[test]
fn records_are_not_taken_for_labels_by_the_sheets_name() {
    for name in ["Datos", "General", "Comité", "Asociación 2025"] {
        let mut sheets = with(&[], &["Créditos"]);
        sheets.push((name, LOANS.1));
        let register = read(&sheets);
        assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{name}: {}", said(&register));
        let strange = "Quién | Cuándo | Cuánto\nQuispe Mamani, Rosa | @2025-02-01 | 1200\nHuamán Ccori, Benita | @2025-02-10 | 500";
        let mut sheets = with(&[], &["Créditos", "Pagos"]);
        sheets.push((name, strange));
        assert_eq!(asks(&read(&sheets)), ["import-sheet-unread"], "{name}");
    }
    let below = format!("{}\n\n{}", HOUSE.1, LOANS.1);
    let mut sheets = with(&[], &["Asociación", "Créditos", "Pagos"]);
    sheets.push(("Asociación", &below));
    let register = read(&sheets);
    assert_eq!((asks(&register), register.sheets.last().and_then(|sheet| sheet.kind)), (vec!["import-house-rows"], Some(Kind::House)));
}

#[test]
fn a_payment_is_held_against_the_person_in_its_row() {
    let paid = (
        "Pagos",
        "Fecha | Nº crédito | Socia | Monto\n@2025-03-01 | 1 | Rosa Quispe | 324\n@2025-04-01 | 1 | Huamán Ccori, Benita | 318\n@2025-08-10 | 2 | Huamán Ccori, Benita | 560",
    );
    refused(&[paid], &["Pagos"], &["import-member-disagrees"]);
    let numbers = (
        "Pagos",
        "Fecha | Nº crédito | N° socio | DNI | Monto\n@2025-03-01 | 1 | 1 | | 324\n@2025-04-01 | 1 | 2 | | 318\n@2025-08-10 | 2 | | =40000001 | 560",
    );
    refused(&[numbers], &["Pagos"], &["import-member-disagrees"; 2]);
    let other = (
        "Pagos",
        "Fecha | Nº crédito | Quién pagó | Monto\n@2025-03-01 | 1 | Quispe Mamani, Rosa | 324\n@2025-04-01 | 1 | Ttito Layme, Percy | 318\n@2025-08-10 | 2 | Benita | 560",
    );
    asked(&[other], &["Pagos"], &["import-member-disagrees"]);
    let months = ("Pagos 2025", "N° crédito | Socia | Mar | Abr | Ago\n1 | Quispe Mamani, Rosa | 324 | 318 | \n2 | Ttito Layme, Percy | | | 560");
    refused(&[months], &["Pagos"], &["import-member-disagrees"]);
    let agreed = (
        "Cronograma",
        "Nº crédito | Socia | Vencimiento | Capital\n1 | Huamán Ccori, Benita | @2025-04-15 | 400\n1 | Quispe Mamani, Rosa | @2025-07-20 | 800",
    );
    refused(&[agreed], &[], &["import-member-disagrees"]);
    assert_eq!(faults(&read(&with(&[PAID], &["Pagos"]))), Vec::<&str>::new());
}

#[test]
fn rows_that_say_they_are_something_else_are_not_brought() {
    let spent = (
        "Ingresos y gastos",
        "Fecha | Concepto | Tipo | Monto\n@2025-02-14 | Venta de papa | Ingreso | 80\n@2025-02-15 | Libro de actas | Egreso | 35.5",
    );
    asked(&[spent], &["Gastos"], &["import-row-other"]);
    let paid = (
        "Pagos",
        "Fecha | Nº crédito | Tipo | Monto\n@2025-02-01 | 1 | Desembolso | 1200\n@2025-03-01 | 1 | Pago | 324\n@2025-04-01 | 1 | Pago | 318\n@2025-04-01 | 1 | Ahorro | 10\n@2025-08-10 | 2 | Pago | 560",
    );
    asked(&[paid], &["Pagos"], &["import-row-other"]);
    let dollars =
        ("Pagos", "Fecha | Nº crédito | Monto | Moneda\n@2025-03-01 | 1 | 324 | Soles\n@2025-04-01 | 1 | 318 | US$\n@2025-08-10 | 2 | 560 | S/");
    refused(&[dollars], &["Pagos"], &["wrong-unit"]);
}
