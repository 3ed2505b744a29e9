//! What a header means beside the others of its sheet: `Amortización` is a part where there is a column of interest, `Cuota` is
//! an amount or a count, and of two headers for one thing the more specific one counts.

use super::files::Cell;
use super::headers::{Field, Kind, plain};
use crate::domain::names::fold;

/// A count of installments is at most this; most amounts are larger.
const MOST_COUNTED: i64 = 60;

/// A column with each possible meaning of its header.
pub struct Candidate {
    pub place: usize,
    pub header: String,
    pub fields: Vec<Field>,
    pub ignored: bool,
    /// Whether the user said what it is.
    pub answered: bool,
}

/// Reduces each header's meanings to those that fit beside the other headers.
pub fn settle<'s>(kind: Kind, candidates: &mut [Candidate], samples: impl Fn(usize) -> Vec<&'s Cell>) {
    let may_be = |own: usize, field: Field, all: &[Candidate]| all.iter().enumerate().any(|(i, other)| i != own && other.fields.contains(&field));
    for i in 0..candidates.len() {
        let Some(candidate) = candidates.get(i).filter(|candidate| !candidate.answered) else { continue };
        let settled = match (kind, plain(&candidate.header).as_str()) {
            (Kind::Repayments, "amortizacion") if may_be(i, Field::Interest, candidates) => Field::Principal,
            (Kind::Repayments, "amortizacion") => Field::Amount,
            (Kind::Repayments, "cuota") if is_amount(&samples(candidate.place), may_be(i, Field::Amount, candidates)) => Field::Amount,
            (Kind::Repayments, "cuota") => Field::Ordinal,
            // `Lugar de pago: Asamblea`, `Tipo de pago: parcial` are remarks.
            (Kind::Repayments, "lugar pago" | "tipo pago") if !are_means(&samples(candidate.place)) => Field::Note,
            // `Forma de pago: mensual` says how often, where another column says how.
            (Kind::Loans, _)
                if candidate.fields == [Field::Method] && are_periods(&samples(candidate.place)) && may_be(i, Field::Method, candidates) =>
            {
                Field::Period
            }
            // A bare number only counts rows where another column identifies loans or people.
            (Kind::Loans, "no") if is_bare(&candidate.header) && has_loan(i, candidates) => Field::Ordinal,
            (Kind::Members, "no") if is_bare(&candidate.header) && may_be(i, Field::Number, candidates) => Field::Ordinal,
            _ => continue,
        };
        if let Some(candidate) = candidates.get_mut(i) {
            candidate.fields = vec![settled];
        }
    }
}

/// Whether another column certainly identifies the loan: it can mean nothing else, or it may be an amount but another column is
/// that.
fn has_loan(own: usize, all: &[Candidate]) -> bool {
    let others = || all.iter().enumerate().filter(move |(i, _)| *i != own).map(|(_, other)| other.fields.as_slice());
    let has_amount = others().any(|fields| fields == [Field::Amount]);
    others().any(|fields| fields == [Field::Loan] || has_amount && fields.contains(&Field::Loan))
}

/// `N°`, but not `Código` or `ID`, which plain form makes equal to it.
fn is_bare(header: &str) -> bool {
    !words(header).iter().any(|word| word.starts_with("cod") || word == "id")
}

fn words(header: &str) -> Vec<String> {
    fold(header).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn are_periods(under: &[&Cell]) -> bool {
    let period = |cell: &&Cell| matches!(cell, Cell::Text(text) if super::values::period(text).is_some() && super::words::method(text).is_none());
    !under.is_empty() && under.iter().all(period)
}

fn are_means(under: &[&Cell]) -> bool {
    under.iter().all(|cell| matches!(cell, Cell::Text(text) if super::words::payment_method(text).is_some()))
}

/// Whether figures under `Cuota` are amounts, which have decimals or are large; figures that rise one by one are counts.
fn is_amount(under: &[&Cell], beside_another: bool) -> bool {
    let whole = |cell: &Cell| match cell {
        Cell::Number(text) | Cell::Text(text) => text.parse::<i64>().ok().or_else(|| {
            // `3 de 12`, `3/12`
            let (head, of) = text.split_once(['/', 'd'])?;
            of.trim_start_matches('e').trim().parse::<i64>().ok()?;
            head.trim().parse().ok()
        }),
        _ => None,
    };
    let counts: Vec<Option<i64>> = under.iter().map(|cell| whole(cell).filter(|count| (0..=MOST_COUNTED).contains(count))).collect();
    let small = counts.iter().flatten().count();
    if small * 2 <= under.len() && !under.is_empty() {
        return true;
    }
    let mut seen = std::collections::HashSet::new();
    let rising = counts.iter().flatten().filter(|count| {
        let follows = **count <= 1 || seen.contains(&(**count - 1));
        seen.insert(**count);
        follows
    });
    rising.count() * 2 <= small && !beside_another
}

/// Of two headers for one thing, the one with the lower rank is read.
pub fn rank(kind: Kind, candidate: &Candidate) -> u8 {
    let words = words(&candidate.header);
    let has = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let handed = ["desembols", "entreg", "otorgad", "prestad", "concedid", "retir"];
    match (kind, candidate.fields.first()) {
        _ if candidate.answered => 0,
        // An amount that was requested or approved is not yet the one that was disbursed.
        (Kind::Loans, Some(Field::Amount | Field::Date)) if has(&["solicit", "pedid"]) => 4,
        (Kind::Loans, Some(Field::Amount | Field::Date)) if has(&["aprob"]) => 3,
        (Kind::Loans, Some(Field::Amount | Field::Date)) if has(&handed) => 1,
        (Kind::Loans, _) => 2,
        (_, Some(Field::Amount)) if says_total(&candidate.header) => 1,
        (Kind::Repayments, Some(Field::Amount)) if has(&handed) => 4,
        (_, Some(Field::Amount)) if has(&["cuota"]) => 3,
        _ => 2,
    }
}

/// Whether a header says that its amount is the total of the columns beside it.
pub fn says_total(header: &str) -> bool {
    words(header).iter().any(|word| word == "total" || word == "totales")
}

/// Whether a header is that of an installment, which includes interest.
pub fn says_installment(header: &str) -> bool {
    words(header).iter().any(|word| word == "cuota")
}
