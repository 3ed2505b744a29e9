//! A register as it was read: the association, its people and its money events, with all faults and all that the user must
//! confirm.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::balances::Paid;
use super::cells::At;
use super::choices::Choices;
pub use super::faults::Fault;
use super::faults::Faults;
use super::files::sheets;
pub use super::loans::LoanRow;
pub use super::money::{CapitalRow, ExpenseRow, RepaymentRow};
use super::reading::Reading;
use super::recognise::SheetTold;
use super::{File, balances, checks, doubts};
use crate::domain::amount::Unit;
use crate::domain::capital::CapitalKind;
use crate::domain::refusal::Refusal;
use crate::domain::replay::{Contract, replay};
use crate::domain::rules::{FundRules, LoanRules};
use crate::domain::schedule::build;
use crate::domain::text::{Line, Note};
use crate::features::associations::create::NewAssociation;
use crate::features::members::keep::Person;

pub struct Register {
    pub file_name: String,
    pub sha256: String,
    pub association: NewAssociation,
    pub fund_name: Line,
    /// Whether the user must still name the association or its fund.
    pub nameless: bool,
    pub unit: Unit,
    pub rules: FundRules,
    /// The cash step that the workbook names; without it the loans have none.
    pub cash_step_minor: Option<i64>,
    pub members: Vec<(i64, Person)>,
    /// The row of each member's number.
    pub member_rows: HashMap<i64, At>,
    /// Numbers that the notebook itself gives.
    pub given_numbers: HashSet<i64>,
    pub capital: Vec<CapitalRow>,
    pub loans: Vec<LoanRow>,
    pub repayments: Vec<RepaymentRow>,
    pub expenses: Vec<ExpenseRow>,
    /// Every sheet of the workbook, in order, with the kind it was taken for.
    pub sheets: Vec<SheetTold>,
    /// Sheets, columns and rows that were skipped.
    pub skipped: Vec<String>,
    /// What the notebook says is in the box in the end, and where.
    pub cash_told: Option<(At, i64)>,
    /// The result of comparing the notebook's own balances.
    pub balances: balances::Compared,
    /// What the user must confirm before anything is written.
    pub asks: Vec<Fault>,
    pub ask_count: usize,
    pub faults: Vec<Fault>,
    /// The number of all faults, including those that are not listed.
    pub fault_count: usize,
    /// Whether the user confirmed what was asked.
    pub confirmed: bool,
    /// The answers about sheets and columns, to keep for the association's next notebook.
    pub answers: Option<String>,
}

/// A register's totals, to compare with the notebook. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Totals {
    pub members: usize,
    pub capital_minor: i64,
    pub loans: usize,
    pub lent_minor: i64,
    pub repayments: usize,
    pub collected_minor: i64,
    pub expenses_minor: i64,
    /// Principal that is still owed.
    pub owed_minor: i64,
    pub cash_minor: i64,
}

impl Register {
    /// The rules of its loans. Amounts on paper were not rounded, so the cash step is zero unless the workbook names one.
    pub fn loan_rules(&self) -> LoanRules {
        LoanRules { cash_step_minor: self.cash_step_minor.unwrap_or(0), ..self.rules.loan }
    }

    /// Gives its members other numbers in every record.
    pub fn renumber(&mut self, numbers: &HashMap<i64, i64>) {
        let given = |number: i64| numbers.get(&number).copied().unwrap_or(number);
        self.members.iter_mut().for_each(|(number, _)| *number = given(*number));
        self.member_rows = self.member_rows.drain().map(|(number, at)| (given(number), at)).collect();
        self.loans.iter_mut().for_each(|loan| loan.member = given(loan.member));
        self.balances.owed.iter_mut().for_each(|(number, _)| *number = given(*number));
        self.balances.differing.iter_mut().for_each(|found| found.member = given(found.member));
    }

    /// The name of a record's sheet.
    pub fn sheet(&self, at: At) -> &str {
        self.sheets.get(usize::from(at.sheet)).map_or("", |sheet| &sheet.name)
    }

    pub fn fault(&self, at: At, column: &str, refusal: Refusal) -> Fault {
        Fault { sheet: self.sheet(at).to_owned(), row: at.row, column: column.to_owned(), refusal }
    }

    /// Adds the faults of the rows taken together, counted like the others.
    pub fn add_faults(&mut self, found: Vec<Fault>) {
        let mut faults = Faults { kept: std::mem::take(&mut self.faults), count: self.fault_count };
        found.into_iter().for_each(|fault| faults.push(fault));
        (self.faults, self.fault_count) = (faults.kept, faults.count);
    }

    /// Adds what the user must confirm.
    pub fn add_asks(&mut self, found: Vec<Fault>) {
        let mut asks = Faults { kept: std::mem::take(&mut self.asks), count: self.ask_count };
        found.into_iter().for_each(|ask| asks.push(ask));
        (self.asks, self.ask_count) = (asks.kept, asks.count);
    }

    /// The number of rows to write.
    pub fn rows(&self) -> usize {
        self.members.len() + self.capital.len() + self.loans.len() + self.repayments.len() + self.expenses.len()
    }

    /// The register's totals. Each loan is replayed, so that the debt is the one that the books will show.
    pub fn totals(&self) -> Totals {
        let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.fold(0_i64, i64::saturating_add);
        let capital_minor = sum(&mut self.capital.iter().map(|row| row.amount_minor));
        let surplus = sum(&mut self.capital.iter().filter(|row| row.kind == CapitalKind::Surplus).map(|row| row.amount_minor));
        let lent_minor = sum(&mut self.loans.iter().map(|row| row.terms.principal));
        let collected_minor = sum(&mut self.repayments.iter().map(|row| row.amount_minor));
        let expenses_minor = sum(&mut self.expenses.iter().map(|row| row.amount_minor));
        Totals {
            members: self.members.len(),
            capital_minor,
            loans: self.loans.len(),
            lent_minor,
            repayments: self.repayments.len(),
            collected_minor,
            expenses_minor,
            owed_minor: self.owed(),
            cash_minor: capital_minor - surplus - lent_minor + collected_minor - expenses_minor,
        }
    }

    fn owed(&self) -> i64 {
        let paid = self.paid();
        self.loans.iter().map(|loan| self.owed_of(loan, &paid)).sum()
    }

    /// The principal of a loan that is still owed after its last payment.
    pub fn owed_of(&self, loan: &LoanRow, paid: &Paid<'_>) -> i64 {
        let events = paid.of(loan.number);
        if events.is_empty() {
            return loan.terms.principal;
        }
        let Ok(schedule) = build(&loan.terms) else { return loan.terms.principal };
        let contract = Contract { terms: loan.terms.clone(), schedule, rules: self.loan_rules() };
        let as_of = events.iter().map(|event| event.on).max().unwrap_or(loan.terms.disbursed_on);
        replay(&contract, &events, as_of).map_or(loan.terms.principal, |position| position.unpaid_principal())
    }
}

/// Reads a register from its files.
///
/// # Errors
/// As [`sheets`]. Anything wrong inside is a fault of the register.
pub fn read(files: &[File]) -> Result<Register, Refusal> {
    read_with(files, &Choices::default())
}

/// Reads a register with the user's answers about it.
///
/// # Errors
/// As [`read`].
pub fn read_with(files: &[File], choices: &Choices) -> Result<Register, Refusal> {
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(&file.bytes);
    }
    let mut register = Reading::of(sheets(files)?, choices).register(names_of(files), hex::encode(hasher.finalize()));
    register.confirmed = choices.confirmed;
    register.answers = choices.to_keep();
    checks::together(&mut register);
    // A register with faults lacks rows: its sums and comparisons are checked once it has none.
    if register.faults.is_empty() {
        let (compared, differences) = balances::compare(&register);
        register.balances = compared;
        register.add_asks(differences);
        let found = doubts::find(&register);
        register.add_asks(found);
    }
    Ok(register)
}

/// The names of the files, up to the length that is stored.
fn names_of(files: &[File]) -> String {
    let name = |file: &File| Note::parse(&file.name.chars().take(60).collect::<String>()).unwrap_or_default().to_string();
    files.iter().take(5).map(name).collect::<Vec<_>>().join(", ")
}
