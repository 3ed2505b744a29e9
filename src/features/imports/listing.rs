//! A list of loans with the state of each, and nothing else. The schedule gives what was paid, and the loans give the capital
//! that was needed. Both are proposed, and written only once the user confirms them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::choices::Choices;
use super::faults::Faults;
use super::house::House;
use super::loans::LoanRow;
use super::money::{CapitalRow, ExpenseRow, RepaymentRow};
use super::words::LoanState;
use crate::domain::capital::CapitalKind;
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::schedule::build;
use crate::domain::text::Note;

/// The source of the notebook's capital where the import computes it.
const OPENING: &str = "Saldo de apertura";

/// Adds the payments of loans that are paid back, or paid as far as they have fallen due.
pub fn pay(loans: &[LoanRow], choices: &Choices, sheets: &[String], repayments: &mut Vec<RepaymentRow>, faults: &mut Faults, asks: &mut Faults) {
    let Some(as_of) = choices.as_of.or(choices.today) else {
        return faults.add("", 0, "", Refusal::invalid("", "import-as-of-missing"));
    };
    let (mut paid, mut unknown) = (0_i64, 0_i64);
    for (place, loan) in loans.iter().enumerate() {
        let until = match loan.state {
            Some(LoanState::Paid) => NaiveDate::MAX,
            Some(LoanState::Current) => as_of,
            Some(LoanState::Late | LoanState::WrittenOff | LoanState::Refinanced) | None => {
                unknown += 1;
                continue;
            }
        };
        let Ok(schedule) = build(&loan.terms) else { continue };
        paid += 1;
        for installment in schedule.iter().filter(|installment| installment.due_on <= until) {
            let amount_minor = installment.principal + installment.interest;
            if amount_minor == 0 {
                continue;
            }
            // What was paid before it fell due was paid by the day of the list.
            let on = installment.due_on.min(as_of).max(loan.terms.disbursed_on);
            repayments.push(RepaymentRow {
                at: loan.at,
                on,
                loan: 0,
                place: Some(place),
                amount_minor,
                paper_no: None,
                payment_method: PaymentMethod::Cash,
                balance_minor: None,
                who: None,
            });
        }
    }
    let sheet = loans.first().and_then(|loan| sheets.get(usize::from(loan.at.sheet))).map_or("", String::as_str);
    let number = Fact::Number;
    let refusal = Refusal::invalid("", "import-shape-listing").with("paid", number(paid)).with("unknown", number(unknown));
    asks.add(sheet, 0, "", refusal.with("receipts", number(repayments.len() as i64)).with("date", Fact::Date(as_of)));
}

/// The capital that a notebook without any must have had: enough that no day ends below zero, and that the box holds its
/// present cash where the notebook gives that.
pub fn capital(
    house: &House,
    loans: &mut [LoanRow],
    repayments: &[RepaymentRow],
    expenses: &[ExpenseRow],
    given: Vec<CapitalRow>,
    sheets: &[String],
    asks: &mut Faults,
) -> Vec<CapitalRow> {
    let Some(first) = loans.iter().min_by_key(|loan| loan.terms.disbursed_on).map(|loan| (loan.at, loan.terms.disbursed_on)) else { return given };
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let mut add = |on: NaiveDate, minor: i64| *days.entry(on).or_default() += minor;
    loans.iter().for_each(|loan| add(loan.terms.disbursed_on, -loan.terms.principal));
    repayments.iter().for_each(|row| add(row.on, row.amount_minor));
    expenses.iter().for_each(|row| add(row.on, -row.amount_minor));
    let (mut balance, mut lowest) = (0_i64, 0_i64);
    for minor in days.values() {
        balance = balance.saturating_add(*minor);
        lowest = lowest.min(balance);
    }
    // Where the cash in the box is known, the capital makes the balance come to it.
    let needed = house.cash_minor.map_or(-lowest, |cash| (cash - balance).max(-lowest));
    if needed <= 0 {
        return given;
    }
    let on = expenses.iter().map(|row| row.on).chain([first.1]).min().unwrap_or(first.1);
    let sheet = sheets.get(usize::from(first.0.sheet)).map_or("", String::as_str);
    let refusal = Refusal::invalid("", "import-capital-proposed").with("amount", Fact::Money(needed, house.unit)).with("date", Fact::Date(on));
    asks.add(sheet, 0, "", refusal.with("cash", Fact::Money(needed + balance, house.unit)));
    vec![CapitalRow { at: first.0, on, kind: CapitalKind::Grant, source: Note::kept(OPENING), document: None, amount_minor: needed, member: None }]
}
