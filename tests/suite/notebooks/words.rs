//! The same notebook in other words.

use super::made::{faults, said, separated, told};
use super::{CAPITAL, HOUSE, LOANS, PAID, PEOPLE, SPENT, STORY, asked};
use muyu::features::imports::register::read as read_files;

#[test]
fn the_template_is_read() {
    asked(&[], &[], &[]);
}

#[test]
fn loans_come_in_other_words() {
    let sheets = [
        (
            "Préstamos 2025",
            "Nro. préstamo | Socia | Fecha de préstamo | Monto prestado | Forma de pago | Nro de cuotas | Fecha primera cuota | Interés mensual %\n1 | Quispe Mamani, Rosa | @2025-02-01 | 1200 | Alemán | 4 | @2025-03-01 | 2\n2 | Huamán Ccori, Benita | @2025-02-10 | 500 | Pago único | 1 | @2025-08-10 | 2",
        ),
        (
            "PRESTAMOS",
            "N° | DNI | Fecha | Importe | Sistema | Plazo (meses) | 1er vencimiento | Tasa mensual\n1 | =40000001 | 01/02/2025 | S/ 1,200.00 | al rebatir | 4 | 01/03/2025 | 2%\n2 | =40000002 | 10/02/2025 | 500 soles | cosecha | 6 | 10/08/2025 | 2%",
        ),
        (
            "Cartera",
            "Código | N° socio | Desembolso | Capital prestado | Modalidad de pago | Cantidad de cuotas | Primer pago | Interés mensual\n1 | 1 | 1-feb-25 | 1 200.00 | Cuotas decrecientes | 4 cuotas | 1-mar-25 | %2\n2 | 2 | 10 de febrero de 2025 | 500 | una sola cuota | 1 | 10 de agosto de 2025 | %2",
        ),
        (
            "Colocaciones",
            "Nro | Prestatario | Documento | F. desembolso | Préstamo | Tipo de cuota | Cuotas | Primera cuota | Tasa | Periodo\n1 | Rosa Quispe Mamani | =40000001 | @2025-02-01 | 1200 | capital igual | 4 | @2025-03-01 | 2% mensual | Mensual\n2 | Benita Huamán Ccori | =40000002 | @2025-02-10 | 500 | vencimiento | 1 | @2025-08-10 | 2% mensual | ",
        ),
        (
            "Hoja2",
            "N° crédito | Beneficiaria | DNI | Fecha entrega | Monto otorgado | Modalidad | Plazo | Primer vencimiento | TEM %\n1 | QUISPE MAMANI ROSA | =40000001 | @2025-02-01 | 1200 | sobre saldos | 4 meses | @2025-03-01 | 2\n2 | HUAMAN CCORI BENITA | =40000002 | @2025-02-10 | 500 | al vencimiento | 6 meses | @2025-08-10 | 2",
        ),
    ];
    for sheet in sheets {
        asked(&[sheet], &["Créditos"], &[]);
    }
}

#[test]
fn payments_come_in_other_words() {
    let sheets = [
        (
            "Cobranzas",
            "N° | Fecha de abono | N° préstamo | Abono | N° recibo\n1 | @2025-03-01 | 1 | 324 | 15\n2 | @2025-04-01 | 1 | 318 | 16\n3 | @2025-08-10 | 2 | 560 | 17",
        ),
        (
            "Pagos 2025",
            "Fecha | Crédito | Socia | Capital | Interés | Total pagado\n@2025-03-01 | 1 | Quispe Mamani, Rosa | 300 | 24 | 324\n@2025-04-01 | 1 | Quispe Mamani Rosa | 300 | 18 | 318\n@2025-08-10 | 2 | Benita Huamán | 500 | 60 | 560",
        ),
        (
            "Amortizaciones",
            "Fecha de pago | Nombre | Capital | Interés\n@2025-03-01 | Quispe Mamani, Rosa | 300 | 24\n@2025-04-01 | Quispe Mamani, Rosa | 300 | 18\n@2025-08-10 | Huamán Ccori, Benita | 500 | 60",
        ),
        (
            "COBROS",
            "Día | N° socia | Monto cobrado | Medio de pago\n01/03/25 | 1 | S/. 324 | Yape\n01/04/25 | 1 | 318.00 soles | efectivo\n10/08/25 | 2 | 560 | Banco de la Nación",
        ),
        ("Hoja 5", "fecha | codigo credito | pagado | boleta\n45717 | 1 | 324 | -\n45748 | 1 | 318 | s/n\n45879 | 2 | 560 | B-3"),
    ];
    for sheet in sheets {
        asked(&[sheet], &["Pagos"], &[]);
    }
}

#[test]
fn people_capital_and_expenses_come_in_other_words() {
    asked(
        &[(
            "Padrón de socias",
            "Orden | Código | Nombres y apellidos | Documento de identidad | Género | Celular\n1 | 1 | QUISPE MAMANI, ROSA | =40000001 | Mujer | =984000001\n2 | 2 | HUAMÁN CCORI, BENITA | =40000002 | F | -\n3 | 3 | TTITO LAYME, PERCY | s/n | Varón | ",
        )],
        &["Socios"],
        &[],
    );
    asked(
        &[
            (
                "Relación de socios",
                "Nombre | C.I. | Comunidad\nQuispe Mamani, Rosa | =40000001 | Ccollpa\nHuamán Ccori, Benita | =40000002 | Ccollpa\nTtito Layme, Percy | - | Ccollpa",
            ),
            (
                "Créditos",
                "Nº crédito | Socia | Desembolso | Monto | Modalidad | Cuotas | Primera cuota | Tasa %\n1 | Quispe Mamani, Rosa | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\n2 | Huamán Ccori, Benita | @2025-02-10 | 500 | cosecha | 1 | @2025-08-10 | 2",
            ),
        ],
        &["Socios", "Créditos"],
        &[],
    );
    asked(&[("Capital", "Fecha | Concepto | Importe\n@2025-01-10 | Donación de la municipalidad | S/ 10,000.00")], &["Aportes"], &[]);
    asked(&[("Egresos", "N° | Fecha | Detalle | Egreso | Factura\n1 | @2025-02-15 | Libro de actas | 35.50 | F-1")], &["Gastos"], &[]);
    asked(
        &[("Datos", "Nombre de la asociación: | Asociación Ayni\nFondo: | Fondo rotatorio\nMoneda: | Soles\nMora % mensual | %1")],
        &["Asociación"],
        &[],
    );
}

#[test]
fn codes_name_people_and_loans() {
    asked(
        &[
            ("Socios", "Código | Nombre\nS-01 | Quispe Mamani, Rosa\nS-02 | Huamán Ccori, Benita\nS-03 | Ttito Layme, Percy"),
            (
                "Créditos",
                "Pagaré | Código socio | Fecha | Monto | Modalidad | Cuotas | Primera cuota | Tasa mensual %\nP-001 | S-01 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\nP-002 | s 2 | @2025-02-10 | 500 | pago único | 1 | @2025-08-10 | 2",
            ),
            ("Pagos", "Fecha | Pagaré | Monto\n@2025-03-01 | P-001 | 324\n@2025-04-01 | p1 | 318\n@2025-08-10 | P 2 | 560"),
        ],
        &["Socios", "Créditos", "Pagos"],
        &[],
    );
}

#[test]
fn headers_stand_anywhere_and_twice_and_in_two_rows() {
    asked(
        &[
            (
                "Créditos",
                "ASOCIACIÓN AYNI\nREGISTRO DE CRÉDITOS 2025\n\n | | Crédito | | | | Primera | Tasa\nNº crédito | N° socio | Fecha | Monto | Modalidad | Cuotas | cuota | mensual %\n1 | 1 | @2025-02-01 | 1200 | alemán | 4 | @2025-03-01 | 2\nNº crédito | N° socio | Fecha | Monto | Modalidad | Cuotas | cuota | mensual %\n2 | 2 | @2025-02-10 | 500 | pago único | 1 | @2025-08-10 | 2\n | TOTAL | | 1700",
            ),
            (
                "Pagos",
                "PAGOS\n\nFecha | Nº crédito | Monto\nMarzo a abril\n@2025-03-01 | 1 | 324\n@2025-04-01 | 1 | 318\n | Subtotal | 642\nFecha | Nº crédito | Monto\n@2025-08-10 | 2 | 560\n | | 1202",
            ),
        ],
        &["Créditos", "Pagos"],
        &[],
    );
}

#[test]
fn separated_values_come_in_any_encoding() {
    let sheets = [HOUSE, PEOPLE, CAPITAL, LOANS, PAID, SPENT];
    let utf16 = |text: &str| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let named = |text: &str| format!("sep=;\r\n{text}").into_bytes();
    for (files, way) in [
        (separated(&sheets, ";", |text| text.as_bytes().to_vec()), "semicolons"),
        (separated(&sheets, ";", latin), "Latin-1"),
        (separated(&sheets, "\t", utf16), "UTF-16 with tabs"),
        (separated(&sheets, ";", named), "sep="),
    ] {
        let register = read_files(&files).unwrap();
        assert_eq!(faults(&register), Vec::<&str>::new(), "{way}: {}", said(&register));
        assert_eq!(told(&register), STORY, "{way}");
    }
}
