//! A payment that names no loan belongs to the one that its member was paying on that day.

use std::collections::HashMap;

use super::faults::Faults;
use super::loans::LoanRow;
use super::money::RepaymentRow;
use crate::domain::event::{Event, EventKind, Payment, PaymentKind};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::replay::{Contract, replay};
use crate::domain::rules::LoanRules;
use crate::domain::schedule::build;

/// Finds the loan of each payment that names none: its member's only loan that is open on its day.
pub fn find(repayments: &mut [RepaymentRow], loans: &[LoanRow], rules: LoanRules, sheets: &[String], faults: &mut Faults, asks: &mut Faults) {
    let mut by_member: HashMap<usize, Vec<usize>> = HashMap::new();
    loans.iter().enumerate().for_each(|(place, loan)| by_member.entry(loan.who).or_default().push(place));
    let mut order: Vec<usize> = (0..repayments.len()).filter(|row| repayments.get(*row).is_some_and(|row| row.place.is_none())).collect();
    if order.is_empty() {
        return;
    }
    order.sort_by_key(|row| repayments.get(*row).map(|row| (row.on, row.at.sheet, row.at.row)));
    let mut paid: HashMap<usize, Vec<Event>> = HashMap::new();
    for row in repayments.iter() {
        if let Some(place) = row.place {
            paid.entry(place).or_default().push(event(row));
        }
    }
    let mut taken = 0_usize;
    for index in order {
        let Some(row) = repayments.get_mut(index) else { continue };
        let own = row.who.and_then(|who| by_member.get(&who)).map(Vec::as_slice).unwrap_or_default();
        let begun: Vec<usize> = own.iter().copied().filter(|place| loans.get(*place).is_some_and(|loan| loan.terms.disbursed_on <= row.on)).collect();
        let open: Vec<usize> = match begun.as_slice() {
            [only] => vec![*only],
            several => several.iter().copied().filter(|place| is_open(loans.get(*place), paid.get(place), row.on, rules)).collect(),
        };
        let sheet = sheets.get(usize::from(row.at.sheet)).map_or("", String::as_str);
        match open.as_slice() {
            [place] => {
                row.place = Some(*place);
                paid.entry(*place).or_default().push(event(row));
                taken += usize::from(own.len() > 1);
            }
            [] if own.is_empty() => faults.add(sheet, row.at.row, "", Refusal::invalid("", "import-no-loan")),
            [] if begun.is_empty() => {
                let first = own.iter().filter_map(|place| loans.get(*place)).map(|loan| loan.terms.disbursed_on).min();
                let refusal = Refusal::invalid("", "before-disbursement").with("disbursed_on", Fact::Date(first.unwrap_or(row.on)));
                faults.add(sheet, row.at.row, "", refusal);
            }
            [] => faults.add(sheet, row.at.row, "", Refusal::invalid("", "import-all-paid").with("date", Fact::Date(row.on))),
            several => {
                faults.add(sheet, row.at.row, "", Refusal::invalid("", "import-which-loan").with("count", Fact::Number(several.len() as i64)));
            }
        }
    }
    if taken > 0 {
        asks.add("", 0, "", Refusal::invalid("", "import-loans-found").with("count", Fact::Number(taken as i64)));
    }
}

fn event(row: &RepaymentRow) -> Event {
    let payment = Payment { amount_minor: row.amount_minor, kind: PaymentKind::Repayment, in_cash: false };
    Event { on: row.on, kind: EventKind::Payment(payment) }
}

fn is_open(loan: Option<&LoanRow>, paid: Option<&Vec<Event>>, on: chrono::NaiveDate, rules: LoanRules) -> bool {
    let Some(loan) = loan else { return false };
    let Some(paid) = paid else { return true };
    let Ok(schedule) = build(&loan.terms) else { return false };
    let contract = Contract { terms: loan.terms.clone(), schedule, rules };
    replay(&contract, paid, on).is_ok_and(|position| position.unpaid_principal() + position.unpaid_interest() > 0)
}
