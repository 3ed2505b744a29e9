//! Checks that no single row can show: a day on which cash does not cover what is paid out, surplus that was not earned, a loan
//! before its member joined, and dates in the future.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::cells::At;
use super::faults::Fault;
use super::register::Register;
use crate::domain::calendar::happened;
use crate::domain::capital::CapitalKind;
use crate::domain::ledger::Account;
use crate::domain::ledger::days::{Days, first_shortfall};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::replay::{Contract, replay};
use crate::domain::schedule::build;
use crate::features::capital::surplus;

/// Adds the faults of the rows taken together. A register with other faults lacks rows, so its sums mean nothing and are not
/// checked.
pub fn together(register: &mut Register) {
    let mut faults = before_joining(register);
    if register.faults.is_empty() && faults.is_empty() {
        faults.extend(short_of_cash(register));
        faults.extend(short_of_surplus(register));
    }
    register.add_faults(faults);
}

fn before_joining(register: &Register) -> Vec<Fault> {
    let joined: HashMap<i64, NaiveDate> = register.members.iter().filter_map(|(number, person)| Some((*number, person.joined_on?))).collect();
    let early = register.loans.iter().filter_map(|loan| {
        let joined_on = joined.get(&loan.member).filter(|joined_on| loan.terms.disbursed_on < **joined_on)?;
        let refusal = Refusal::invalid("", "member-not-joined").with("date", Fact::Date(*joined_on));
        Some(register.fault(loan.at, "Desembolso", refusal))
    });
    early.collect()
}

/// The first day that would end with less than zero in the cash box, at the row that causes it.
fn short_of_cash(register: &Register) -> Option<Fault> {
    let mut days = Days::new();
    let brings = |kind: CapitalKind| kind != CapitalKind::Surplus;
    let mut add = |on: NaiveDate, minor: i64| *days.entry(on).or_default() += minor;
    register.capital.iter().filter(|row| brings(row.kind)).for_each(|row| add(row.on, row.amount_minor));
    register.repayments.iter().for_each(|row| add(row.on, row.amount_minor));
    let loans = register.loans.iter().map(|row| (row.terms.disbursed_on, row.at, row.terms.principal));
    let expenses = register.expenses.iter().map(|row| (row.on, row.at, row.amount_minor));
    let out: Vec<(NaiveDate, At, i64)> = loans.chain(expenses).collect();
    out.iter().for_each(|(on, _, minor)| add(*on, -minor));
    let mut balance = 0_i64;
    let (day, _) = days.iter().find(|(_, minor)| {
        balance += **minor;
        balance < 0
    })?;
    // Goes back over that day's payments out, from the last row, to the row that the cash no longer covers.
    let mut missing = -balance;
    let of_day: Vec<_> = out.iter().filter(|(on, ..)| on == day).collect();
    let (_, at, _) = of_day.iter().rev().find(|(_, _, minor)| {
        missing -= minor;
        missing <= 0
    })?;
    let money = |minor| Fact::Money(minor, register.unit);
    let held = balance + of_day.iter().map(|(_, _, minor)| minor).sum::<i64>();
    // Where nothing had come in yet, the fault is the date of the capital.
    let capital_on = register.capital.iter().filter(|row| brings(row.kind)).map(|row| row.on).min();
    if let Some(capital_on) = capital_on.filter(|capital_on| capital_on > day) {
        let refusal = Refusal::conflict("import-capital-late").with("date", Fact::Date(capital_on)).with("day", Fact::Date(*day));
        return Some(register.fault(*at, "", refusal.with("missing", money(-balance))));
    }
    let refusal = Refusal::conflict("cash-short").with("account", Fact::Text(Account::Cash.code().to_owned())).with("day", Fact::Date(*day));
    Some(register.fault(*at, "Monto", refusal.with("missing", money(-balance)).with("held", money(held))))
}

/// Surplus that was capitalised beyond what had been earned by its day.
fn short_of_surplus(register: &Register) -> Vec<Fault> {
    let mut rows: Vec<_> = register.capital.iter().filter(|row| row.kind == CapitalKind::Surplus).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by_key(|row| row.on);
    let mut days = earned(register);
    let mut faults = Vec::new();
    for row in rows {
        let kept: Days = days.range(row.on..).map(|(day, minor)| (*day, *minor)).collect();
        match first_shortfall(days.values().sum(), &kept, &Days::from([(row.on, -row.amount_minor)])) {
            Some(short) => faults.push(register.fault(row.at, "Monto", surplus::refusal(short, register.unit, row.amount_minor))),
            None => *days.entry(row.on).or_default() -= row.amount_minor,
        }
    }
    faults
}

/// What each day earned, less its expenses.
fn earned(register: &Register) -> Days {
    let mut days = Days::new();
    for row in &register.expenses {
        *days.entry(row.on).or_default() -= row.amount_minor;
    }
    let paid = register.paid();
    for loan in &register.loans {
        let events = paid.of(loan.number);
        let Ok(schedule) = build(&loan.terms) else { continue };
        let contract = Contract { terms: loan.terms.clone(), schedule, rules: register.loan_rules() };
        let as_of = events.iter().map(|event| event.on).max().unwrap_or(loan.terms.disbursed_on);
        let Ok(position) = replay(&contract, &events, as_of) else { continue };
        for split in &position.splits {
            if let Some(event) = events.get(split.event) {
                *days.entry(event.on).or_default() += split.late_fee + split.interest - split.rounding.principal;
            }
        }
    }
    days
}

/// Dates after today: joining, contributions, loans, repayments and expenses.
pub fn in_future(register: &Register, today: NaiveDate) -> Vec<Fault> {
    let members = register.members.iter().filter_map(|(number, person)| {
        let at = register.member_rows.get(number).copied().unwrap_or(At { sheet: 0, row: 0 });
        Some((at, "Ingreso", person.joined_on?))
    });
    let capital = register.capital.iter().map(|row| (row.at, "Fecha", row.on));
    let loans = register.loans.iter().map(|row| (row.at, "Desembolso", row.terms.disbursed_on));
    let repayments = register.repayments.iter().map(|row| (row.at, "Fecha", row.on));
    let expenses = register.expenses.iter().map(|row| (row.at, "Fecha", row.on));
    let dated = members.chain(capital).chain(loans).chain(repayments).chain(expenses);
    dated.filter_map(|(at, column, on)| Some(register.fault(at, column, happened(on, today).err()?))).collect()
}
