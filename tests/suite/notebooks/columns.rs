//! Of several columns for one thing the more specific one is read; months get their years; a mark for nothing is read as empty.

use super::made::{asks, faults, read, read_as, said, separated, told};
use super::{CAPITAL, HOUSE, LOANS, PAID, PEOPLE, SPENT, STORY, asked, with};
use muyu::features::imports::choices::Choices;
use muyu::features::imports::register::read as read_files;

#[test]
fn of_two_columns_for_one_thing_the_closer_one_is_read() {
    let unread = ["import-column-unread"];
    let head = "Socia | Modalidad | Cuotas | Primera cuota | Tasa mensual %";
    let rest = ["Quispe Mamani, Rosa | alemán | 4 | @2025-03-01 | 2", "Huamán Ccori, Benita | cosecha | 1 | @2025-08-10 | 2"];
    for (columns, rows, codes) in [
        ("N° | N° crédito | Fecha | Monto", ["7 | 1 | @2025-02-01 | 1200", "8 | 2 | @2025-02-10 | 500"], &[][..]),
        ("N° | Código | Fecha | Monto", ["7 | 1 | @2025-02-01 | 1200", "8 | 2 | @2025-02-10 | 500"], &[]),
        ("N° de crédito | Fecha | Monto", ["1 | @2025-02-01 | 1200", "2 | @2025-02-10 | 500"], &[]),
        ("loan_id | Fecha | Monto", ["1 | @2025-02-01 | 1200", "2 | @2025-02-10 | 500"], &[]),
        ("Crédito N° | Fecha | Monto", ["1 | @2025-02-01 | 1200", "2 | @2025-02-10 | 500"], &[]),
        ("N° crédito | Fecha | Monto solicitado | Monto desembolsado", ["1 | @2025-02-01 | 1500 | 1200", "2 | @2025-02-10 | 900 | 500"], &unread),
        (
            "N° crédito | Fecha de aprobación | Fecha de desembolso | Monto",
            ["1 | @2025-01-15 | @2025-02-01 | 1200", "2 | @2025-01-15 | @2025-02-10 | 500"],
            &unread,
        ),
    ] {
        let text = format!("{columns} | {head}\n{} | {}\n{} | {}", rows[0], rest[0], rows[1], rest[1]);
        let mut sheets = with(&[], &["Créditos"]);
        sheets.push(("Créditos", &text));
        let register = read(&sheets);
        assert_eq!((faults(&register), asks(&register)), (vec![], codes.to_vec()), "{columns}: {}", said(&register));
        assert_eq!(told(&register), STORY, "{columns}");
    }
    let paid =
        ("Pagos", "Fecha | Nº crédito | Desembolso | Abono\n@2025-03-01 | 1 | 1200 | 324\n@2025-04-01 | 1 | 1200 | 318\n@2025-08-10 | 2 | 500 | 560");
    asked(&[paid], &["Pagos"], &unread);
}

#[test]
fn months_of_a_farming_year_are_of_two_years() {
    let text = "N° crédito | Ago | Set | Oct | Nov | Dic | Ene | Feb | Mar | Abr | May | Jun | Jul\n1 | | | | | | | | 324 | 318 | | | \n2 | | | | 10 | | | | | | | | 560";
    let loans = LOANS.1.replace("2025-02", "2024-09");
    let capital = CAPITAL.1.replace("2025-01", "2024-01");
    let of = |name: &'static str, year: Option<u32>| {
        let sheets = [HOUSE, PEOPLE, ("Aportes", capital.as_str()), ("Créditos", loans.as_str()), (name, text)];
        read_as(&sheets, &Choices { year, ..Choices::default() })
    };
    for (name, year) in [("Pagos 2024-2025", None), ("Pagos 2024-25", None), ("Pagos", Some(2024))] {
        let register = of(name, year);
        let days: Vec<_> = register.repayments.iter().map(|row| row.on.to_string()).collect();
        assert_eq!(
            (faults(&register), days),
            (vec![], ["2025-03-31", "2025-04-30", "2024-11-30", "2025-07-31"].map(str::to_owned).to_vec()),
            "{name}"
        );
    }
    assert_eq!(faults(&of("Pagos 2025", None)), ["import-months-two-years"]);
    assert_eq!(faults(&of("Pagos por mes", None)).first(), Some(&"import-year-missing"));
    for header in ["2025 Mar | 2025 Abr | 2025 Ago", "Mar | Abr | Ago\n"] {
        let two_rows = header.ends_with('\n');
        let head = if two_rows { " | | 2025\nN° crédito | Socia | Mar | Abr | Ago".to_owned() } else { format!("N° crédito | Socia | {header}") };
        let text = format!("{head}\n1 | Rosa Quispe | 324 | 318 | \n2 | Benita Huamán | | | 560");
        let mut sheets = with(&[], &["Pagos"]);
        sheets.push(("Pagos por mes", &text));
        let register = read(&sheets);
        assert_eq!((faults(&register), register.totals().collected_minor), (vec![], 120_200), "{header}: {}", said(&register));
    }
}

#[test]
fn words_for_how_often_and_where_are_what_they_are() {
    let loans = (
        "Créditos",
        "Nº crédito | N° socio | Desembolso | Monto | Forma de pago | Cuotas | Primera cuota | Tasa % | Cuota\n1 | 1 | @2025-02-01 | 1200 | Mensual | 4 | @2025-03-01 | 2 | 315.1\n2 | 2 | @2025-02-10 | 500 | al vencimiento | 1 | @2025-08-10 | 2 | 560",
    );
    assert_eq!(faults(&read(&with(&[loans], &["Créditos"]))), Vec::<&str>::new());
    for (header, words) in [("Lugar de pago", ["Asamblea", "Casa", "Yape"]), ("Tipo de pago", ["Parcial", "Total", "efectivo"])] {
        let text = format!(
            "Fecha | Nº crédito | Monto | {header}\n@2025-03-01 | 1 | 324 | {}\n@2025-04-01 | 1 | 318 | {}\n@2025-08-10 | 2 | 560 | {}",
            words[0], words[1], words[2]
        );
        let mut sheets = with(&[], &["Pagos"]);
        sheets.push(("Pagos", &text));
        let register = read(&sheets);
        assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{header}: {}", said(&register));
    }
    let nothing = (
        "Pagos",
        "Fecha | Nº crédito | Capital | Interés | Mora\n@2025-03-01 | 1 | 300 | 24 | S/ -\n@2025-04-01 | 1 | 300 | 18 | S/. -\n@2025-08-10 | 2 | 500 | 60 | -",
    );
    asked(&[nothing], &["Pagos"], &[]);
    let opening = (
        "Créditos",
        "N° | N° socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual % | Saldo al 31/05/2025\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2 | 450\n2 | 2 | @2025-02-10 | 500 | pago único | 1 | @2025-08-10 | 2 | S/ -",
    );
    let register = read(&[HOUSE, PEOPLE, CAPITAL, opening]);
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-opening", "import-loan-paid"]), "{}", said(&register));
}

#[test]
fn a_column_without_a_header_is_told_by_its_letters() {
    let paid = ("Pagos", "Fecha | Nº crédito | \n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560");
    assert_eq!(faults(&read(&with(&[paid], &["Pagos"]))), ["column-missing"]);
    let answers = Choices::parse("[columns.Pagos]\n'(C)' = 'Monto'\n").unwrap();
    let register = read_as(&with(&[paid], &["Pagos"]), &answers);
    assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
    let titled = [
        ("Pagos", "PAGOS, 2025\nFecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560"),
        HOUSE,
        PEOPLE,
        CAPITAL,
        LOANS,
        SPENT,
    ];
    for separator in [";", "\t"] {
        let register = read_files(&separated(&titled, separator, |text| text.as_bytes().to_vec())).unwrap();
        assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
    }
    let named = read_files(&separated(&[HOUSE, PEOPLE, CAPITAL, LOANS, PAID, SPENT], "\t", |text| format!("sep=\t\r\n{text}").into_bytes())).unwrap();
    assert_eq!((faults(&named), told(&named)), (vec![], STORY.to_owned()), "{}", said(&named));
}

#[test]
fn what_stands_alone_in_the_column_of_names_is_asked() {
    let people = (
        "Socios",
        "N° | Apellidos y nombres | DNI\n1 | Quispe Mamani, Rosa | =40000001\n2 | Huamán Ccori, Benita | =40000002\n3 | Ttito Layme, Percy | =07000003\n\n | La presidenta | ",
    );
    asked(&[people], &["Socios"], &["import-name-alone"]);
}

#[test]
fn an_answer_that_was_kept_can_be_withdrawn() {
    let kept = Choices::parse("[sheets]\n'Pagos' = 'expenses'\n[columns.Pagos]\n'Monto' = 'ignore'\n").unwrap();
    let withdrawn = Choices::parse("[sheets]\n'Pagos' = ''\n[columns.Pagos]\n'Monto' = ''\n").unwrap();
    let sheets = with(&[], &[]);
    assert_ne!(told(&read_as(&sheets, &kept)), STORY);
    let choices = withdrawn.over(kept);
    let register = read_as(&sheets, &choices);
    assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
    let next = Choices::parse(&choices.to_keep().unwrap()).unwrap();
    assert!(next.sheets.is_empty() && next.columns.is_empty(), "what is kept holds it no more");
}
