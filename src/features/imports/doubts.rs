//! What may be right or a slip: shown to the user, who confirms it.

use std::collections::HashMap;

use super::cells::At;
use super::faults::Fault;
use super::register::Register;
use crate::domain::refusal::{Fact, Refusal};

pub fn find(register: &Register) -> Vec<Fault> {
    let mut found = same_payments(register);
    found.extend(same_loans(register));
    found.extend(same_expenses(register));
    found
}

fn doubt(register: &Register, at: At, earlier: At, code: &'static str) -> Fault {
    let refusal =
        Refusal::invalid("", code).with("row", Fact::Number(i64::from(earlier.row))).with("sheet", Fact::Text(register.sheet(earlier).to_owned()));
    register.fault(at, "", refusal)
}

/// Two payments of one amount to one loan on one day, unless their receipts have different numbers.
fn same_payments(register: &Register) -> Vec<Fault> {
    let mut seen: HashMap<_, Vec<(At, Option<&str>)>> = HashMap::new();
    let mut found = Vec::new();
    for row in &register.repayments {
        let receipt = row.paper_no.as_deref();
        let earlier = seen.entry((row.loan, row.on, row.amount_minor)).or_default();
        if let Some((at, _)) = earlier.iter().find(|(at, other)| (receipt.is_none() || other.is_none() || *other == receipt) && *at != row.at) {
            found.push(doubt(register, row.at, *at, "import-same-payment"));
        }
        earlier.push((row.at, receipt));
    }
    found
}

fn same_loans(register: &Register) -> Vec<Fault> {
    let mut seen: HashMap<_, At> = HashMap::new();
    let key = |loan: &super::loans::LoanRow| (loan.member, loan.terms.disbursed_on, loan.terms.principal);
    let twice = register.loans.iter().filter_map(|loan| Some((loan.at, seen.insert(key(loan), loan.at)?)));
    twice.map(|(at, earlier)| doubt(register, at, earlier, "import-same-loan")).collect()
}

fn same_expenses(register: &Register) -> Vec<Fault> {
    let mut seen: HashMap<_, At> = HashMap::new();
    let twice = register.expenses.iter().filter_map(|row| {
        let key = (row.on, row.amount_minor, crate::domain::names::fold(&row.concept));
        Some((row.at, seen.insert(key, row.at)?))
    });
    twice.map(|(at, earlier)| doubt(register, at, earlier, "import-same-expense")).collect()
}
