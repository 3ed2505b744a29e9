//! Values with two meanings, or of two people, are refused with their cause.

use super::made::{asks, faults, read, said, told};
use super::{STORY, with};

const LOANS: &str = "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %";

#[test]
fn the_member_that_two_columns_name_must_be_one() {
    let sheet = (
        "Créditos",
        "Nº crédito | N° socio | Nombre | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 2 | Quispe Mamani, Rosa | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\n2 | 2 | Huamán, Benita | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2",
    );
    assert_eq!(faults(&read(&with(&[sheet], &["Créditos"]))), ["import-member-disagrees"]);
}

#[test]
fn a_name_that_two_people_bear_is_refused() {
    let people = ("Socios", "N° | Apellidos y nombres\n1 | Quispe Mamani, Rosa\n2 | Huamán Ccori, Benita\n3 | Quispe Mamani, Rosa");
    let loans = (
        "Créditos",
        "Nº crédito | Socia | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | Quispe Mamani, Rosa | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2",
    );
    let paid = ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324");
    assert_eq!(faults(&read(&with(&[people, loans, paid], &["Socios", "Créditos", "Pagos"]))), ["import-name-shared"]);
}

#[test]
fn a_payment_without_a_loan_goes_to_the_one_that_was_open() {
    let loans = (
        "Créditos",
        "N° | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | 1 | @2025-02-01 | 100 | pago único | 1 | @2025-03-01 | 0\n2 | 1 | @2025-04-01 | 100 | pago único | 1 | @2025-05-01 | 0",
    );
    let paid = ("Pagos", "Fecha | N° socio | Monto\n@2025-03-01 | 1 | 100\n@2025-05-01 | 1 | 40\n@2025-06-01 | 1 | 60");
    let register = read(&with(&[loans, paid], &["Créditos", "Pagos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-loans-found"]), "{}", said(&register));
    let of: Vec<i64> = register.repayments.iter().map(|row| row.loan).collect();
    assert_eq!(of, [1, 2, 2]);
    let both = ("Pagos", "Fecha | N° socio | Monto\n@2025-04-02 | 1 | 100");
    assert_eq!(faults(&read(&with(&[loans, both], &["Créditos", "Pagos"]))), ["import-which-loan"]);
    let over = ("Pagos", "Fecha | N° socio | Monto\n@2025-03-01 | 1 | 100\n@2025-05-01 | 1 | 100\n@2025-06-01 | 1 | 5");
    assert_eq!(faults(&read(&with(&[loans, over], &["Créditos", "Pagos"]))), ["import-all-paid"]);
}

#[test]
fn a_due_date_says_which_installment_it_is_of() {
    let of = |due: &str, method: &str| {
        format!(
            "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Vencimiento | Tasa %\n1 | 1 | @2025-02-01 | 1200 | {method} | 4 | {due} | 2\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2"
        )
    };
    for (due, codes) in [("@2025-06-01", vec![]), ("@2025-03-01", vec![]), ("@2025-07-15", vec!["import-due-two-ways"])] {
        let text = of(due, "alemán");
        let mut sheets = with(&[], &["Créditos"]);
        sheets.push(("Créditos", &text));
        let register = read(&sheets);
        assert_eq!(faults(&register), codes, "{due}");
        if codes.is_empty() {
            assert_eq!(told(&register), STORY, "{due}");
        }
    }
}

#[test]
fn how_a_loan_is_repaid_is_never_guessed() {
    let unsaid = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Cuotas | Primera cuota | Tasa mensual %\n1 | 1 | @2025-02-01 | 1200 | 4 | @2025-03-01 | 2\n2 | 2 | @2025-02-10 | 500 | 1 | @2025-08-10 | 2",
    );
    assert_eq!(faults(&read(&with(&[unsaid], &["Créditos"]))), ["import-method-missing"]);
    let shown = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Cuotas | Primera cuota | Tasa mensual % | Monto cuota\n1 | 1 | @2025-02-01 | 1200 | 4 | @2025-03-01 | 2 | 315.10\n2 | 2 | @2025-02-10 | 500 | 1 | @2025-08-10 | 2 | 560",
    );
    let register = read(&with(&[shown], &["Créditos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-method-by-payment"]), "{}", said(&register));
    assert!(told(&register).contains("4x1month equal_installment"), "{}", told(&register));
    let other = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual % | Monto cuota\n1 | 1 | @2025-02-01 | 1200 | cuota fija | 4 | @2025-03-01 | 2 | 324\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2 | 560",
    );
    assert_eq!(asks(&read(&with(&[other], &["Créditos"]))), ["import-payment-differs"]);
}

#[test]
fn figures_and_days_that_can_be_read_two_ways_are_refused() {
    let ways = [
        ("1 | 1 | @2025-02-01 | 1.200 | alemán | 4 | @2025-03-01 | 2", vec![]),
        ("1 | 1 | @2025-02-01 | =1.200 | alemán | 4 | @2025-03-01 | 2", vec!["amount-ambiguous"]),
        ("1 | 1 | 02/13/2025 | 1200 | alemán | 4 | @2025-03-01 | 2", vec!["import-date"]),
        ("1 | 1 | @2025-02-01 | Bs 1200 | alemán | 4 | @2025-03-01 | 2", vec!["wrong-unit"]),
        ("1 | 1 | @2025-02-01 | 1200 | como pueda | 4 | @2025-03-01 | 2", vec!["method-unknown"]),
        ("1 | 9 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2", vec!["no-such-member"]),
    ];
    for (row, codes) in ways {
        let text = format!("{LOANS}\n{row}");
        let mut sheets = with(&[], &["Créditos", "Pagos"]);
        sheets.push(("Créditos", &text));
        assert_eq!(faults(&read(&sheets)), codes, "{row}");
    }
}
