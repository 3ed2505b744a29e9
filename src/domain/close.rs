//! Closing months and cycles, and sharing a cycle's surplus (spec §§5, 9).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::amount::Unit;
use super::availability::Column;
use super::calendar::add_months;
use super::codes::codes;
use super::ledger::{Account, Group, Posting, SourceKind};
use super::refusal::{Fact, Refusal};

codes! {
    pub enum PeriodKind {
        Month = "month",
        Cycle = "cycle",
    }

    /// The basis on which members share a surplus.
    pub enum ShareBasis {
        Equally = "equally",
        Contributions = "contributions",
        Interest = "interest",
    }
}

/// Balances by account, in minor units; debits above zero.
pub type Balances = BTreeMap<Account, i64>;

/// The postings that move a cycle's result into the retained surplus. Every account of income and expense is then zero.
pub fn closing_postings(balances: &Balances) -> Vec<Posting> {
    let results: Vec<_> = balances.iter().filter(|(account, minor)| is_result(**account) && **minor != 0).collect();
    let sum: i64 = results.iter().map(|(_, minor)| **minor).sum();
    let mut postings: Vec<Posting> = results.iter().map(|(account, minor)| Posting { account: **account, amount_minor: -**minor }).collect();
    postings.push(Posting { account: Account::RetainedSurplus, amount_minor: sum });
    postings
}

/// Income less expense, before the provision. Minor units.
pub fn result(balances: &Balances) -> i64 {
    -balances.iter().filter(|(account, _)| is_result(**account)).map(|(_, minor)| minor).sum::<i64>()
}

fn is_result(account: Account) -> bool {
    matches!(account.group(), Group::Income | Group::Expenses)
}

/// The month to close next: the one after the last closed month, or the month of the first entry.
pub fn month_after(closed_through: Option<NaiveDate>, first_entry_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let starts_on = closed_through.and_then(|on| on.succ_opt()).unwrap_or_else(|| first_entry_on.with_day(1).unwrap_or(first_entry_on));
    let first = starts_on.with_day(1).unwrap_or(starts_on);
    (starts_on, add_months(first, 1).pred_opt().unwrap_or(first))
}

/// How much of a surplus goes where, as the assembly decided. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SurplusSplit {
    pub to_loss_reserve_minor: i64,
    pub to_education_minor: i64,
    pub to_solidarity_minor: i64,
    pub to_members_minor: i64,
}

impl SurplusSplit {
    /// The part of the surplus that goes to the capital: what the other parts leave.
    ///
    /// # Errors
    /// `split-negative`; `surplus-none`; `split-over` with the surplus and the amount beyond it.
    pub fn to_capital(&self, surplus_minor: i64, unit: Unit) -> Result<i64, Refusal> {
        let parts = [self.to_loss_reserve_minor, self.to_education_minor, self.to_solidarity_minor, self.to_members_minor];
        if parts.iter().any(|minor| *minor < 0) {
            return Err(Refusal::invalid("to_members", "split-negative"));
        }
        if surplus_minor <= 0 {
            return Err(Refusal::conflict("surplus-none").with("surplus", Fact::Money(surplus_minor, unit)));
        }
        let decided: i128 = parts.iter().map(|minor| i128::from(*minor)).sum();
        let left = i128::from(surplus_minor) - decided;
        i64::try_from(left).ok().filter(|left| *left >= 0).ok_or_else(|| {
            let over = i64::try_from(-left).unwrap_or(i64::MAX);
            Refusal::invalid("to_members", "split-over").with("surplus", Fact::Money(surplus_minor, unit)).with("over", Fact::Money(over, unit))
        })
    }

    /// The postings of the decision: out of the retained surplus, into capital, reserves and what the fund owes members.
    pub fn postings(&self, to_capital_minor: i64) -> Vec<Posting> {
        let posting = |account, amount_minor| Posting { account, amount_minor };
        let decided = self.to_loss_reserve_minor + self.to_education_minor + self.to_solidarity_minor + self.to_members_minor;
        vec![
            posting(Account::RetainedSurplus, decided + to_capital_minor),
            posting(Account::CapitalisedSurplus, -to_capital_minor),
            posting(Account::LossReserve, -self.to_loss_reserve_minor),
            posting(Account::EducationReserve, -self.to_education_minor),
            posting(Account::SolidarityReserve, -self.to_solidarity_minor),
            posting(Account::MemberCredit, -self.to_members_minor),
        ]
    }
}

/// Amounts moved in a cycle. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Flows {
    pub lent: i64,
    /// Principal repaid.
    pub recovered: i64,
    pub interest: i64,
    pub late_fees: i64,
    /// Other income, recoveries on written-off loans included.
    pub other_income: i64,
    /// Recoveries on written-off loans. Cycles closed before these were kept apart have 0.
    #[serde(default)]
    pub recoveries: i64,
    pub expenses: i64,
    /// Losses on loans.
    pub lost: i64,
    /// Cash over (above zero) or short (below zero), and rounding.
    pub differences: i64,
    pub capital_received: i64,
    pub capital_returned: i64,
}

impl Flows {
    /// Adds up what each account moved by kind of record.
    pub fn of(moved: &[(Account, SourceKind, i64)]) -> Self {
        let sum = |account: Account, of: &dyn Fn(SourceKind) -> bool| -> i64 {
            moved.iter().filter(|(moved, kind, _)| *moved == account && of(*kind)).map(|(_, _, minor)| minor).sum()
        };
        let any = |_: SourceKind| true;
        let capital = |of: &dyn Fn(SourceKind) -> bool| -> i64 {
            [Account::DonatedCapital, Account::MemberCapital, Account::RecoverableCapital].into_iter().map(|account| sum(account, of)).sum()
        };
        Self {
            lent: sum(Account::LoansReceivable, &SourceKind::lends),
            recovered: -sum(Account::LoansReceivable, &SourceKind::repays),
            interest: -sum(Account::InterestIncome, &any),
            late_fees: -sum(Account::LateFeeIncome, &any),
            other_income: -sum(Account::Recoveries, &any) - sum(Account::OtherIncome, &any),
            recoveries: -sum(Account::Recoveries, &any),
            expenses: sum(Account::OperatingExpense, &any) + sum(Account::ProgrammeSubsidy, &any),
            lost: sum(Account::LoanLosses, &any),
            differences: -sum(Account::CashOverShort, &any) - sum(Account::Rounding, &any),
            capital_received: -capital(&|kind| !kind.returns_capital()),
            capital_returned: capital(&SourceKind::returns_capital),
        }
    }

    /// Income less expense.
    pub fn result(&self) -> i64 {
        self.interest + self.late_fees + self.other_income + self.differences - self.expenses - self.lost
    }
}

/// A count, and its total in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tally {
    pub count: i64,
    pub minor: i64,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.count += other.count;
        self.minor += other.minor;
    }
}

/// Borrowers and late borrowers, by women and men.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct People {
    pub loans: i64,
    pub women: i64,
    pub men: i64,
    /// Overdue principal of women's loans, and of men's.
    pub late_women: Tally,
    pub late_men: Tally,
    /// Late by up to a month, by up to three months, and by more.
    pub late: [Tally; 3],
}

/// The forecast made on a day for the next cycle. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Foreseen {
    pub on: NaiveDate,
    pub firm: Column,
    pub expected: Column,
    pub full: Column,
}

/// What a cycle opened with, what happened in it and what it closed with. It is stored when the cycle is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Statement {
    pub starts_on: NaiveDate,
    /// The last day that the statement covers.
    pub as_of: NaiveDate,
    #[schema(value_type = std::collections::BTreeMap<String, i64>)]
    pub opened: Balances,
    #[schema(value_type = std::collections::BTreeMap<String, i64>)]
    pub ended: Balances,
    /// Balances after the result moved into the retained surplus. The next cycle opens with them.
    #[schema(value_type = std::collections::BTreeMap<String, i64>)]
    pub carried: Balances,
    pub flows: Flows,
    pub people: People,
    pub provision_before_minor: i64,
    pub provision_minor: i64,
    /// Income less expense less the increase of the provision.
    pub surplus_minor: i64,
    pub available_minor: i64,
    pub foreseen: Option<Foreseen>,
    /// The forecast that the cycle before made for this one.
    pub foreseen_before: Option<Foreseen>,
}

impl Statement {
    pub fn opened_with(&self, account: Account) -> i64 {
        self.opened.get(&account).copied().unwrap_or(0)
    }

    /// Capital of every kind at the start, and the surplus retained.
    pub fn opening_capital(&self) -> i64 {
        -Account::CAPITAL.into_iter().chain([Account::RetainedSurplus]).map(|account| self.opened_with(account)).sum::<i64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn closing_leaves_nothing_in_income_and_expense() {
        let mut balances: Balances = BTreeMap::from([
            (Account::Cash, 12_345),
            (Account::DonatedCapital, -10_000),
            (Account::InterestIncome, -3_000),
            (Account::OperatingExpense, 600),
            (Account::Rounding, 55),
        ]);
        assert_eq!(result(&balances), 2_345);
        let postings = closing_postings(&balances);
        assert_eq!(postings.iter().map(|posting| posting.amount_minor).sum::<i64>(), 0);
        for posting in postings {
            *balances.entry(posting.account).or_default() += posting.amount_minor;
        }
        assert_eq!((result(&balances), balances[&Account::RetainedSurplus]), (0, -2_345));
    }

    #[test]
    fn the_lines_of_a_result_add_up_to_it_whatever_account_moved() {
        for account in Account::ALL {
            let flows = Flows::of(&[(account, SourceKind::Expense, 700)]);
            assert_eq!(flows.result(), result(&BTreeMap::from([(account, 700)])), "{account:?}");
        }
    }

    #[test]
    fn months_follow_each_other_from_the_first_entry() {
        assert_eq!(month_after(None, day("2025-08-09")), (day("2025-08-01"), day("2025-08-31")));
        assert_eq!(month_after(Some(day("2025-08-31")), day("2025-08-09")), (day("2025-09-01"), day("2025-09-30")));
        assert_eq!(month_after(Some(day("2026-01-31")), day("2025-08-09")), (day("2026-02-01"), day("2026-02-28")));
        assert_eq!(month_after(Some(day("2026-02-10")), day("2025-08-09")), (day("2026-02-11"), day("2026-02-28")));
    }

    #[test]
    fn a_split_is_never_more_than_there_is_and_the_rest_is_capital() {
        let split = SurplusSplit { to_loss_reserve_minor: 18_248, to_members_minor: 36_380, ..SurplusSplit::default() };
        assert_eq!(split.to_capital(91_240, Unit::Pen), Ok(36_612));
        assert_eq!(split.postings(36_612).iter().map(|posting| posting.amount_minor).sum::<i64>(), 0);
        assert_eq!(split.to_capital(54_627, Unit::Pen).unwrap_err().code, "split-over");
        assert_eq!(split.to_capital(0, Unit::Pen).unwrap_err().code, "surplus-none");
        let taken = SurplusSplit { to_education_minor: -1, to_members_minor: 1, ..SurplusSplit::default() };
        assert_eq!(taken.to_capital(10, Unit::Pen).unwrap_err().code, "split-negative");
    }
}
