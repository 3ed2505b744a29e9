//! Compares the notebook's own balances with those that the import computes: member by member, whether they are equal, and if
//! not by how much and since when.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::cells::At;
use super::faults::Fault;
use super::loans::LoanRow;
use super::money::RepaymentRow;
use super::register::Register;
use crate::domain::event::{Event, EventKind, Payment, PaymentKind};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::replay::{Contract, Position, replay};
use crate::domain::schedule::{Installment, build};

/// The result of comparing the notebook's own balances.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// What the padrón says that each member owes.
    pub owed: Vec<(i64, i64)>,
    /// Members whose balances are equal.
    pub equal: usize,
    pub differing: Vec<Difference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub member: i64,
    pub name: String,
    pub written_minor: i64,
    pub computed_minor: i64,
    /// The first payment after which the two differ, where the notebook gives a balance after each payment.
    pub since: Option<NaiveDate>,
    at: At,
}

/// What a balance counts: principal alone, or principal with its interest to come. A notebook uses one of them throughout.
#[derive(Clone, Copy)]
enum Measure {
    Principal,
    WithInterest,
}

/// One written balance, beside the computed one by either measure.
struct Pair {
    member: i64,
    at: At,
    on: Option<NaiveDate>,
    written: i64,
    principal: i64,
    with_interest: i64,
}

impl Pair {
    fn computed(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Principal => self.principal,
            Measure::WithInterest => self.with_interest,
        }
    }
}

pub fn compare(register: &Register) -> (Compared, Vec<Fault>) {
    let mut compared = register.balances.clone();
    let told = register.loans.iter().any(|loan| loan.balance_minor.is_some()) || register.repayments.iter().any(|row| row.balance_minor.is_some());
    let openings = register.loans.iter().any(|loan| loan.opening.is_some());
    if (!told && compared.owed.is_empty()) || openings {
        return (compared, Vec::new());
    }
    let paid = register.paid();
    let mut pairs = Vec::new();
    let mut rest: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let mut rows: HashMap<i64, Vec<&RepaymentRow>> = HashMap::new();
    register.repayments.iter().for_each(|row| rows.entry(row.loan).or_default().push(row));
    for loan in &register.loans {
        let events = paid.of(loan.number);
        let Ok(schedule) = build(&loan.terms) else { continue };
        let contract = Contract { terms: loan.terms.clone(), schedule: schedule.clone(), rules: register.loan_rules() };
        let as_of = events.iter().map(|event| event.on).max().unwrap_or(loan.terms.disbursed_on);
        let Ok(position) = replay(&contract, &events, as_of) else { continue };
        let own = rows.get(&loan.number).map(Vec::as_slice).unwrap_or_default();
        let end = of_loan(loan, own, &schedule, &position, &mut pairs);
        let sums = rest.entry(loan.member).or_default();
        *sums = (sums.0 + end.0, sums.1 + end.1);
    }
    for (member, written) in &compared.owed {
        let (principal, with_interest) = rest.get(member).copied().unwrap_or_default();
        let at = register.member_rows.get(member).copied().unwrap_or(At { sheet: 0, row: 0 });
        pairs.push(Pair { member: *member, at, on: None, written: *written, principal, with_interest });
    }
    judge(register, &mut compared, &pairs);
    let asks = compared.differing.iter().map(|difference| told_as(register, difference)).collect();
    (compared, asks)
}

/// Adds the balances that a loan's rows give, and returns the loan's final debt by either measure.
fn of_loan(loan: &LoanRow, rows: &[&RepaymentRow], schedule: &[Installment], position: &Position, pairs: &mut Vec<Pair>) -> (i64, i64) {
    let mut principal = loan.terms.principal;
    let mut interest: i64 = schedule.iter().map(|installment| installment.interest).sum();
    // Each payment has its balance beside it, in order of the days.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| rows.get(*index).map(|row| row.on));
    for index in order {
        let Some(row) = rows.get(index) else { continue };
        for split in position.splits.iter().filter(|split| split.event == index) {
            principal -= split.principal + split.rounding.principal;
            interest -= split.interest + split.rounding.interest + split.forgiven;
        }
        if let Some(written) = row.balance_minor {
            pairs.push(Pair { member: loan.member, at: row.at, on: Some(row.on), written, principal, with_interest: principal + interest });
        }
    }
    if let Some(written) = loan.balance_minor {
        pairs.push(Pair { member: loan.member, at: loan.at, on: None, written, principal, with_interest: principal + interest });
    }
    (principal, principal + interest)
}

fn judge(register: &Register, compared: &mut Compared, pairs: &[Pair]) {
    let agreeing = |measure: Measure| pairs.iter().filter(|pair| pair.written == pair.computed(measure)).count();
    let measure = if agreeing(Measure::WithInterest) > agreeing(Measure::Principal) { Measure::WithInterest } else { Measure::Principal };
    let mut by_member: BTreeMap<i64, Vec<&Pair>> = BTreeMap::new();
    pairs.iter().for_each(|pair| by_member.entry(pair.member).or_default().push(pair));
    let names: HashMap<i64, &str> = register.members.iter().map(|(number, person)| (*number, &*person.name)).collect();
    for (member, pairs) in by_member {
        let mut differing: Vec<&&Pair> = pairs.iter().filter(|pair| pair.written != pair.computed(measure)).collect();
        differing.sort_by_key(|pair| (pair.on.is_none(), pair.on));
        let (Some(first), Some(last)) = (differing.first(), differing.last()) else {
            compared.equal += 1;
            continue;
        };
        compared.differing.push(Difference {
            member,
            name: names.get(&member).copied().unwrap_or_default().to_owned(),
            written_minor: last.written,
            computed_minor: last.computed(measure),
            since: first.on,
            at: first.at,
        });
    }
}

fn told_as(register: &Register, difference: &Difference) -> Fault {
    let money = |minor| Fact::Money(minor, register.unit);
    let code = if difference.since.is_some() { "import-balance-differs-since" } else { "import-balance-differs" };
    let refusal = Refusal::invalid("", code).with("name", Fact::Text(difference.name.clone()));
    let refusal = refusal.with("written", money(difference.written_minor)).with("computed", money(difference.computed_minor));
    let refusal = refusal.with("difference", money((difference.written_minor - difference.computed_minor).abs()));
    register.fault(difference.at, "", difference.since.map(|since| refusal.clone().with("date", Fact::Date(since))).unwrap_or(refusal))
}

/// The payments of each loan. They are put together when they are asked for: those of all loans at once would take much memory.
pub struct Paid<'r> {
    rows: &'r [RepaymentRow],
    /// The places of the rows, by loan and then in order.
    places: Vec<usize>,
}

impl Paid<'_> {
    /// The payments of the loan with this number.
    pub fn of(&self, loan: i64) -> Vec<Event> {
        self.rows(loan).into_iter().map(event).collect()
    }

    /// Their rows, in the same order.
    pub fn rows(&self, loan: i64) -> Vec<&RepaymentRow> {
        let row = |place: &usize| self.rows.get(*place);
        let from = self.places.partition_point(|place| row(place).is_some_and(|row| row.loan < loan));
        self.places.iter().skip(from).filter_map(row).take_while(|row| row.loan == loan).collect()
    }
}

fn event(row: &RepaymentRow) -> Event {
    let payment = Payment { amount_minor: row.amount_minor, kind: PaymentKind::Repayment, in_cash: row.payment_method == PaymentMethod::Cash };
    Event { on: row.on, kind: EventKind::Payment(payment) }
}

impl Register {
    pub fn paid(&self) -> Paid<'_> {
        let mut places: Vec<usize> = (0..self.repayments.len()).collect();
        places.sort_by_key(|place| self.repayments.get(*place).map(|row| row.loan));
        Paid { rows: &self.repayments, places }
    }
}
