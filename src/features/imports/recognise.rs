//! Which sheet holds what: by its name and by its headers. Sheets that are not recognised are named to the user, never skipped
//! silently.

use super::choices::Choices;
use super::faults::Faults;
use super::files::{Cell, Sheet};
use super::headers::{Field, Kind, kinds_named, plain};
use super::tables::{Headed, Table, headed, letters, looks_like_records};
use super::{cash_book, house, member_sheets};
use crate::domain::refusal::{Fact, Refusal};

/// A sheet that was read, and the kind it was taken for.
#[derive(Clone, Debug)]
pub struct SheetTold {
    pub name: String,
    /// None where it is skipped.
    pub kind: Option<Kind>,
    pub rows: usize,
    /// The headers of its columns, what each is taken for, and the content of the first rows.
    pub columns: Vec<ColumnTold>,
}

#[derive(Clone, Debug)]
pub struct ColumnTold {
    pub header: String,
    pub field: Option<Field>,
    /// Whether the user said to skip it.
    pub ignored: bool,
    pub first: Vec<String>,
}

#[derive(Default)]
pub struct Recognised {
    pub house: Vec<(u16, Sheet)>,
    pub tables: Vec<Table>,
    /// Sheets that are not recognised, unchanged.
    pub others: Vec<(u16, Sheet)>,
    pub told: Vec<SheetTold>,
    /// Kinds with a sheet that was refused whole: references to it are then not checked.
    pub refused: Vec<Kind>,
    /// Sheets that the user said to skip.
    pub skipped: Vec<String>,
}

/// Words in the names of sheets that sum up others, are not of the fund, or are not to be filled in.
const ASIDE: [&str; 36] = [
    "resumen",
    "reporte",
    "consolidado",
    "grafico",
    "modelo",
    "ejemplo",
    "plantilla",
    "instrucciones",
    "copia",
    "borrador",
    "anulado",
    "dashboard",
    "ahorro",
    "ahorros",
    "multa",
    "multas",
    "asistencia",
    "faena",
    "faenas",
    "inventario",
    "insumo",
    "insumos",
    "venta",
    "ventas",
    "acopio",
    "jornal",
    "jornales",
    "planilla",
    "almacen",
    "simulador",
    "calculadora",
    "presupuesto",
    "proyeccion",
    "solicitudes",
    "solicitud",
    "tienda",
];

fn says(name: &str, words: &[&str]) -> bool {
    crate::domain::names::fold(name).split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}

/// Kinds that headers alone can show.
const TOLD_BY_HEADERS: [Kind; 7] = [Kind::Months, Kind::Loans, Kind::Repayments, Kind::Agreed, Kind::Members, Kind::Expenses, Kind::Capital];

pub fn recognise(sheets: Vec<Sheet>, choices: &Choices, faults: &mut Faults, asks: &mut Faults) -> Recognised {
    let mut found = Recognised::default();
    let mut taken: Vec<Taken> = Vec::new();
    for (place, mut sheet) in (0..).zip(sheets) {
        let (name, rows) = (sheet.name.clone(), sheet.rows.len());
        if rows == 0 {
            found.told.push(SheetTold { name, kind: None, rows, columns: Vec::new() });
            continue;
        }
        if choices.skips(&name) {
            found.told.push(SheetTold { name: name.clone(), kind: None, rows, columns: columns_of(&sheet, None) });
            found.skipped.push(name);
            continue;
        }
        if let Some(row) = sheet.too_wide_in {
            asks.add(&name, row, "", Refusal::invalid("", "import-too-wide").with("most", Fact::Number(super::files::limits::MOST_COLUMNS as i64)));
        }
        let kind = kind_of(&sheet, choices);
        let columns = columns_of(&sheet, kind.as_ref().and_then(|(kind, headed)| Some((*kind, headed.as_ref()?))));
        found.told.push(SheetTold { name: name.clone(), kind: kind.as_ref().map(|(kind, _)| *kind), rows, columns });
        match kind {
            Some((Kind::House, _)) => found.house.push((place, sheet)),
            Some((kind, Some(headed))) if headed.missing(kind).is_empty() => {
                let by_headers = !kinds_named(&name).contains(&kind) && choices.kind_of(&name).is_none();
                sheet.too_wide_in = None;
                let loans = if kind == Kind::Months { loans_beside(&sheet, choices) } else { None };
                taken.push(Taken { place, sheet, kind, headed, by_headers, loans });
            }
            Some((kind, headed)) => {
                refuse(&name, kind, headed.as_ref(), &sheet, faults);
                found.refused.push(kind);
            }
            None => found.others.push((place, sheet)),
        }
    }
    set_aside(&mut found, taken, asks);
    found
}

/// A sheet with all the columns that its kind needs.
struct Taken {
    place: u16,
    sheet: Sheet,
    kind: Kind,
    headed: Headed,
    /// Whether its kind is known by its headers alone.
    by_headers: bool,
    /// The loans that the same rows hold, where it has payments by months.
    loans: Option<Headed>,
}

/// The headers of loans in a sheet of payments by months, where its rows say how much was lent, when, and how it is repaid.
fn loans_beside(sheet: &Sheet, choices: &Choices) -> Option<Headed> {
    let found = headed(sheet, Kind::Loans, choices).filter(|headed| headed.missing(Kind::Loans).is_empty())?;
    let terms = [Field::Method, Field::Installments, Field::Term, Field::Rate, Field::FirstDue, Field::LastDue];
    let tells = found.has(Field::Date) && found.has(Field::Amount) && terms.iter().any(|field| found.has(*field));
    tells.then_some(found)
}

/// A sheet known only by its headers may be a summary of one known by its name: the user is asked, and the two are never
/// joined.
fn set_aside(found: &mut Recognised, taken: Vec<Taken>, asks: &mut Faults) {
    let lists_loans = taken.iter().any(|taken| taken.kind == Kind::Loans);
    let named: Vec<Kind> = taken.iter().filter(|taken| !taken.by_headers).map(|taken| taken.kind).collect();
    for Taken { place, sheet, kind, headed, by_headers, loans } in taken {
        if by_headers && named.contains(&kind) {
            if let Some(told) = found.told.get_mut(usize::from(place)) {
                told.kind = None;
            }
            found.others.push((place, sheet));
        } else if let Some(loans) = loans.filter(|_| !lists_loans) {
            asks.add(&sheet.name, 0, "", Refusal::invalid("", "import-shape-loans-with-months"));
            found.tables.extend(Table::loans_with_months(sheet, place, loans, headed));
        } else {
            found.tables.push(Table::new(sheet, place, kind, headed));
        }
    }
}

/// A sheet whose name says its kind, but which lacks columns of that kind.
fn refuse(name: &str, kind: Kind, headed: Option<&Headed>, sheet: &Sheet, faults: &mut Faults) {
    let Some(headed) = headed else {
        let row = sheet.rows.first().map_or(1, |(row, _)| *row);
        return faults.add(name, row, "", Refusal::invalid("", "header-missing").with("kind", Fact::Text(kind.title().to_owned())));
    };
    for missing in headed.missing(kind) {
        faults.add(name, headed.row, missing, Refusal::invalid("", "column-missing"));
    }
}

/// A sheet's kind: the user's answer, or its name where its headers agree, or its headers alone where they leave no doubt.
fn kind_of(sheet: &Sheet, choices: &Choices) -> Option<(Kind, Option<Headed>)> {
    let whole = |kind: Kind| headed(sheet, kind, choices).filter(|headed| headed.missing(kind).is_empty());
    if let Some(kind) = choices.kind_of(&sheet.name) {
        return Some((kind, headed(sheet, kind, choices)));
    }
    // A sheet that sums up others, or belongs to something else, is read only where the user says so.
    if says(&sheet.name, &ASIDE) {
        return None;
    }
    let named = kinds_named(&sheet.name);
    // Payments by months have the columns of many sheets; only they have months.
    if let Some(months) = whole(Kind::Months).filter(|headed| of_payments(&sheet.name) && headed.months() >= 3) {
        return Some((Kind::Months, Some(months)));
    }
    if named.contains(&Kind::House) && house::labels(sheet) >= 2 {
        return Some((Kind::House, None));
    }
    let by_name = named.iter().filter(|kind| **kind != Kind::House).find_map(|kind| Some((*kind, whole(*kind)?)));
    if let Some((kind, headed)) = by_name {
        return Some((kind, Some(headed)));
    }
    // A member's own sheet has the columns of many sheets too; only it has labels above them.
    if whole(Kind::Repayments).is_none() && member_sheets::is_one(sheet, choices) {
        return None;
    }
    if let Some((kind, headed)) = told_by_headers(sheet, choices) {
        return Some((kind, Some(headed)));
    }
    // Labels identify such a sheet; its name alone may be any sheet's: `Datos`, `General`.
    let labels = house::labels(sheet);
    if labels >= 2 || labels == 1 && exactly_named(&sheet.name, Kind::House) {
        return Some((Kind::House, None));
    }
    // A name without other words is trusted: the user is told which columns its sheet lacks.
    let kind = named.into_iter().find(|kind| *kind != Kind::House && exactly_named(&sheet.name, *kind))?;
    let found = headed(sheet, kind, choices);
    let member_sheet = kind == Kind::Repayments && found.as_ref().is_some_and(|headed| headed.has(Field::Date) && headed.has(Field::Amount));
    if member_sheet { None } else { Some((kind, found)) }
}

/// Whether a sheet's name allows payments by months: contributions come by months too.
fn of_payments(name: &str) -> bool {
    let named = kinds_named(name);
    named.is_empty() || named.iter().any(|kind| matches!(kind, Kind::Repayments | Kind::Loans))
}

/// `Pagos 2025` and `PAGOS` say only pagos; `Resumen de pagos` says more.
fn exactly_named(name: &str, kind: Kind) -> bool {
    let plain = plain(name);
    let words =
        plain.split(' ').filter(|word| !word.chars().all(|c| c.is_ascii_digit()) && super::values::month(word).is_none() && *word != "campana");
    words.into_iter().all(|word| kinds_named(word).contains(&kind))
}

/// The kind that a sheet's headers fit best, where no other kind fits equally well.
fn told_by_headers(sheet: &Sheet, choices: &Choices) -> Option<(Kind, Headed)> {
    let mut fitting: Vec<(usize, Kind, Headed)> = Vec::new();
    for kind in TOLD_BY_HEADERS {
        let Some(headed) = headed(sheet, kind, choices).filter(|headed| headed.missing(kind).is_empty()) else { continue };
        let has = |fields: &[Field]| fields.iter().any(|field| headed.has(*field));
        let sure = match kind {
            Kind::Loans => has(&[
                Field::Method,
                Field::Installments,
                Field::Term,
                Field::Rate,
                Field::FirstDue,
                Field::LastDue,
                Field::Balance,
                Field::Payment,
                Field::State,
            ]),
            Kind::Members => has(&[Field::Document, Field::Sex, Field::Phone, Field::Joined]),
            Kind::Capital => has(&[Field::CapitalKind]) && has(&[Field::Source]),
            // Savings and fines also have a day, a person and an amount.
            Kind::Repayments => has(&[Field::Loan, Field::Principal, Field::Interest]),
            Kind::Months => headed.months() >= 2 && of_payments(&sheet.name),
            // Payments have a day, a loan and an amount, as a schedule has.
            Kind::Agreed => !kinds_named(&sheet.name).contains(&Kind::Repayments),
            // What came in has a day, a word and an amount too.
            Kind::Expenses => says_spent(sheet, &headed) || cash_book::is_one(&headed.headers),
            _ => true,
        };
        if sure {
            fitting.push((headed.told(), kind, headed));
        }
    }
    fitting.sort_by_key(|(told, ..)| std::cmp::Reverse(*told));
    let second = fitting.get(1).map_or(0, |(told, ..)| *told);
    let (told, kind, headed) = fitting.into_iter().next()?;
    (told >= 3 && told > second).then_some((kind, headed))
}

/// Whether a sheet's headers say that money was paid out, and neither they nor its name say that it came in.
fn says_spent(sheet: &Sheet, headed: &Headed) -> bool {
    let any = |text: &str, stems: &[&str]| {
        let folded = crate::domain::names::fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    };
    let came_in = |text: &str| any(text, &["ingres", "entrada", "interes", "banco", "cobr", "recib", "aport", "deposit", "abon", "haber"]);
    let spent = headed.headers.iter().any(|header| any(header, &["egres", "gast", "salida", "comprobante", "factura"]));
    // A receipt that was received and one that was issued have the same word.
    let told = headed.headers.iter().filter(|header| !any(header, &["recibo"]));
    spent && !came_in(&sheet.name) && !told.into_iter().any(|header| came_in(header))
}

/// The columns of a sheet with the content of the first rows, for the preview.
fn columns_of(sheet: &Sheet, headed: Option<(Kind, &Headed)>) -> Vec<ColumnTold> {
    const ROWS: usize = 5;
    let first = headed.map_or(1, |(_, headed)| headed.first);
    let width = sheet.rows.iter().take(first + ROWS).map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let cell = |cells: &[Cell], place: usize| match cells.get(place) {
        None | Some(Cell::Empty) => String::new(),
        Some(Cell::Text(text)) | Some(Cell::Number(text)) => text.chars().take(40).collect(),
        Some(Cell::Percent(number)) => format!("{number} %"),
        Some(Cell::Date(date)) => date.format("%d/%m/%Y").to_string(),
    };
    let told = |place: usize| {
        let header = match headed {
            Some((_, headed)) => headed.headers.get(place).cloned().unwrap_or_default(),
            None => sheet.rows.first().map(|(_, cells)| cell(cells, place)).unwrap_or_default(),
        };
        let field = headed.and_then(|(_, headed)| headed.places.iter().find(|(_, own)| *own == place).map(|(field, _)| *field));
        let ignored = headed.is_some_and(|(_, headed)| headed.ignored.contains(&place));
        let first: Vec<String> = sheet.rows.iter().skip(first).take(ROWS).map(|(_, cells)| cell(cells, place)).collect();
        let unheaded = header.is_empty() && first.iter().any(|text| !text.is_empty());
        let header = if unheaded { format!("({})", letters(place)) } else { header };
        ColumnTold { header, field, ignored, first }
    };
    (0..width).map(told).filter(|column| !column.header.is_empty() || column.first.iter().any(|text| !text.is_empty())).collect()
}

/// Asks about skipped sheets that look like records, and only names the others.
pub fn tell_others(found: &Recognised, asks: &mut Faults, skipped: &mut Vec<String>) {
    for (place, sheet) in &found.others {
        let rows = found.told.get(usize::from(*place)).map_or(0, |told| told.rows);
        if looks_like_records(sheet) {
            asks.add(&sheet.name, 0, "", Refusal::invalid("", "import-sheet-unread").with("rows", Fact::Number(rows as i64)));
        }
        skipped.push(sheet.name.clone());
    }
}
