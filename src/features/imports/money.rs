//! What came in and what was paid out: capital, payments and expenses, row by row.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::cells::{At, RowReader, above_zero};
use super::headers::{Field, plain};
use super::keys;
use super::loans::{AgreedPart, Known};
use super::people::{People, Who};
use super::settle;
use super::values;
use super::words;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::text::{Line, Note};

pub struct CapitalRow {
    pub at: At,
    pub on: NaiveDate,
    pub kind: CapitalKind,
    pub source: Note,
    /// The giver's document, if the sheet has it.
    pub document: Option<String>,
    pub amount_minor: i64,
    /// The number of the member who gave it, if it is certain.
    pub member: Option<i64>,
}

impl CapitalRow {
    /// The number of the member who gave it: found by document, else by number or name. None if it is not certain.
    pub fn whose(&self, people: &People) -> Option<i64> {
        if self.kind != CapitalKind::Member {
            return None;
        }
        let meant = match &self.document {
            Some(document) => people.find(Field::Document, document),
            None => people.find(Field::Member, &self.source),
        };
        let sure = meant.ok().filter(|meant| meant.doubt.is_none())?;
        let named = self.document.is_none() || self.source.is_empty() || people.agrees(sure.who, Field::Name, &self.source);
        sure.who.listed().filter(|_| named).and_then(|place| people.listed.get(place)).map(|listed| listed.number)
    }
}

pub struct RepaymentRow {
    pub at: At,
    pub on: NaiveDate,
    /// The loan's number.
    pub loan: i64,
    /// The loan's index; none until it is found through the member.
    pub place: Option<usize>,
    pub amount_minor: i64,
    /// The number on the notebook's own paper receipt.
    pub paper_no: Option<Line>,
    pub payment_method: PaymentMethod,
    /// What is owed after the payment, as the notebook says.
    pub balance_minor: Option<i64>,
    /// The member, where the row names no loan.
    pub who: Option<usize>,
}

pub struct ExpenseRow {
    pub at: At,
    pub on: NaiveDate,
    pub concept: Line,
    pub amount_minor: i64,
}

pub fn capital(row: &mut RowReader<'_>) -> Option<CapitalRow> {
    let on = row.date(Field::Date);
    // The words of the source may give the kind: `Donación de la municipalidad`.
    let said = row.said(Field::CapitalKind).or_else(|| row.said(Field::Source)).unwrap_or_default();
    let kind = words::capital_kind(&said).or_else(|| words::capital_kind_in(&said));
    let column = if row.table.has(Field::CapitalKind) { Field::CapitalKind } else { Field::Source };
    let kind = row.keep(column, kind.ok_or_else(|| Refusal::invalid("", "capital-unknown").with("text", Fact::Text(said))));
    let (source, amount) = (row.maybe_text(Field::Source).into(), row.money(Field::Amount));
    let document = row.said(Field::Document).and_then(|text| keys::document(&text));
    Some(CapitalRow { at: row.at, on: on?, kind: kind?, source, document, amount_minor: amount?, member: None })
}

pub fn expense(row: &mut RowReader<'_>) -> Option<ExpenseRow> {
    let (on, concept, amount) = (row.date(Field::Date), row.text(Field::Concept, "field-missing"), row.money(Field::Amount));
    Some(ExpenseRow { at: row.at, on: on?, concept: concept?, amount_minor: amount? })
}

/// One installment of an agreed schedule, its loan's code, and the name of the borrower beside it.
pub fn agreed(row: &mut RowReader<'_>) -> Option<(String, AgreedPart, Option<String>)> {
    let code = row.text(Field::Loan, "field-missing").map(|text| keys::code(&text));
    let due_on = row.date(Field::Due);
    let interest = if row.is_empty(Field::Interest) { None } else { row.money_or_none(Field::Interest) };
    let principal = if row.table.has(Field::Principal) {
        row.money_or_none(Field::Principal)
    } else {
        row.money(Field::Amount).map(|total| total - interest.unwrap_or(0))
    };
    if let Some(total) = row.figure(Field::Amount).filter(|_| row.table.has(Field::Principal) && interest.is_some())
        && principal.zip(interest).is_some_and(|(principal, interest)| principal + interest != total)
    {
        row.fault(Field::Amount, Refusal::invalid("", "import-parts-differ"));
    }
    Some((code?, AgreedPart { at: row.at, due_on: due_on?, principal_minor: principal?, interest_minor: interest }, row.said(Field::Name)))
}

/// What payments are matched to.
pub struct Paying<'p> {
    pub people: &'p mut People,
    pub known: &'p HashMap<String, Known>,
    /// Whether the loans could be read.
    pub loans_read: bool,
    /// Borrowers of loans with faults.
    pub faulty: &'p [Who],
    pub rows: Vec<RepaymentRow>,
}

impl Paying<'_> {
    pub fn read_row(&mut self, row: &mut RowReader<'_>) {
        let on = row.date(Field::Date);
        let loan = self.loan(row, on);
        let amount = amount(row);
        let (paper_no, payment_method) =
            (row.maybe_text(Field::Receipt), row.word_or(Field::Means, words::payment_method, "payment-method-unknown", PaymentMethod::Cash));
        let balance_minor = row.figure(Field::Balance);
        let (Some(on), Some((place, who)), Some(amount_minor), Some(payment_method)) = (on, loan, amount, payment_method) else { return };
        self.rows.push(RepaymentRow { at: row.at, on, loan: 0, place, amount_minor, paper_no, payment_method, balance_minor, who });
    }

    /// The loan that a row names, or its member; none where the row or the loan has a fault.
    pub fn loan(&mut self, row: &mut RowReader<'_>, on: Option<NaiveDate>) -> Option<(Option<usize>, Option<usize>)> {
        let before = row.faults.count;
        let named = row.maybe_text(Field::Loan).map(|text| (keys::code(&text), text));
        if row.faults.count > before {
            return None;
        }
        if let Some((code, text)) = named.filter(|(code, _)| !code.is_empty()) {
            return match self.known.get(&code) {
                Some(Known { began_on: Some(began_on), .. }) if on.is_some_and(|on| on < *began_on) => {
                    row.fault(Field::Date, Refusal::invalid("", "before-disbursement").with("disbursed_on", Fact::Date(*began_on)));
                    None
                }
                Some(known) => {
                    if let Some((field, refusal)) = known.who.and_then(|who| self.people.disagreement(who, row)) {
                        // The person who hands the money over may be another.
                        if plain(row.header(field)).starts_with("quien") {
                            row.ask(field, refusal);
                        } else {
                            row.fault(field, refusal);
                            return None;
                        }
                    }
                    known.place.map(|place| (Some(place), None))
                }
                None if !self.loans_read => None,
                None => {
                    row.fault(Field::Loan, Refusal::invalid("", "no-such-loan").with("number", Fact::Text(String::from(text))));
                    None
                }
            };
        }
        if [Field::Member, Field::Name, Field::Document].iter().all(|field| row.is_empty(*field)) {
            row.fault(Field::Loan, Refusal::invalid("", "field-missing"));
            return None;
        }
        match self.people.meant(row, false) {
            Ok(meant) => {
                if let Some((field, doubt)) = meant.doubt {
                    row.ask(field, doubt);
                }
                match meant.who {
                    Who::Listed(who) if !self.faulty.contains(&meant.who) => Some((None, Some(who))),
                    _ => None,
                }
            }
            Err(_) if !self.loans_read => None,
            Err((field, refusal)) => {
                row.fault(field, refusal);
                None
            }
        }
    }
}

/// What was paid: as one amount, or as its parts; where the row has both, they must agree.
fn amount(row: &mut RowReader<'_>) -> Option<i64> {
    let parts: Vec<Field> = [Field::Principal, Field::Interest, Field::LateFee].into_iter().filter(|field| row.table.has(*field)).collect();
    let mut sum = Some(0_i64);
    for field in &parts {
        sum = row.money_or_none(*field).zip(sum).map(|(part, sum)| part.saturating_add(sum));
    }
    if !row.table.has(Field::Amount) {
        let checked = sum.map(above_zero)?;
        return row.keep(parts.first().copied().unwrap_or(Field::Amount), checked);
    }
    let (total, sum) = (row.money(Field::Amount)?, sum?);
    let refusal = if sum == 0 {
        None
    } else if row.table.has(Field::Principal) && parts.len() > 1 {
        (sum != total).then(|| Refusal::invalid("", "import-parts-differ"))
    } else if sum > total {
        Some(Refusal::invalid("", "import-parts-differ"))
    } else {
        parts.iter().any(|part| !row.is_empty(*part) && !holds(row, *part)).then(|| two_ways(row, total, sum))
    };
    match refusal {
        Some(refusal) => row.keep(Field::Amount, Err(refusal)),
        None => Some(total),
    }
}

/// Whether the amount's header says that it includes a part beside it: a total includes all parts, an installment its interest,
/// and any amount its principal.
fn holds(row: &RowReader<'_>, part: Field) -> bool {
    let header = row.header(Field::Amount);
    part == Field::Principal
        || settle::says_total(header)
        || part == Field::Interest && settle::says_installment(header)
        || row.figure(part) == Some(0)
}

fn two_ways(row: &RowReader<'_>, total: i64, part: i64) -> Refusal {
    let money = |minor| Fact::Money(minor, row.unit);
    Refusal::invalid("", "import-part-two-ways").with("a", money(total)).with("b", money(total.saturating_add(part)))
}

/// The payments of a row with a column for each month.
pub fn of_months(row: &mut RowReader<'_>, paying: &mut Paying<'_>, year: Option<u32>, today: Option<NaiveDate>) {
    let months = match super::months::dated(row.table, year) {
        Ok(months) => months,
        // One fault for the whole sheet.
        Err(refusal) => {
            if row.table.rows.first().is_some_and(|(first, _)| *first == row.at.row) {
                row.faults.add(&row.table.name, row.table.header_row, "", refusal);
            }
            return;
        }
    };
    if months.iter().all(|(_, place)| row.cells.get(*place).is_none_or(|cell| *cell == super::files::Cell::Empty)) {
        return;
    }
    let Some((place, who)) = paying.loan(row, None) else { return };
    let (first, faults) = (paying.rows.len(), row.faults.count);
    for (month, column) in months {
        let cell = row.cells.get(column).unwrap_or(&super::files::Cell::Empty);
        if *cell == super::files::Cell::Empty {
            continue;
        }
        let header = row.table.header_at(column);
        let mut fault = |refusal| row.faults.add(&row.table.name, row.at.row, &header, refusal);
        let minor = match values::money(cell, row.unit, row.style) {
            Ok(0) => continue,
            Ok(minor) => above_zero(minor),
            Err(refusal) => Err(refusal),
        };
        let amount_minor = match minor {
            Ok(minor) => minor,
            Err(refusal) => {
                fault(refusal);
                continue;
            }
        };
        let Some(on) = month.and_then(|month| super::months::last_day(month, today)) else {
            fault(Refusal::invalid("", "import-year-missing"));
            continue;
        };
        // The parts of a month are one payment.
        if let Some(part) = paying.rows.get_mut(first..).and_then(|own| own.iter_mut().find(|own| own.on == on)) {
            part.amount_minor = part.amount_minor.saturating_add(amount_minor);
            continue;
        }
        paying.rows.push(RepaymentRow {
            at: row.at,
            on,
            loan: 0,
            place,
            amount_minor,
            paper_no: None,
            payment_method: PaymentMethod::Cash,
            balance_minor: None,
            who,
        });
    }
    let sum = paying.rows.get(first..).unwrap_or_default().iter().map(|own| own.amount_minor).fold(0, i64::saturating_add);
    if let Some(total) = row.figure(Field::Amount).filter(|total| *total != sum && row.faults.count == faults) {
        let money = |minor| Fact::Money(minor, row.unit);
        let refusal = Refusal::invalid("", "import-row-total-differs").with("written", money(total)).with("sum", money(sum));
        row.ask(Field::Amount, refusal.with("text", Fact::Text(row.header(Field::Amount).to_owned())));
    }
}
