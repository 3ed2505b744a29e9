//! Terms, rates and people that a row describes in more than one way.

use super::made::{asks, faults, read, read_as, said, told};
use super::{STORY, with};
use muyu::features::imports::choices::Choices;
use muyu::features::imports::register::Register;

fn loans(header: &str, rows: &str) -> Register {
    let text = format!("N° crédito | N° socio | Fecha | Monto | Modalidad | {header}\n{rows}");
    let mut sheets = with(&[], &["Créditos", "Pagos"]);
    sheets.push(("Créditos", &text));
    read(&sheets)
}

#[test]
fn a_term_beside_a_count_says_how_far_apart_they_are() {
    for (row, codes, steps) in [
        ("12 meses | 4 | ", vec!["import-step-by-term", "import-due-assumed"], "4x3month"),
        ("12 meses | 4 | @2025-05-01", vec!["import-step-by-term"], "4x3month"),
        ("12 meses | 4 | @2025-11-01", vec![], "4x1month"),
        ("4 meses | 4 | @2025-03-01", vec![], "4x1month"),
        ("24 semanas | 6 | @2025-03-01", vec!["import-step-by-term"], "6x4week"),
        ("6 meses | 24 semanales | @2025-02-08", vec![], "24x1week"),
        (" | 12 quincenales | @2025-02-12", vec![], "12x2week"),
        (" | 6 cuotas trimestrales | @2025-05-01", vec![], "6x3month"),
    ] {
        let register = loans("Plazo | Cuotas | Primera cuota | Tasa mensual %", &format!("1 | 1 | @2025-02-01 | 1200 | alemán | {row} | 2"));
        let found: Vec<_> = asks(&register).into_iter().filter(|code| *code != "import-fortnight").collect();
        assert_eq!((faults(&register), found), (vec![], codes), "{row}: {}", said(&register));
        assert!(told(&register).contains(steps), "{row}: {}", told(&register));
    }
    for row in ["12 meses | 5 | @2025-03-01", "12 meses | 4 | @2025-03-01", "3 meses | 6 | @2025-03-01"] {
        let register = loans("Plazo | Cuotas | Primera cuota | Tasa mensual %", &format!("1 | 1 | @2025-02-01 | 1200 | alemán | {row} | 2"));
        assert_eq!(faults(&register), ["import-term-differs"], "{row}");
    }
    let register = loans(
        "Cuotas | Frecuencia | Primera cuota | Tasa mensual %",
        "1 | 1 | @2025-02-01 | 1200 | alemán | 24 semanales | mensual | @2025-03-01 | 2",
    );
    assert_eq!(faults(&register), ["import-period-differs"]);
    let register = loans("Plazo | Vencimiento | Tasa mensual %", "1 | 1 | @2025-02-01 | 1200 | cosecha | 12 meses | @2025-08-01 | 2");
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-term-due"]));
}

#[test]
fn a_term_of_two_figures_says_one_thing_or_is_refused() {
    for (term, due) in [("6 meses (180 días)", Some("2025-08-01")), ("1.5 años", Some("2026-08-01")), ("3 meses y 15 días", None)] {
        let register = loans("Plazo | Tasa mensual %", &format!("1 | 1 | @2025-02-01 | 1200 | cosecha | {term} | 2"));
        assert_eq!(faults(&register), if due.is_some() { vec![] } else { vec!["import-term"] }, "{term}");
        assert_eq!(register.loans.first().map(|loan| loan.terms.first_due_on.to_string()).as_deref(), due, "{term}");
    }
}

#[test]
fn a_rate_that_does_not_say_per_what_is_asked_once() {
    let text = "N° crédito | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\n2 | 2 | @2025-02-10 | 500 | cosecha | 1 | @2025-08-10 | 2";
    let sheets = with(&[("Créditos", text)], &["Créditos"]);
    let register = read(&sheets);
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-rate-per-assumed"]), "{}", said(&register));
    assert_eq!(told(&register), STORY);
    for (answer, ppm) in [("mes", "20000/month"), ("año", "20000/year"), ("TEA", "20000/year_effective")] {
        let answered = Choices { rate_per: Some(answer.to_owned()), ..Choices::default() };
        let register = read_as(&sheets, &answered);
        // At a lower rate the same payments are more than is owed.
        let found: Vec<_> = asks(&register).into_iter().filter(|code| *code != "import-overpaid").collect();
        assert_eq!(found, Vec::<&str>::new(), "{answer}");
        assert!(told(&register).contains(ppm), "{answer}: {}", told(&register));
    }
    let shown = loans("Cuotas | Primera cuota | Tasa | Cuota", "1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2 | 324");
    assert_eq!(asks(&shown), Vec::<&str>::new(), "the installment shows it");
    let other = loans("Cuotas | Primera cuota | Tasa | Cuota", "1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 8 | 308");
    assert!(asks(&other).contains(&"import-rate-per-assumed"), "{}", said(&other));
    let yearly = read_as(
        &with(&[("Créditos", text.replace("| 2\n", "| 24\n").leak())], &["Créditos", "Pagos"]),
        &Choices { rate_per: Some("TNA".to_owned()), ..Choices::default() },
    );
    assert_eq!(faults(&yearly), Vec::<&str>::new());
}

#[test]
fn one_person_told_with_more_and_with_less_is_one() {
    let head = "N° crédito | Nombre | DNI | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n";
    let of = |rows: &str, own: &[(&'static str, &'static str)]| {
        let text = format!("{head}{rows}");
        let mut sheets = with(own, &["Socios", "Créditos", "Pagos"]);
        sheets.push(("Créditos", &text));
        read(&sheets)
    };
    let row = |n: usize, name: &str, document: &str| format!("{n} | {name} | {document} | @2025-02-0{n} | 100 | cosecha | 1 | @2025-08-01 | 2");
    let unlisted = of(&[row(1, "Rosa Quispe", "-"), row(2, "Rosa Quispe", "=40112233"), row(3, "Rosa Quispe", "=40112233")].join("\n"), &[]);
    assert_eq!((faults(&unlisted), asks(&unlisted)), (vec![], vec!["import-known-by-name"]), "{}", said(&unlisted));
    assert_eq!(unlisted.members.len(), 1);
    assert_eq!(unlisted.members[0].1.document.as_deref(), Some("40112233"));
    let two = of(&[row(1, "Rosa Quispe", "=40112233"), row(2, "Rosa Quispe", "=40999999")].join("\n"), &[]);
    assert_eq!((two.members.len(), asks(&two)), (2, vec!["import-same-name"]), "{}", said(&two));
    let like = of(&[row(1, "Rosa Quispe Mamani", "-"), row(2, "Rosa Quispe", "=40999999")].join("\n"), &[]);
    assert_eq!((like.members.len(), asks(&like)), (2, vec!["import-like-name"]), "{}", said(&like));
    let listed = ("Socios", "N° | Apellidos y nombres\n1 | Quispe Mamani, Rosa\n2 | Huamán Ccori, Benita");
    let known = of(&row(1, "Quispe Mamani, Rosa", "=40000001"), &[listed]);
    assert_eq!((faults(&known), asks(&known)), (vec![], vec!["import-known-by-name"]), "{}", said(&known));
    let other = ("Socios", "N° | Apellidos y nombres | DNI\n1 | Quispe Mamani, Rosa | =40000001\n2 | Huamán Ccori, Benita | =40000002");
    assert_eq!(faults(&of(&row(1, "Quispe Mamani, Rosa", "=40000009"), &[other])), ["no-such-member"]);
}

#[test]
fn a_figure_that_two_codes_share_is_told_and_the_others_keep_theirs() {
    let people = ("Socios", "Código | Nombre\nA-1 | Quispe Mamani, Rosa\nA-7 | Huamán Ccori, Benita\nB-1 | Ttito Layme, Percy");
    let credits = (
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | A-1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\n2 | A-7 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2",
    );
    let register = read(&with(&[people, credits], &["Socios", "Créditos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-renumbered"]), "{}", said(&register));
    let numbers: Vec<_> = register.members.iter().map(|(number, _)| *number).collect();
    assert_eq!((numbers, told(&register)), (vec![1, 7, 8], STORY.to_owned()));
}
