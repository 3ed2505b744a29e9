//! The columns of each sheet: found by their headers in any order, case or accent; unknown ones named and skipped.

use super::files::{Cell, Sheet};
use crate::domain::names::fold;

/// A column: the header it has in the template, other headers it is known by, and whether a sheet needs it.
pub struct Column {
    pub title: &'static str,
    also: &'static [&'static str],
    pub needed: bool,
}

const fn needed(title: &'static str, also: &'static [&'static str]) -> Column {
    Column { title, also, needed: true }
}

const fn optional(title: &'static str, also: &'static [&'static str]) -> Column {
    Column { title, also, needed: false }
}

pub const MEMBERS: &[Column] = &[
    needed("N°", &["no", "nro", "num", "numero", "no socio", "no socia"]),
    needed("Apellidos y nombres", &["nombre", "nombres", "nombres y apellidos", "socio", "socia", "name"]),
    optional("DNI", &["documento", "ci", "carnet", "cedula", "no documento", "document"]),
    optional("Sexo", &["genero", "sex"]),
    optional("Fecha de nacimiento", &["nacimiento", "born"]),
    optional("Comunidad", &["sector", "anexo", "community"]),
    optional("Celular", &["telefono", "cel", "phone"]),
    optional("Ingreso", &["fecha de ingreso", "fecha ingreso", "joined"]),
];

pub const CAPITAL: &[Column] = &[
    needed("Fecha", &["date"]),
    needed("Tipo", &["clase", "kind"]),
    optional("De", &["de quien", "aportante", "fuente", "from"]),
    needed("Monto", &["importe", "cantidad", "amount"]),
];

pub const LOANS: &[Column] = &[
    needed("Nº crédito", &["no credito", "credito", "no prestamo", "nro credito", "loan"]),
    needed("N° socio", &["no socio", "socio", "socia", "no socia", "nro socio", "member"]),
    needed("Desembolso", &["fecha de desembolso", "fecha desembolso", "fecha", "disbursed"]),
    needed("Monto", &["importe", "capital", "amount"]),
    needed("Modalidad", &["metodo", "forma de pago", "method"]),
    needed("Cuotas", &["no cuotas", "numero de cuotas", "installments"]),
    optional("Cada", &["every"]),
    optional("Periodo", &["frecuencia", "period"]),
    needed("Primera cuota", &["vencimiento", "primer vencimiento", "fecha primera cuota", "first due"]),
    needed("Tasa %", &["tasa", "interes %", "tasa de interes", "rate %", "rate"]),
    optional("Tasa por", &["tasa periodo", "por", "rate per"]),
    optional("Gracia capital", &["gracia de capital", "grace principal"]),
    optional("Gracia interés", &["gracia de interes", "grace interest"]),
    optional("Destino", &["uso", "finalidad", "purpose"]),
];

pub const REPAYMENTS: &[Column] = &[
    needed("Fecha", &["fecha de pago", "date"]),
    needed("Nº crédito", &["no credito", "credito", "no prestamo", "nro credito", "loan"]),
    needed("Monto", &["importe", "pago", "amount"]),
    optional("Recibo", &["no recibo", "nro recibo", "receipt"]),
    optional("Medio", &["forma", "medio de pago", "means"]),
];

pub const EXPENSES: &[Column] =
    &[needed("Fecha", &["date"]), needed("Concepto", &["detalle", "descripcion", "concept"]), needed("Monto", &["importe", "amount"])];

/// A header as it is compared: folded, without punctuation.
fn plain(header: &str) -> String {
    let kept: String = fold(header).chars().map(|c| if c.is_alphanumeric() || c == '%' { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Column {
    fn named(&self, header: &str) -> bool {
        plain(self.title) == header || self.also.contains(&header)
    }
}

/// Where each column of a sheet stands, and what else its header names.
pub struct Found {
    /// The row of the headers.
    pub row: u32,
    places: Vec<Option<usize>>,
    pub unknown: Vec<String>,
    pub missing: Vec<&'static str>,
    /// The rows under the headers.
    pub first: usize,
}

impl Found {
    pub fn cell<'r>(&self, row: &'r [Cell], column: usize) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.places.get(column).copied().flatten().and_then(|place| row.get(place)).unwrap_or(EMPTY)
    }
}

/// Finds the header row: the first that names at least two columns; titles and blank rows before it are passed over.
pub fn find(sheet: &Sheet, columns: &[Column]) -> Option<Found> {
    for (i, (number, row)) in sheet.rows.iter().enumerate().take(50) {
        let headers: Vec<String> = row.iter().map(|cell| if let Cell::Text(text) = cell { plain(text) } else { String::new() }).collect();
        let places: Vec<Option<usize>> = columns.iter().map(|column| headers.iter().position(|header| column.named(header))).collect();
        if places.iter().flatten().count() < 2 {
            continue;
        }
        let unknown = row
            .iter()
            .enumerate()
            .filter(|(place, _)| !places.contains(&Some(*place)))
            .filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.chars().take(60).collect()) } else { None })
            .collect();
        let missing =
            columns.iter().zip(&places).filter(|(column, place)| column.needed && place.is_none()).map(|(column, _)| column.title).collect();
        return Some(Found { row: *number, places, unknown, missing, first: i + 1 });
    }
    None
}

/// Whether a row only sums the others.
pub fn is_total(row: &[Cell]) -> bool {
    row.iter().any(|cell| matches!(cell, Cell::Text(text) if fold(text).starts_with("total")))
}
