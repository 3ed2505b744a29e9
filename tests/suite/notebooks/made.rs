//! Builds notebooks sheet by sheet, and describes registers in a few lines.

use chrono::NaiveDate;
use muyu::features::imports::File;
use muyu::features::imports::choices::Choices;
use muyu::features::imports::register::{Register, read_with};
use muyu::web::text::{Language, Reader};
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A workbook of sheets, each a table of lines with `|` between cells. `@2025-10-15` is a day, `%2` a percent cell of 2 %,
/// `=12` a text, and plain figures are numbers.
pub fn workbook(sheets: &[(&str, &str)]) -> File {
    let mut workbook = Workbook::new();
    fill(&mut workbook, sheets);
    File { name: "cuaderno.xlsx".to_owned(), bytes: workbook.save_to_buffer().unwrap() }
}

/// Adds sheets to a workbook.
pub fn fill(workbook: &mut Workbook, sheets: &[(&str, &str)]) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let percent = Format::new().set_num_format("0.0%");
    for (name, text) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(text.trim_matches('\n').lines()) {
            for (column, cell) in (0..).zip(line.split('|').map(str::trim)) {
                if let Some(date) = cell.strip_prefix('@') {
                    sheet.write_with_format(row, column, ExcelDateTime::parse_from_str(date).unwrap(), &day).unwrap();
                } else if let Some(share) = cell.strip_prefix('%') {
                    sheet.write_with_format(row, column, share.parse::<Decimal>().unwrap() / Decimal::ONE_HUNDRED, &percent).unwrap();
                } else if let Some(text) = cell.strip_prefix('=') {
                    sheet.write_string(row, column, text).unwrap();
                } else if let Ok(number) = cell.parse::<f64>() {
                    sheet.write_number(row, column, number).unwrap();
                } else if !cell.is_empty() {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
}

/// The same tables as files of separated values.
pub fn separated(sheets: &[(&str, &str)], separator: &str, encode: impl Fn(&str) -> Vec<u8>) -> Vec<File> {
    let plain = |cell: &str| match cell.trim().strip_prefix('@').map(|day| day.parse::<NaiveDate>().unwrap()) {
        Some(day) => day.format("%d/%m/%Y").to_string(),
        None => cell.trim().strip_prefix('%').map_or_else(|| cell.trim().trim_start_matches('=').to_owned(), |share| format!("{share} %")),
    };
    let line = |line: &str| line.split('|').map(plain).collect::<Vec<_>>().join(separator);
    let text = |text: &str| text.trim_matches('\n').lines().map(line).collect::<Vec<_>>().join("\r\n");
    sheets.iter().map(|(name, table)| File { name: format!("{name}.csv"), bytes: encode(&text(table)) }).collect()
}

pub fn read(sheets: &[(&str, &str)]) -> Register {
    read_as(sheets, &Choices::default())
}

pub fn read_as(sheets: &[(&str, &str)], choices: &Choices) -> Register {
    read_with(&[workbook(sheets)], choices).unwrap()
}

/// Everything that would be written, in a few lines, independent of the notebook's words.
pub fn told(register: &Register) -> String {
    let mut lines = Vec::new();
    let name = |number: i64| {
        register.members.iter().find(|(own, _)| *own == number).map_or("?", |(_, person)| person.name.split([' ', ',']).next().unwrap_or("?"))
    };
    for row in &register.capital {
        lines.push(format!("capital {} {} {}", row.on, row.kind.code(), row.amount_minor));
    }
    for loan in &register.loans {
        let terms = &loan.terms;
        lines.push(format!(
            "loan {} {} {} {} {}x{}{} {} {}/{}",
            loan.number,
            name(loan.member),
            terms.disbursed_on,
            terms.principal,
            terms.installments,
            terms.every,
            terms.unit.code(),
            terms.method.code(),
            terms.rate_ppm,
            terms.rate_per.code()
        ));
        lines.push(format!("  due {}", terms.first_due_on));
    }
    let mut paid: Vec<String> = register.repayments.iter().map(|row| format!("paid {} {} {}", row.on, row.loan, row.amount_minor)).collect();
    paid.sort();
    lines.extend(paid);
    lines.extend(register.expenses.iter().map(|row| format!("spent {} {}", row.on, row.amount_minor)));
    lines.join("\n")
}

pub fn faults(register: &Register) -> Vec<&'static str> {
    register.faults.iter().map(|fault| fault.refusal.code).collect()
}

pub fn asks(register: &Register) -> Vec<&'static str> {
    let mut codes: Vec<_> = register.asks.iter().map(|ask| ask.refusal.code).collect();
    codes.dedup();
    codes
}

/// All faults in words, for the message of a failing test.
pub fn said(register: &Register) -> String {
    let reader = Reader::new(Language::Es);
    let all = register.faults.iter().chain(&register.asks);
    all.map(|fault| format!("{} {} {}: {}", fault.sheet, fault.row, fault.column, reader.refusal(&fault.refusal))).collect::<Vec<_>>().join("\n")
}
