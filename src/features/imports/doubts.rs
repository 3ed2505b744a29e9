//! What may be right or a slip: shown to the user, who confirms it.

use std::collections::HashMap;

use super::cells::At;
use super::faults::Fault;
use super::register::{Register, RepaymentRow};
use super::words::LoanState;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::replay::{Contract, replay};
use crate::domain::schedule::build;

pub fn find(register: &Register) -> Vec<Fault> {
    let mut found = same_payments(register);
    found.extend(same_loans(register));
    found.extend(same_expenses(register));
    found.extend(states(register));
    found.extend(overpaid(register));
    found.extend(cash(register));
    found
}

/// Payments beyond all that their loan came to: the books keep the rest in the member's favour.
fn overpaid(register: &Register) -> Vec<Fault> {
    let paid = register.paid();
    let mut found = Vec::new();
    for loan in &register.loans {
        let (rows, Ok(schedule)) = (paid.rows(loan.number), build(&loan.terms)) else { continue };
        let asked: i64 = schedule.iter().map(|part| part.principal.saturating_add(part.interest)).sum();
        let received: i64 = rows.iter().map(|row| row.amount_minor).sum();
        if received <= asked {
            continue;
        }
        let contract = Contract { terms: loan.terms.clone(), schedule, rules: register.loan_rules() };
        let as_of = rows.iter().map(|row| row.on).max().unwrap_or(loan.terms.disbursed_on);
        let Ok(position) = replay(&contract, &paid.of(loan.number), as_of) else { continue };
        for split in position.splits.iter().filter(|split| split.credit > 0) {
            let Some(row) = rows.get(split.event) else { continue };
            let refusal = Refusal::invalid("", "import-overpaid").with("credit", Fact::Money(split.credit, register.unit));
            found.push(register.fault(row.at, "", refusal));
        }
    }
    found
}

/// The box as the notebook tells it in the end, beside what is read.
fn cash(register: &Register) -> Option<Fault> {
    let (at, written) = register.cash_told?;
    let computed = register.totals().cash_minor;
    let money = |minor| Fact::Money(minor, register.unit);
    let refusal = Refusal::invalid("", "import-cash-differs").with("written", money(written)).with("computed", money(computed));
    (written != computed).then(|| register.fault(at, "", refusal.with("difference", money((written - computed).abs()))))
}

/// Loans that the notebook says stand otherwise than its payments make them stand.
fn states(register: &Register) -> Vec<Fault> {
    let told: Vec<_> = register.loans.iter().filter_map(|loan| Some((loan, loan.state?))).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let paid = register.paid();
    let asked = told.into_iter().filter_map(|(loan, state)| {
        let owed = register.owed_of(loan, &paid);
        let code = match state {
            LoanState::Paid if owed > 0 => "import-state-owed",
            LoanState::Current | LoanState::Late if owed == 0 => "import-state-paid",
            LoanState::WrittenOff if owed > 0 => "import-state-written-off",
            LoanState::Refinanced if owed > 0 => "import-state-refinanced",
            _ => return None,
        };
        let refusal = Refusal::invalid("", code).with("owed", Fact::Money(owed, register.unit));
        Some(register.fault(loan.at, "", refusal))
    });
    asked.collect()
}

fn doubt(register: &Register, at: At, earlier: At, code: &'static str) -> Fault {
    let refusal =
        Refusal::invalid("", code).with("row", Fact::Number(i64::from(earlier.row))).with("sheet", Fact::Text(register.sheet(earlier).to_owned()));
    register.fault(at, "", refusal)
}

/// Two payments of one amount to one loan on one day, unless their receipts have different numbers.
fn same_payments(register: &Register) -> Vec<Fault> {
    let rows = &register.repayments;
    let key = |row: &RepaymentRow| (row.loan, row.on, row.amount_minor);
    // Places instead of a map: a notebook may have hundreds of thousands.
    let mut places: Vec<u32> = (0..).take(rows.len()).collect();
    let row = |place: u32| &rows[place as usize];
    places.sort_unstable_by_key(|place| (key(row(*place)), *place));
    let mut found = Vec::new();
    for same in places.chunk_by(|a, b| key(row(*a)) == key(row(*b))) {
        for (i, place) in same.iter().enumerate() {
            let (own, receipt) = (row(*place), row(*place).paper_no.as_deref());
            let alike = |earlier: &&RepaymentRow| {
                let other = earlier.paper_no.as_deref();
                (receipt.is_none() || other.is_none() || other == receipt) && earlier.at != own.at
            };
            let earlier = same[..i].iter().map(|place| row(*place)).find(alike);
            found.extend(earlier.map(|earlier| (*place, doubt(register, own.at, earlier.at, "import-same-payment"))));
        }
    }
    found.sort_unstable_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, fault)| fault).collect()
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
