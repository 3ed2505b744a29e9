//! Reads a notebook's sheets in the order in which they refer to one another.

use std::collections::HashMap;

use super::balances::Compared;
use super::cash_book::{Sorting, There};
use super::cells::{At, RowReader};
use super::choices::Choices;
use super::faults::{Fault, Faults};
use super::files::Sheet;
use super::headers::{Field, Kind};
use super::house::{self, House};
use super::loans::{AgreedPart, Lending};
use super::money::{self, CapitalRow, ExpenseRow, Paying, RepaymentRow};
use super::people::People;
use super::recognise::{Recognised, recognise, tell_others};
use super::register::{LoanRow, Register};
use super::tables::Table;
use super::{cash_book, listing, member_sheets, unread, which_loan};
use crate::domain::amount::NumberStyle;
use crate::domain::refusal::{Fact, Refusal};

pub struct Reading<'c> {
    choices: &'c Choices,
    found: Recognised,
    faults: Faults,
    asks: Faults,
    skipped: Vec<String>,
}

impl<'c> Reading<'c> {
    pub fn of(sheets: Vec<Sheet>, choices: &'c Choices) -> Self {
        let (mut faults, mut asks) = (Faults::default(), Faults::default());
        let mut found = recognise(sheets, choices, &mut faults, &mut asks);
        let mut skipped = std::mem::take(&mut found.skipped);
        member_sheets::take(&mut found, choices, &mut asks, &mut skipped);
        tell_others(&found, &mut asks, &mut skipped);
        for table in &mut found.tables {
            cash_book::read_elsewhere(table);
            unread::tell(table, &mut asks, &mut skipped);
        }
        Self { choices, found, faults, asks, skipped }
    }

    pub fn register(mut self, file_name: String, sha256: String) -> Register {
        let house = house::read(&self.found.house, self.choices, &mut self.faults, &mut self.asks, &mut self.skipped);
        let mut people = self.people(&house);
        let (agreed, whose) = self.agreed(&house);
        let (mut loans, known, faulty) = self.loans(&house, &mut people, &agreed);
        self.check_whose(&people, &known, &whose);
        let cash_told = self.sort_cash_books(&house, &people, &known);
        let capital = self.capital(&house);
        let mut repayments = self.repayments(&house, &mut people, &known, &faulty);
        let rules = crate::domain::rules::LoanRules { cash_step_minor: house.cash_step_minor.unwrap_or(0), ..house.rules.loan };
        let sheets: Vec<String> = self.found.told.iter().map(|sheet| sheet.name.clone()).collect();
        which_loan::find(&mut repayments, &loans, rules, &sheets, &mut self.faults, &mut self.asks);
        if self.is_listing() {
            listing::pay(&loans, self.choices, &sheets, &mut repayments, &mut self.faults, &mut self.asks);
        }
        for row in &mut repayments {
            row.loan = row.place.and_then(|place| loans.get(place)).map_or(0, |loan| loan.number);
        }
        repayments.retain(|row| row.place.is_some());
        let expenses = self.expenses(&house);
        let capital = if self.proposes_capital() {
            listing::capital(&house, &mut loans, &repayments, &expenses, capital, &sheets, &mut self.asks)
        } else {
            capital
        };
        let capital = capital.into_iter().map(|row| CapitalRow { member: row.whose(&people), ..row }).collect();
        let members = people.listed.iter().map(|listed| (listed.number, listed.person.clone())).collect();
        let member_rows = people.listed.iter().map(|listed| (listed.number, listed.at)).collect();
        let given_numbers = people.coded.iter().filter_map(|place| people.listed.get(*place)).map(|listed| listed.number).collect();
        let owed = people.listed.iter().filter_map(|listed| Some((listed.number, listed.balance_minor?))).collect();
        Register {
            file_name,
            sha256,
            association: house.association,
            fund_name: house.fund_name,
            nameless: house.nameless,
            unit: house.unit,
            rules: house.rules,
            cash_step_minor: house.cash_step_minor,
            members,
            member_rows,
            given_numbers,
            capital,
            loans,
            repayments,
            expenses,
            sheets: self.found.told,
            skipped: self.skipped,
            cash_told,
            balances: Compared { owed, ..Compared::default() },
            ask_count: self.asks.count,
            asks: self.asks.kept,
            fault_count: self.faults.count,
            faults: self.faults.kept,
            confirmed: false,
            answers: None,
        }
    }

    /// Sorts what a cash book tells into capital, payments and expenses. Answers the cash that the notebook says there is.
    fn sort_cash_books(&mut self, house: &House, people: &People, known: &HashMap<String, super::loans::Known>) -> Option<(At, i64)> {
        let own = |kind: Kind| self.has(kind) || self.refused(kind);
        let there = There { capital: own(Kind::Capital), payments: own(Kind::Repayments) || own(Kind::Months), loans: own(Kind::Loans) };
        let told = house
            .cash_minor
            .filter(|_| there.capital)
            .map(|minor| (At { sheet: self.found.house.first().map_or(0, |(place, _)| *place), row: 0 }, minor));
        let style = NumberStyle::of_country(&house.association.country);
        let mut sorting = Sorting { people, known, there, unit: house.unit, style, faults: &mut self.faults, asks: &mut self.asks };
        sorting.sort(&mut self.found.tables).or(told)
    }

    /// Reads each record of the sheets of one kind, in sheet order.
    fn rows(&mut self, kind: Kind, house: &House, mut read: impl FnMut(&mut RowReader<'_>)) {
        let style = NumberStyle::of_country(&house.association.country);
        for table in self.found.tables.iter().filter(|table| table.kind == kind) {
            unread::check_units(table, house.unit, &mut self.faults);
            unread::check_unit_of_rows(table, house.unit, &mut self.faults);
            for (number, cells) in &table.rows {
                let row = &mut RowReader {
                    table,
                    at: At { sheet: table.place, row: *number },
                    cells,
                    unit: house.unit,
                    style,
                    faults: &mut self.faults,
                    asks: &mut self.asks,
                };
                if !unread::is_left_out(row) {
                    read(row);
                }
            }
            unread::check_totals(table, house.unit, style, &mut self.asks);
        }
    }

    fn has(&self, kind: Kind) -> bool {
        self.found.tables.iter().any(|table| table.kind == kind && !table.rows.is_empty())
    }

    fn any(&self, kind: Kind, holds: impl Fn(&Table) -> bool) -> bool {
        self.found.tables.iter().any(|table| table.kind == kind && !table.rows.is_empty() && holds(table))
    }

    /// Whether the notebook has single payments.
    fn has_payments(&self) -> bool {
        self.has(Kind::Repayments)
            || self.has(Kind::Months)
            || self.any(Kind::Expenses, cash_book::pays)
            || self.refused(Kind::Repayments)
            || self.refused(Kind::Months)
    }

    /// Balances without payments: only what is still owed is imported.
    fn is_openings(&self) -> bool {
        !self.has_payments() && self.any(Kind::Loans, |table| table.has(Field::Balance))
    }

    /// Loans with their state, and no payments: a list as other systems export it.
    fn is_listing(&self) -> bool {
        !self.has_payments() && !self.is_openings() && self.any(Kind::Loans, |table| table.has(Field::State))
    }

    fn proposes_capital(&self) -> bool {
        !self.has(Kind::Capital) && !self.refused(Kind::Capital) && (self.is_openings() || self.is_listing()) && self.faults.count == 0
    }

    fn refused(&self, kind: Kind) -> bool {
        self.found.refused.contains(&kind)
    }

    fn people(&mut self, house: &House) -> People {
        let mut people = People::default();
        self.rows(Kind::Members, house, |row| people.read_row(row));
        people
    }

    fn capital(&mut self, house: &House) -> Vec<CapitalRow> {
        let mut rows = Vec::new();
        self.rows(Kind::Capital, house, |row| rows.extend(money::capital(row)));
        rows
    }

    fn agreed(&mut self, house: &House) -> (HashMap<String, Vec<AgreedPart>>, Vec<Whose>) {
        let mut agreed: HashMap<String, Vec<AgreedPart>> = HashMap::new();
        let mut whose = Vec::new();
        self.rows(Kind::Agreed, house, |row| {
            if let Some((code, part, name)) = money::agreed(row) {
                whose.extend(name.map(|name| (part.at, code.clone(), name)));
                agreed.entry(code).or_default().push(part);
            }
        });
        agreed.values_mut().for_each(|parts| parts.sort_by_key(|part| part.due_on));
        (agreed, whose)
    }

    /// Compares the people that a schedule names with the borrowers of its loans.
    fn check_whose(&mut self, people: &People, known: &HashMap<String, super::loans::Known>, whose: &[Whose]) {
        for (at, code, name) in whose {
            let Some(refusal) = known.get(code).and_then(|loan| people.misnamed(loan.who?, Field::Name, name)) else { continue };
            let sheet = self.found.told.get(usize::from(at.sheet)).map_or("", |sheet| &sheet.name);
            self.faults.add(sheet, at.row, "", refusal);
        }
    }

    fn loans(&mut self, house: &House, people: &mut People, agreed: &HashMap<String, Vec<AgreedPart>>) -> LoansRead {
        let (openings, people_read) = (self.is_openings(), !self.refused(Kind::Members));
        let choices = self.choices;
        let mut lending = Lending {
            people,
            rules: &house.rules,
            choices,
            agreed,
            openings,
            people_read,
            loans: Vec::new(),
            known: HashMap::new(),
            faulty: Vec::new(),
        };
        self.rows(Kind::Loans, house, |row| lending.read_row(row));
        for (at, refusal) in lending.people.number() {
            let sheet = self.found.told.get(usize::from(at.sheet)).map_or("", |sheet| &sheet.name);
            self.asks.add(sheet, at.row, "", refusal);
        }
        lending.number();
        let Lending { loans, known, faulty, .. } = lending;
        for code in agreed.keys().filter(|code| !known.contains_key(*code)) {
            let parts = agreed.get(code).map(Vec::as_slice).unwrap_or_default();
            let Some(first) = parts.first() else { continue };
            let sheet = self.found.told.get(usize::from(first.at.sheet)).map_or("", |sheet| &sheet.name);
            if !self.found.refused.contains(&Kind::Loans) {
                self.faults.add(sheet, first.at.row, "", Refusal::invalid("", "no-such-loan").with("number", Fact::Text(code.to_uppercase())));
            }
        }
        (loans, known, faulty)
    }

    fn repayments(
        &mut self,
        house: &House,
        people: &mut People,
        known: &HashMap<String, super::loans::Known>,
        faulty: &[super::people::Who],
    ) -> Vec<RepaymentRow> {
        let loans_read = !self.refused(Kind::Loans);
        let (today, answered) = (self.choices.today, self.choices.year);
        let lists = self.found.tables.iter().filter(|table| table.kind == Kind::Repayments);
        let rows = Vec::with_capacity(lists.map(|table| table.rows.len()).sum());
        let mut paying = Paying { people, known, loans_read, faulty, rows };
        self.rows(Kind::Repayments, house, |row| paying.read_row(row));
        let before = paying.rows.len();
        self.rows(Kind::Months, house, |row| money::of_months(row, &mut paying, answered, today));
        let by_months = paying.rows.get(before..).unwrap_or_default();
        if let Some(first) = by_months.first() {
            let sum = by_months.iter().map(|row| row.amount_minor).fold(0, i64::saturating_add);
            let refusal = Refusal::invalid("", "import-shape-months").with("count", Fact::Number(by_months.len() as i64));
            let sheet = self.found.told.get(usize::from(first.at.sheet)).map_or(String::new(), |sheet| sheet.name.clone());
            self.asks.push(Fault { sheet, row: 0, column: String::new(), refusal: refusal.with("sum", Fact::Money(sum, house.unit)) });
        }
        paying.rows
    }

    fn expenses(&mut self, house: &House) -> Vec<ExpenseRow> {
        let mut rows = Vec::new();
        self.rows(Kind::Expenses, house, |row| rows.extend(money::expense(row)));
        rows
    }
}

/// A schedule's row, its loan's code, and the name beside it.
type Whose = (At, String, String);

type LoansRead = (Vec<LoanRow>, HashMap<String, super::loans::Known>, Vec<super::people::Who>);
