//! The loans of a notebook: who borrowed, and what was agreed.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::cells::{At, RowReader};
use super::choices::Choices;
use super::headers::Field;
use super::keys;
use super::people::{People, Who};
use super::terms;
use super::words::{self, LoanState};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Installment, Terms, build};
use crate::domain::text::Note;

pub struct LoanRow {
    pub at: At,
    pub number: i64,
    /// The notebook's number or code of the loan, in the form used to compare it.
    pub code: String,
    /// The member's number.
    pub member: i64,
    /// The member's index among the people.
    pub who: usize,
    pub purpose: Note,
    pub terms: Terms,
    /// What is still owed, as the notebook says.
    pub balance_minor: Option<i64>,
    pub state: Option<LoanState>,
    /// What was lent at first, where only the balance is imported.
    pub opening: Option<Opening>,
}

/// A loan of which only the balance is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    pub lent_minor: Option<i64>,
    pub lent_on: Option<NaiveDate>,
}

/// One agreed installment of a sheet of them.
#[derive(Clone, Copy, Debug)]
pub struct AgreedPart {
    pub at: At,
    pub due_on: NaiveDate,
    pub principal_minor: i64,
    pub interest_minor: Option<i64>,
}

/// A loan that a row names: its index, where its own row has no fault, and its first day.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub place: Option<usize>,
    pub began_on: Option<NaiveDate>,
    /// The borrower, where that row has no fault.
    pub who: Option<usize>,
}

pub struct Lending<'l> {
    pub people: &'l mut People,
    pub rules: &'l FundRules,
    pub choices: &'l Choices,
    pub agreed: &'l HashMap<String, Vec<AgreedPart>>,
    /// Whether only balances are imported.
    pub openings: bool,
    /// Whether the people could be read.
    pub people_read: bool,
    pub loans: Vec<LoanRow>,
    pub known: HashMap<String, Known>,
    /// Borrowers of loans with faults: their payments are not matched to a loan.
    pub faulty: Vec<Who>,
}

impl Lending<'_> {
    pub fn read_row(&mut self, row: &mut RowReader<'_>) {
        let before = row.faults.count;
        let code = row.maybe_text(Field::Loan).map(|text| keys::code(&text)).unwrap_or_default();
        let who = self.who(row);
        let state = if row.is_empty(Field::State) { None } else { row.said(Field::State).and_then(|text| words::state(&text)) };
        let balance = if row.is_empty(Field::Balance) { None } else { row.money_or_none(Field::Balance) };
        // A loan that is paid back is not imported where only balances are.
        if self.openings && balance == Some(0) {
            return self.forget(code, who, row);
        }
        let undated = self.openings && row.is_empty(Field::Date);
        let began_on = if undated { None } else { row.date(Field::Date) };
        let unlent = self.openings && row.is_empty(Field::Amount);
        let lent = if unlent { None } else { row.money(Field::Amount) };
        let agreed = self.agreed.get(&code).map(Vec::as_slice).filter(|_| !code.is_empty());
        let terms = if self.openings {
            super::openings::terms(row, self, balance, began_on, lent)
        } else {
            lent.zip(began_on).and_then(|(lent, began_on)| terms::read(row, self.choices, self.rules, lent, began_on, agreed))
        };
        if !code.is_empty() && self.known.contains_key(&code) {
            row.fault(Field::Loan, Refusal::invalid("", "loan-number-used"));
        }
        let purpose = Note::from(row.maybe_text(Field::Purpose));
        let built = terms.filter(|_| row.faults.count == before).and_then(|terms| checked(row, terms));
        let opening = self.openings.then_some(Opening { lent_minor: lent, lent_on: began_on });
        let place = match (who, built) {
            (Some(Who::Listed(who)), Some(terms)) => {
                self.loans.push(LoanRow {
                    at: row.at,
                    number: 0,
                    code: code.clone(),
                    member: 0,
                    who,
                    purpose,
                    terms,
                    balance_minor: balance,
                    state,
                    opening,
                });
                Some(self.loans.len() - 1)
            }
            (who, _) => {
                self.faulty.extend(who);
                None
            }
        };
        if !code.is_empty() {
            self.known.entry(code).or_insert(Known { place, began_on, who: who.and_then(Who::listed) });
        }
    }

    fn forget(&mut self, code: String, who: Option<Who>, row: &mut RowReader<'_>) {
        row.ask(Field::Balance, Refusal::invalid("", "import-loan-paid"));
        if !code.is_empty() {
            self.known.entry(code).or_insert(Known { place: None, began_on: None, who: who.and_then(Who::listed) });
        }
    }

    fn who(&mut self, row: &mut RowReader<'_>) -> Option<Who> {
        if !self.people_read {
            return Some(Who::Faulty);
        }
        match self.people.meant(row, true) {
            Ok(meant) => {
                if let Some((field, doubt)) = meant.doubt {
                    row.ask(field, doubt);
                }
                Some(meant.who)
            }
            Err((field, refusal)) => {
                row.fault(field, refusal);
                None
            }
        }
    }

    /// Numbers the loans by their codes, where each code contains a different figure; else in order of their days.
    pub fn number(&mut self) {
        let own: Vec<Option<i64>> = self.loans.iter().map(|loan| keys::number_of(&loan.code)).collect();
        let mut seen = std::collections::HashSet::new();
        if own.iter().all(|number| number.is_some_and(|number| seen.insert(number))) {
            self.loans.iter_mut().zip(own).for_each(|(loan, number)| loan.number = number.unwrap_or_default());
        } else {
            let mut order: Vec<usize> = (0..self.loans.len()).collect();
            order.sort_by_key(|place| self.loans.get(*place).map(|loan| (loan.terms.disbursed_on, loan.at.row)));
            for (number, place) in (1..).zip(order) {
                if let Some(loan) = self.loans.get_mut(place) {
                    loan.number = number;
                    // The notebook's own code is kept with the loan.
                    if !loan.code.is_empty() {
                        let told = [loan.code.to_uppercase(), loan.purpose.to_string()].into_iter().filter(|text| !text.is_empty());
                        loan.purpose = Note::parse(&told.collect::<Vec<_>>().join(" · ")).unwrap_or_default();
                    }
                }
            }
        }
        for loan in &mut self.loans {
            loan.member = self.people.listed.get(loan.who).map_or(0, |listed| listed.number);
        }
    }
}

/// Terms from which the rule book can build a schedule that agrees with the notebook's own installment.
fn checked(row: &mut RowReader<'_>, terms: Terms) -> Option<Terms> {
    match build(&terms) {
        Ok(schedule) => {
            compare_payment(row, &schedule);
            Some(terms)
        }
        Err(refusal) => {
            row.fault(terms::column_of(&refusal.field), refusal);
            None
        }
    }
}

/// Where the notebook gives the amount of an installment, the schedule is compared with it.
fn compare_payment(row: &mut RowReader<'_>, schedule: &[Installment]) {
    let Some(payment) = row.figure(Field::Payment).filter(|payment| *payment > 0) else { return };
    let near = |total: i64| (total - payment).abs() <= terms::NEAR_MINOR;
    if schedule.iter().any(|installment| near(installment.principal + installment.interest)) {
        return;
    }
    let computed = schedule.first().map_or(0, |first| first.principal + first.interest);
    let refusal = Refusal::invalid("", "import-payment-differs").with("written", Fact::Money(payment, row.unit));
    row.ask(Field::Payment, refusal.with("computed", Fact::Money(computed, row.unit)));
}
