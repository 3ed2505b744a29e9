//! The blank workbook, with instructions and with choices in its cells.

use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet, XlsxError};

use super::dictionary::{CAPITAL, Column, EXPENSES, LOANS, MEMBERS, REPAYMENTS};
use crate::error::Error;
use crate::web::text::Reader;

/// The labels of the first sheet, as the import reads them.
const LABELS: [&str; 11] = [
    "Nombre",
    "Comunidad",
    "Distrito",
    "Provincia",
    "País",
    "Moneda",
    "Fondo",
    "Mora % mensual",
    "Días de tolerancia",
    "Reserva % del capital",
    "Redondeo en efectivo",
];
/// The last row whose cells offer choices.
const LAST_ROW: u32 = 2_000;

/// # Errors
/// A fault when the workbook cannot be written.
pub fn template(reader: Reader) -> Result<Vec<u8>, Error> {
    build(reader).map_err(|error| Error::fault(error.to_string()))
}

fn build(reader: Reader) -> Result<Vec<u8>, XlsxError> {
    let head = Format::new().set_bold().set_background_color("#E4F0EA").set_text_wrap();
    let mut workbook = Workbook::new();
    let guide = workbook.add_worksheet().set_name(reader.t("template-guide"))?;
    guide.set_column_width(0, 100)?;
    for (row, line) in reader.t("template-instructions").lines().enumerate() {
        guide.write_string(u32::try_from(row).unwrap_or(u32::MAX), 0, line)?;
    }
    let association = workbook.add_worksheet().set_name("Asociación")?;
    association.set_column_width(0, 26)?.set_column_width(1, 48)?;
    for (row, label) in (0..).zip(LABELS) {
        association.write_string_with_format(row, 0, label, &head)?;
    }
    choices(association, 4, 4, 1, &["Perú", "Bolivia"])?;
    choices(association, 5, 5, 1, &["PEN", "BOB", "USD", "kg", "dosis"])?;
    type Choice<'c> = (u16, &'c [&'c str]);
    let sheets: [(&str, &[Column], &[Choice<'_>]); 5] = [
        ("Socios", MEMBERS, &[(3, &["F", "M"])]),
        ("Aportes", CAPITAL, &[(1, &["Donación", "Aporte de socios", "Capital semilla", "Excedente"])]),
        (
            "Créditos",
            LOANS,
            &[(4, &["al vencimiento", "amortización constante", "cuota fija", "interés plano"]), (7, &["mes", "semana"]), (10, &["mes", "año"])],
        ),
        ("Pagos", REPAYMENTS, &[(4, &["efectivo", "yape", "depósito"])]),
        ("Gastos", EXPENSES, &[]),
    ];
    for (name, columns, lists) in sheets {
        let sheet = workbook.add_worksheet().set_name(name)?;
        for (place, column) in (0..).zip(columns.iter().filter(|column| column.offered)) {
            sheet.write_string_with_format(0, place, column.title, &head)?;
            sheet.set_column_width(place, if column.title.len() > 12 { 24 } else { 14 })?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (place, list) in lists {
            choices(sheet, 1, LAST_ROW, *place, list)?;
        }
    }
    workbook.save_to_buffer()
}

fn choices(sheet: &mut Worksheet, first: u32, last: u32, column: u16, list: &[&str]) -> Result<(), XlsxError> {
    let validation = DataValidation::new().allow_list_strings(list)?;
    sheet.add_data_validation(first, column, last, column, &validation)?;
    Ok(())
}
