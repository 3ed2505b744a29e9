//! Notebooks that look like others: what they would record wrongly is asked about or refused, never accepted silently.

use super::made::{asks, faults, read, said, told};
use super::{asked, refused, with};

#[test]
fn a_summary_is_not_joined_with_what_it_sums() {
    asked(&[("Resumen de pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318")], &[], &["import-sheet-unread"]);
    asked(
        &[("Hoja1", "Socia | Monto prestado | Saldo\nQuispe Mamani, Rosa | 1200 | 600\nHuamán Ccori, Benita | 500 | 0")],
        &[],
        &["import-sheet-unread"],
    );
    asked(&[("Copia de Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324")], &[], &["import-sheet-unread"]);
}

#[test]
fn savings_fines_and_attendance_are_no_payments() {
    asked(
        &[("Ahorros", "Fecha | Socia | Monto\n@2025-03-01 | Quispe Mamani, Rosa | 10\n@2025-04-01 | Quispe Mamani, Rosa | 10")],
        &[],
        &["import-sheet-unread"],
    );
    asked(
        &[("Hoja 7", "Fecha | Socia | Monto\n@2025-03-01 | Quispe Mamani, Rosa | 10\n@2025-04-01 | Quispe Mamani, Rosa | 10")],
        &[],
        &["import-sheet-unread"],
    );
    asked(&[("Asistencia", "N° | Nombre | DNI | Ene | Feb | Mar\n1 | Quispe Mamani, Rosa | =40000001 | 1 | 1 | 0")], &[], &["import-sheet-unread"]);
    refused(&[("Aportes 2025", "Socia | Ene | Feb | Mar\nQuispe Mamani, Rosa | 10 | 10 | 10")], &[], &["header-missing"]);
}

#[test]
fn what_says_that_it_is_void_is_not_brought() {
    let paid = (
        "Pagos",
        "Fecha | Nº crédito | Monto | Estado\n@2025-03-01 | 1 | 324 | ok\n@2025-03-01 | 1 | 999 | ANULADO\n@2025-04-01 | 1 | 318 | ok\n@2025-08-10 | 2 | 560 | ok",
    );
    asked(&[paid], &["Pagos"], &["import-row-void"]);
    let loans = (
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual % | Estado\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2 | vigente\n2 | 2 | @2025-02-10 | 500 | cosecha | 1 | @2025-08-10 | 2 | cancelado\n3 | 3 | @2025-02-10 | 900 | cosecha | 1 | @2025-08-10 | 2 | Rechazado",
    );
    asked(&[loans], &["Créditos"], &["import-row-void"]);
    let noted = (
        "Pagos",
        "Fecha | Nº crédito | Monto | Observaciones\n@2025-03-01 | 1 | 324 | anulado por error\n@2025-04-01 | 1 | 318 | \n@2025-08-10 | 2 | 560 | ",
    );
    asked(&[noted], &["Pagos"], &["import-row-void-noted"]);
}

#[test]
fn a_header_may_name_another_money() {
    let dollars = ("Pagos", "Fecha | Nº crédito | Monto US$\n@2025-03-01 | 1 | 324");
    refused(&[dollars], &["Pagos"], &["wrong-unit"]);
    let soles = ("Pagos", "Fecha | Nº crédito | Monto (S/.)\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560");
    asked(&[soles], &["Pagos"], &[]);
}

#[test]
fn interest_may_be_a_rate_or_an_amount() {
    let rate = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Interés\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\n2 | 2 | @2025-02-10 | 500 | cosecha | 1 | @2025-08-10 | 2",
    );
    asked(&[rate], &["Créditos"], &["import-interest-as-rate"]);
    let amount = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Interés\n1 | 1 | @2025-02-01 | 120 | alemán | 4 | @2025-03-01 | 6\n2 | 2 | @2025-02-10 | 50 | cosecha | 1 | @2025-08-10 | 3",
    );
    refused(&[amount], &["Créditos"], &["import-interest-two-ways"; 2]);
}

#[test]
fn another_table_below_is_not_read_as_the_one_above() {
    let below = (
        "Gastos",
        "Fecha | Concepto | Monto\n@2025-02-15 | Libro de actas | 35.5\n\nINGRESOS\nFecha | Concepto | Monto\n@2025-02-20 | Venta de papa | 80",
    );
    let register = read(&with(&[below], &["Gastos"]));
    assert_eq!(asks(&register), ["import-remark"], "{}", said(&register));
    let other = (
        "Pagos",
        "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560\n\nFecha | Concepto | Monto\n@2025-02-20 | Libro | 80",
    );
    refused(&[other], &["Pagos"], &["import-date", "no-such-loan", "amount-unreadable", "no-such-loan"]);
}

#[test]
fn parts_that_do_not_make_the_whole_are_refused() {
    let parts = (
        "Pagos",
        "Fecha | Nº crédito | Monto capital | Monto interés | Mora | Total\n@2025-03-01 | 1 | 300 | 24 | 0 | 324\n@2025-04-01 | 1 | 300 | 18 | 5 | 318",
    );
    refused(&[parts], &["Pagos"], &["import-parts-differ"]);
}

#[test]
fn a_schedule_longer_than_what_was_lent_and_a_balance_beyond_it_are_refused() {
    let loans = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Vencimiento | Tasa mensual %\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | @2025-12-01 | 2",
    );
    refused(&[loans], &["Créditos", "Pagos"], &["import-due-differs"]);
    let balance = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Vence | Tasa mensual % | Saldo al 30/06/2025\n1 | 1 | @2025-02-01 | 1200 | cosecha | @2025-08-01 | 2 | 1300",
    );
    refused(&[balance], &["Créditos", "Pagos"], &["import-balance-beyond"]);
}

#[test]
fn effective_yearly_rates_are_told_from_nominal_ones() {
    for (header, per) in
        [("TEA %", "year_effective"), ("TNA %", "year"), ("TEM %", "month"), ("Tasa efectiva anual %", "year_effective"), ("Tasa anual %", "year")]
    {
        let text = format!(
            "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | {header}\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 9"
        );
        let mut sheets = with(&[], &["Créditos", "Pagos"]);
        sheets.push(("Créditos", &text));
        let register = read(&sheets);
        assert_eq!(faults(&register), Vec::<&str>::new(), "{header}: {}", said(&register));
        assert!(told(&register).contains(&format!("90000/{per}")), "{header}: {}", told(&register));
    }
}

#[test]
fn a_person_named_as_a_total_and_a_day_with_an_hour_are_what_they_are() {
    let people = ("Socios", "N° | Apellidos y nombres\n1 | Quispe Mamani, Rosa\n2 | Huamán Ccori, Benita\n3 | Suma Total, Percy");
    let register = read(&with(&[people], &["Socios"]));
    assert_eq!((register.members.len(), faults(&register)), (3, vec![]));
    let hours = ("Pagos", "Fecha | Nº crédito | Monto\n2025-03-01 10:30:00 | 1 | 324\n01/04/2025 08:15 | 1 | 318\n45879.5 | 2 | 560");
    asked(&[hours], &["Pagos"], &[]);
}
