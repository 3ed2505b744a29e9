//! A notebook of what is still owed: each loan is imported with its balance, from the day up to which it was paid, on the rest
//! of its schedule. The fund's capital pays it out, as it did at first.

use chrono::NaiveDate;

use super::cells::RowReader;
use super::headers::Field;
use super::loans::Lending;
use super::tables::Table;
use super::terms;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::schedule::{Agreed, Installment, Method, Terms, build};

/// The day of the balances: the one that was answered, or the header's: `Saldo al 31/12/2025`.
pub fn day(table: &Table, answered: Option<NaiveDate>) -> Option<NaiveDate> {
    let header = table.header(Field::Balance);
    let written = header.split_whitespace().find_map(|word| super::values::date(&super::files::Cell::text(word)).ok());
    let long = header.to_lowercase().split_once(" al ").and_then(|(_, day)| super::values::date(&super::files::Cell::text(day)).ok());
    answered.or(written).or(long).or_else(|| day_above(table))
}

/// The terms of a loan's remaining debt.
pub fn terms(row: &mut RowReader<'_>, lending: &Lending<'_>, balance: Option<i64>, lent_on: Option<NaiveDate>, lent: Option<i64>) -> Option<Terms> {
    let before = row.faults.count;
    let Some(as_of) = day(row.table, lending.choices.as_of) else {
        row.fault(Field::Balance, Refusal::invalid("", "import-as-of-missing"));
        return None;
    };
    let since = row.maybe_date(Field::Since);
    let left = if row.is_empty(Field::Left) { None } else { row.number(Field::Left).and_then(|count| u32::try_from(count).ok()) };
    if balance.is_none() && row.is_empty(Field::Balance) {
        row.fault(Field::Balance, Refusal::invalid("", "amount-missing"));
    }
    if row.faults.count > before {
        return None;
    }
    let owed = balance?;
    if lent.is_some_and(|lent| owed > lent) {
        row.fault(Field::Balance, Refusal::invalid("", "import-balance-beyond"));
        return None;
    }
    // The loan as lent at first; where only the balance is known, as if the balance had been lent on its day.
    let (lent, lent_on) = (lent.unwrap_or(owed), lent_on.or(since).unwrap_or(as_of));
    if lent_on > as_of {
        row.fault(Field::Date, Refusal::invalid("", "import-after-opening").with("date", Fact::Date(as_of)));
        return None;
    }
    let own = terms::read(row, lending.choices, lending.rules, lent, lent_on, None)?;
    let whole = row.keep(Field::Amount, build(&own))?;
    let rest = left_of(&whole, owed, left);
    let first = rest.first()?;
    // Interest runs on from the last paid installment, unless the notebook says up to which day it was paid.
    let paid_to =
        whole.iter().rev().find(|installment| installment.due_on < first.due_on && installment.no < first.no).map(|installment| installment.due_on);
    let from = since.or(paid_to).unwrap_or(lent_on).min(first.due_on).min(as_of);
    row.ask(Field::Balance, Refusal::invalid("", "import-opening"));
    Some(on_what_is_left(own, &rest, owed, lent, from))
}

/// The installments that are still owed, each with what is owed of it: the last ones whole, and a part of the one before.
fn left_of(whole: &[Installment], owed: i64, count: Option<u32>) -> Vec<Installment> {
    let mut missing = owed;
    let mut rest: Vec<Installment> = Vec::new();
    for installment in whole.iter().rev() {
        let enough = match count {
            Some(count) => rest.len() >= count as usize,
            None => missing == 0,
        };
        if enough {
            break;
        }
        let part = installment.principal.min(missing);
        missing -= part;
        rest.push(Installment { principal: part, ..*installment });
    }
    rest.reverse();
    // Where there are too few installments for the debt, the first takes the rest.
    if let Some(first) = rest.first_mut() {
        first.principal += missing;
    }
    rest
}

fn on_what_is_left(own: Terms, rest: &[Installment], owed: i64, lent: i64, from: NaiveDate) -> Terms {
    let first_due_on = rest.first().map_or(from, |first| first.due_on);
    let installments = u32::try_from(rest.len()).unwrap_or(1);
    let left = Terms { principal: owed, disbursed_on: from, first_due_on, installments, grace_principal: 0, grace_interest: 0, ..own };
    match left.method {
        Method::Bullet => left,
        // Flat interest on the first principal continues as agreed, whatever is paid later.
        Method::Flat => Terms { rate_ppm: scaled(left.rate_ppm, lent, owed), ..left },
        _ => {
            let custom = rest.iter().map(|installment| Agreed { due_on: installment.due_on, principal: installment.principal }).collect();
            Terms { method: Method::Custom, custom, ..left }
        }
    }
}

fn scaled(rate_ppm: i64, lent: i64, owed: i64) -> i64 {
    let exact = crate::domain::amount::round_half_away(i128::from(rate_ppm) * i128::from(lent), i128::from(owed.max(1)));
    i64::try_from(exact).unwrap_or(rate_ppm)
}

/// The day in the words above a table: `Saldos al 31 de diciembre de 2025`.
fn day_above(table: &Table) -> Option<NaiveDate> {
    let texts = table
        .above
        .iter()
        .flat_map(|(_, cells)| cells.iter())
        .filter_map(|cell| if let super::files::Cell::Text(text) = cell { Some(text) } else { None });
    let after = |text: &String| {
        let folded = text.to_lowercase();
        let (_, day) = folded.split_once(" al ")?;
        super::values::date(&super::files::Cell::text(day)).ok()
    };
    texts.into_iter().find_map(after)
}
