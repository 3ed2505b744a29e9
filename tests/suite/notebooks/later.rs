//! What notebooks leave to their reader: formulas nobody worked out, joined cells, months in parts, words against figures.

use super::made::{asks, faults, read, read_as, said, told};
use super::{HOUSE, LOANS, PAID, PEOPLE, STORY, asked, refused, with};
use muyu::features::imports::File;
use muyu::features::imports::choices::Choices;
use muyu::features::imports::register::read as read_files;

#[test]
fn what_one_page_hands_on_to_the_next_is_a_total() {
    let pages = (
        "Pagos",
        "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\nVAN | | 324\nFecha | Nº crédito | Monto\nVIENEN... | | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 560",
    );
    asked(&[pages], &["Pagos"], &[]);
}

#[test]
fn a_month_in_parts_is_one_payment() {
    let parts = (
        "Pagos 2025",
        "Socia | Marzo | | Abril | | Agosto |\n | Capital | Interés | Capital | Interés | Capital | Interés\nQuispe Mamani, Rosa | 300 | 24 | 300 | 18 | |\nHuamán Ccori, Benita | | | | | 500 | 60",
    );
    let at_ends = STORY
        .replace("2025-03-01 1 32400", "2025-03-31 1 32400")
        .replace("2025-04-01 1 31800", "2025-04-30 1 31800")
        .replace("2025-08-10 2 56000", "2025-08-31 2 56000");
    let register = read(&with(&[parts], &["Pagos"]));
    assert_eq!((asks(&register), told(&register)), (vec!["import-shape-months"], at_ends.clone()), "{}", said(&register));
    let receipts = (
        "Pagos 2025",
        "Socia | Marzo | | Abril | | Agosto |\n | Recibo | Monto | Recibo | Monto | Recibo | Monto\nQuispe Mamani, Rosa | 11 | 324 | 12 | 318 | |\nHuamán Ccori, Benita | | | | | 13 | 560",
    );
    let register = read(&with(&[receipts], &["Pagos"]));
    assert_eq!((asks(&register), told(&register)), (vec!["import-column-unread", "import-shape-months"], at_ends), "{}", said(&register));
}

#[test]
fn totals_of_a_row_of_months_are_held_against_it() {
    let row = ("Pagos 2025", "Socia | Mar | Abr | Ago | Total\nQuispe Mamani, Rosa | 324 | 318 | | 700\nHuamán Ccori, Benita | | | 560 | 560");
    assert_eq!(asks(&read(&with(&[row], &["Pagos"]))), ["import-row-total-differs", "import-shape-months"]);
    let column =
        ("Pagos 2025", "Socia | Mar | Abr | Ago\nQuispe Mamani, Rosa | 324 | 318 |\nHuamán Ccori, Benita | | | 560\nTOTAL | 324 | 310 | 560");
    assert_eq!(asks(&read(&with(&[column], &["Pagos"]))), ["import-total-differs", "import-shape-months"]);
    let crosses = ("Pagos 2025", "Socia | Mar | Abr | Ago\nQuispe Mamani, Rosa | X | X |\nHuamán Ccori, Benita | | | X");
    refused(&[crosses], &["Pagos"], &["amount-unreadable"; 3]);
}

#[test]
fn a_name_spelt_otherwise_is_asked_about_and_an_unknown_one_told() {
    let heard = LOANS.1.replace("1 | 1 | @", "1 | Rosa Kispe Mamani | @").replace("2 | 2 | @", "2 | BENITA GUAMAN CORI | @");
    let register = read(&[HOUSE, PEOPLE, super::CAPITAL, ("Créditos", heard.as_str()), PAID, super::SPENT]);
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-name-close"]), "{}", said(&register));
    assert_eq!(told(&register), STORY);
    let twice = read(&[HOUSE, super::CAPITAL, ("Créditos", heard.replace("BENITA GUAMAN CORI", "Rosa Quispe Mamani").as_str()), PAID, super::SPENT]);
    assert_eq!((twice.members.len(), asks(&twice)), (1, vec!["import-name-close"]));
    let slip = LOANS.1.replace("1 | 1 | @", "1 | Rosa Quispe Mamanu | @").replace("2 | 2 | @", "2 | Julia Soncco | @");
    let register = read(&[HOUSE, PEOPLE, super::CAPITAL, ("Créditos", slip.as_str())]);
    assert_eq!(faults(&register), ["import-name-slip", "import-name-unknown"], "{}", said(&register));
    let siblings = LOANS.1.replace("1 | 1 | @", "1 | Juan Quispe Mamani | @").replace("2 | 2 | @", "2 | Juana Quispe Mamani | @");
    let register = read(&[HOUSE, super::CAPITAL, ("Créditos", siblings.as_str())]);
    assert_eq!((register.members.len(), asks(&register)), (2, vec!["import-like-name"]), "{}", said(&register));
}

#[test]
fn a_word_for_how_a_loan_stands_is_held_against_its_payments() {
    let stands = |first: &str, second: &str| {
        let lines: Vec<&str> = LOANS.1.lines().collect();
        let text = format!("{} | Estado\n{} | {first}\n{} | {second}", lines[0], lines[1], lines[2]);
        let register = read(&[HOUSE, PEOPLE, super::CAPITAL, ("Créditos", text.as_str()), PAID, super::SPENT]);
        assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
        asks(&register)
    };
    assert_eq!(stands("al día", "cancelado"), Vec::<&str>::new());
    assert_eq!(stands("CANCELADO", "moroso"), ["import-state-owed", "import-state-paid"]);
    assert_eq!(stands("castigado", "pagado"), ["import-state-written-off"]);
    assert_eq!(stands("refinanciado", "pagado"), ["import-state-refinanced"]);
}

#[test]
fn what_is_below_zero_or_an_error_of_a_formula_is_told_as_that() {
    let taken_back = ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-03-02 | 1 | -20\n@2025-03-03 | 1 | =(20.00)");
    refused(&[taken_back], &["Pagos"], &["import-negative"; 2]);
    let broken = ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | =#¡REF!\n=#N/D | 1 | 318\n@2025-08-10 | =#DIV/0! | 560");
    refused(&[broken], &["Pagos"], &["import-formula-broken"; 3]);
}

#[test]
fn what_is_paid_beyond_a_loan_is_asked_about() {
    let more = ("Pagos", "Fecha | Nº crédito | Monto\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n@2025-08-10 | 2 | 660");
    let register = read(&with(&[more], &["Pagos"]));
    assert_eq!((faults(&register), asks(&register)), (vec![], vec!["import-overpaid"]), "{}", said(&register));
}

#[test]
fn twice_a_month_is_on_its_own_days() {
    let loan = |per: &str, first: &str, rest: (&str, &str)| {
        let text = format!(
            "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Frecuencia | Primera cuota | Tasa mensual % | {}\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | {per} | {first} | 2 | {}",
            rest.0, rest.1
        );
        let choices = Choices::default();
        let register = read_as(&[HOUSE, PEOPLE, super::CAPITAL, ("Créditos", text.as_str())], &choices);
        let days = |loan: &muyu::features::imports::register::LoanRow| {
            let parts = muyu::domain::schedule::build(&loan.terms).unwrap();
            parts.iter().map(|part| part.due_on.format("%d/%m").to_string()).collect::<Vec<_>>().join(" ")
        };
        (faults(&register).join(" "), asks(&register).join(" "), register.loans.first().map(days).unwrap_or_default())
    };
    let none = ("", "");
    let half = "15/02 28/02 15/03 31/03";
    assert_eq!(loan("15 y fin de mes", "@2025-02-15", none), (String::new(), String::new(), half.to_owned()));
    assert_eq!(loan("los 15 y 30", "@2025-02-15", none).2, "15/02 28/02 15/03 30/03");
    assert_eq!(loan("quincenal", "@2025-02-15", none), (String::new(), "import-fortnight-halves".to_owned(), half.to_owned()));
    assert_eq!(loan("quincenal", "@2025-02-15", ("Vence", "@2025-03-31")).2, half);
    let weeks = "15/02 01/03 15/03 29/03";
    assert_eq!(loan("quincenal", "@2025-02-15", ("Vence", "@2025-03-29")), (String::new(), "import-fortnight".to_owned(), weeks.to_owned()));
    assert_eq!(loan("cada 14 días", "@2025-02-15", none), (String::new(), String::new(), weeks.to_owned()));
    assert_eq!(loan("quincenal", "@2025-02-12", none).1, "import-fortnight");
    assert_eq!(loan("15 y fin de mes", "@2025-02-12", none).0, "import-fortnight-first");
    assert_eq!(loan("15 y fin de mes", "@2025-02-15", ("Vence", "@2025-04-15")).0, "import-due-differs");
}

#[test]
fn twice_a_month_is_as_it_was_answered() {
    let text = "Nº crédito | N° socio | Desembolso | Monto | Modalidad | Cuotas | Frecuencia | Primera cuota | Tasa mensual %\n1 | 1 | @2025-02-01 | 1200 | METHOD | 4 | quincenal | @2025-02-15 | 2";
    let read_so = |method: &str, answer: &str| {
        let choices = Choices { fortnight: Some(answer.to_owned()), ..Choices::default() };
        let register = read_as(&[HOUSE, PEOPLE, super::CAPITAL, ("Créditos", text.replace("METHOD", method).as_str())], &choices);
        (faults(&register).join(" "), asks(&register).join(" "), register.loans.first().map(|loan| loan.terms.method.code()))
    };
    assert_eq!(read_so("alemán", "dos semanas"), (String::new(), String::new(), Some("equal_principal")));
    assert_eq!(read_so("alemán", "15 y fin de mes"), (String::new(), String::new(), Some("custom")));
    assert_eq!(read_so("cuota fija", "15 y fin de mes").0, "import-fortnight-method");
}

#[test]
fn a_cash_book_is_sorted_by_its_words() {
    let book = (
        "Libro de caja",
        "LIBRO DE CAJA 2025\nFecha | Detalle | Ingreso | Egreso | Saldo\n@2025-01-10 | Donación del proyecto | 10000 | | 10000\n@2025-02-01 | Préstamo a Rosa Quispe | | 1200 | 8800\n@2025-02-10 | Préstamo a Benita Huamán | | 500 | 8300\n@2025-02-15 | Libro de actas | | 35.5 | 8264.5\n@2025-03-01 | Pago de Quispe Mamani, Rosa | 324 | | 8588.5\n@2025-04-01 | Cuota 2 Quispe Mamani Rosa | 318 | | 8906.5\n@2025-08-10 | Cancelación préstamo Huamán Ccori Benita | 560 | | 9466.5",
    );
    asked(&[book], &["Aportes", "Pagos", "Gastos"], &["import-row-loan", "import-cash-book"]);
    asked(&[book], &["Aportes", "Gastos"], &["import-row-loan", "import-row-there", "import-cash-book"]);
    let short = book.1.replace("| 560 | | 9466.5", "| 560 | | 9400");
    let mut sheets = with(&[], &["Aportes", "Pagos", "Gastos"]);
    sheets.push((book.0, short.as_str()));
    let register = read(&sheets);
    assert!(asks(&register).contains(&"import-cash-differs"), "{}", said(&register));
    // What nobody can tell apart is not brought, and the box shows it.
    let sold = format!("{}\n@2025-09-01 | Venta de papa | 80 | | 9546.5", book.1);
    let mut sheets = with(&[], &["Aportes", "Pagos", "Gastos"]);
    sheets.push((book.0, sold.as_str()));
    let register = read(&sheets);
    assert_eq!(told(&register), STORY);
    assert_eq!(asks(&register), ["import-row-loan", "import-cash-book", "import-row-income", "import-cash-differs"], "{}", said(&register));
    let alone = with(&[book], &["Créditos", "Aportes", "Pagos", "Gastos"]);
    assert!(faults(&read(&alone)).contains(&"import-row-loan-alone"));
    let both = book.1.replace("Libro de actas | | 35.5", "Libro de actas | 35.5 | 35.5");
    let mut sheets = with(&[], &["Aportes", "Pagos", "Gastos"]);
    sheets.push((book.0, both.as_str()));
    assert_eq!(faults(&read(&sheets)), ["import-row-both-ways"]);
}

#[test]
fn the_box_of_the_labels_is_held_against_what_is_read() {
    let house = ("Asociación", "Nombre | Asociación Ayni\nPaís | Perú\nFondo | Fondo rotatorio\nEfectivo en caja | 9466.50");
    asked(&[house], &["Asociación"], &[]);
    let less = ("Asociación", "Nombre | Asociación Ayni\nPaís | Perú\nFondo | Fondo rotatorio\nEfectivo en caja | 9000");
    asked(&[less], &["Asociación"], &["import-cash-differs"]);
}

#[test]
fn a_sheet_for_each_member_may_tell_more_above_and_an_index_beside() {
    let of = |name: &'static str, loan: &str, paid: &str| {
        (
            name,
            format!(
                "Socia: | {name} | | DNI: | =4000000\n{loan}\n\nFecha | Detalle | Monto | Firma\n{paid}\nTotal | | |\n\nObservaciones: paga bien"
            ),
        )
    };
    let rosa = of(
        "Rosa Quispe",
        "Monto prestado: | 1200 | | Fecha: | @2025-02-01\nModalidad: | alemán | | Cuotas: | 4\nPrimera cuota: | @2025-03-01 | | Tasa mensual: | 2 %",
        "@2025-03-01 | 1ra | 324\n@2025-04-01 | 2da | 318",
    );
    let index = ("Índice", "N° | Socia | Debe\n1 | Rosa Quispe | 600");
    let sheets = [HOUSE, super::CAPITAL, super::SPENT, index, (rosa.0, rosa.1.as_str())];
    let register = read(&sheets);
    assert_eq!(faults(&register), Vec::<&str>::new(), "{}", said(&register));
    assert_eq!((register.loans.len(), register.totals().collected_minor), (1, 64_200));
    assert!(asks(&register).contains(&"import-sheet-unread") && asks(&register).contains(&"import-shape-member-sheets"));
}

#[test]
fn one_document_of_two_people_is_refused_before_anything_is_written() {
    let text = LOANS.1.replace("N° socio", "Socia | DNI").replace("1 | 1 | @", "1 | Rosa Quispe | =40000001 | @");
    let text = text.replace("2 | 2 | @", "2 | Benita Huamán | =40000001 | @");
    assert_eq!(faults(&read(&[HOUSE, super::CAPITAL, ("Créditos", text.as_str())])), ["import-member-disagrees"]);
}

#[test]
fn seed_is_counted_in_kilos() {
    let house = ("Asociación", "Nombre | Ayni Semillas\nFondo | Fondo de papa\nMoneda | kg");
    let sheets = [
        house,
        PEOPLE,
        ("Aportes", "Fecha | Tipo | De | Cantidad (kg)\n@2025-01-10 | Donación | Proyecto | 1000"),
        (
            "Préstamos",
            "N° | D.N.I. | Fecha | Kilos entregados | Forma de pago | Sistema | Cuotas | Tasa mensual %\n1 | =40000001 | @2025-02-01 | 200 kg | mensual | alemán | 2 | 1",
        ),
        ("Devoluciones", "Fecha | N° préstamo | Kilos\n@2025-03-01 | 1 | 102.000"),
    ];
    let register = read(&sheets);
    assert_eq!(
        (faults(&register), register.totals().lent_minor, register.totals().collected_minor),
        (vec![], 200_000, 102_000),
        "{}",
        said(&register)
    );
}

/// A workbook of LibreOffice with these payments' last cells.
fn odf(cells: [&str; 3]) -> File {
    use std::io::Write;
    let text = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
    let table = |name: &str, rows: &[Vec<String>]| {
        let rows: String = rows.iter().map(|row| format!("<table:table-row>{}</table:table-row>", row.concat())).collect();
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let plain = |(name, text_of): (&str, &str)| {
        let rows: Vec<Vec<String>> =
            text_of.lines().map(|line| line.split('|').map(|cell| text(cell.trim().trim_start_matches(['@', '=']))).collect()).collect();
        table(name, &rows)
    };
    let head = ["Fecha", "Nº crédito", "Capital", "Interés"].map(text).to_vec();
    let paid = [("2025-03-01", "1", "300"), ("2025-04-01", "1", "300"), ("2025-08-10", "2", "500")];
    let rows = paid.into_iter().zip(cells).map(|((on, loan, capital), cell)| vec![text(on), text(loan), text(capital), cell.to_owned()]);
    let payments = table("Pagos", &std::iter::once(head).chain(rows).collect::<Vec<_>>());
    let sheets = [HOUSE, PEOPLE, super::CAPITAL, LOANS, super::SPENT].map(plain).concat();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>{sheets}{payments}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    File { name: "cuaderno.ods".to_owned(), bytes: zip.finish().unwrap().into_inner() }
}

#[test]
fn a_formula_that_nobody_worked_out_is_told_in_every_format() {
    let figure =
        |minor: &str| format!("<table:table-cell office:value-type=\"float\" office:value=\"{minor}\"><text:p>{minor}</text:p></table:table-cell>");
    let (a, b, c) = (figure("24"), figure("18"), figure("60"));
    let register = read_files(&[odf([&a, &b, &c])]).unwrap();
    assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
    for open in [
        "<table:table-cell table:formula=\"of:=[.A1]\"/>",
        "<table:table-cell table:formula=\"of:=[.A1]\" office:value-type=\"float\"/>",
        "<table:table-cell table:formula=\"of:=[.A1]\"><text:p/></table:table-cell>",
    ] {
        assert_eq!(faults(&read_files(&[odf([open, &b, &c])]).unwrap()), ["import-not-calculated"], "{open}");
    }
    let error = "<table:table-cell table:formula=\"of:=[.A1]\" office:value-type=\"string\" office:string-value=\"\"><text:p>Err:502</text:p></table:table-cell>";
    assert_eq!(faults(&read_files(&[odf([error, &b, &c])]).unwrap()), ["import-formula-broken"]);
    let nothing =
        "<table:table-cell table:formula=\"of:=&quot;&quot;\" office:value-type=\"string\" office:string-value=\"\"><text:p/></table:table-cell>";
    assert_eq!(read_files(&[odf([&a, &b, nothing])]).unwrap().totals().collected_minor, 114_200);
}

#[test]
fn one_person_beside_joined_payments_is_of_each_of_them() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let kept = [HOUSE, PEOPLE, super::CAPITAL, LOANS, super::SPENT];
    super::made::fill(&mut workbook, &kept);
    let sheet = workbook.add_worksheet().set_name("Pagos").unwrap();
    for (column, header) in (0..).zip(["Nº crédito", "Fecha", "Monto"]) {
        sheet.write_string(0, column, header).unwrap();
    }
    for (row, (on, minor)) in (1..).zip([("2025-03-01", 324.0), ("2025-04-01", 318.0), ("2025-08-10", 560.0)]) {
        sheet.write_string(row, 1, on).unwrap();
        sheet.write_number(row, 2, minor).unwrap();
    }
    sheet.merge_range(1, 0, 2, 0, "1", &Format::new()).unwrap();
    sheet.write_number(3, 0, 2).unwrap();
    let file = File { name: "cuaderno.xlsx".to_owned(), bytes: workbook.save_to_buffer().unwrap() };
    let register = read_files(&[file]).unwrap();
    assert_eq!((faults(&register), told(&register)), (vec![], STORY.to_owned()), "{}", said(&register));
}
