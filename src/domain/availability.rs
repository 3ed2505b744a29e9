//! Capital available now and for the next cycle, line by line (spec §6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::arrears::Bucket;
use super::interest::bounded;
use super::rate::WHOLE_PPM;
use super::refusal::Refusal;

/// An amount with the date it is expected on. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated(pub NaiveDate, pub i64);

/// What is still owed of one installment. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unpaid {
    pub due_on: NaiveDate,
    pub principal: i64,
    pub interest: i64,
}

/// What the fund owes from the money it holds. Minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Owed {
    pub member_credit: i64,
    pub producer_advances: i64,
    pub programme_funds_held: i64,
    pub payables: i64,
    pub recoverable_capital: Vec<Dated>,
}

/// The part of each age bucket that comes back, in ppm, in the order of [`Bucket::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryRates(pub [i64; 6]);

impl RecoveryRates {
    pub fn of(&self, bucket: Bucket) -> i64 {
        self.0[bucket as usize]
    }
}

#[derive(Clone, Debug)]
pub struct Facts {
    pub at: NaiveDate,
    pub next_cycle_starts: NaiveDate,
    pub cash: i64,
    pub bank: i64,
    pub capital: i64,
    pub reserve_ppm: i64,
    pub reserve_fixed: i64,
    pub owed: Owed,
    pub commitments: Vec<i64>,
    pub unpaid_installments: Vec<Unpaid>,
    pub recovery: RecoveryRates,
    pub interest_kept_ppm: i64,
    pub pledges: Vec<Dated>,
    pub planned_expenses: Vec<Dated>,
}

/// One column of what the next cycle can count on. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    pub principal_due: i64,
    pub interest_due: i64,
    pub overdue_principal: i64,
    pub overdue_interest: i64,
    pub pledged: i64,
    pub planned_expenses: i64,
    pub available: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NextCycle {
    /// Counts no receipt and no pledge.
    pub firm: Column,
    /// By the fund's own recovery rates.
    pub expected: Column,
    /// Everything comes back.
    pub full: Column,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Availability {
    pub reserve: i64,
    pub owed: i64,
    pub committed: i64,
    /// May be negative, and is shown so.
    pub available_now: i64,
    pub next_cycle: NextCycle,
}

impl Facts {
    /// # Errors
    /// `amount-too-large` when a line leaves the bounds of an amount.
    pub fn availability(&self) -> Result<Availability, Refusal> {
        let reserve = self.reserve()?;
        let by_then = |dated: &&Dated| dated.0 <= self.next_cycle_starts;
        let recoverable = total(self.owed.recoverable_capital.iter().filter(by_then).map(|dated| dated.1))?;
        let owed = total([self.owed.member_credit, self.owed.producer_advances, self.owed.programme_funds_held, self.owed.payables, recoverable])?;
        let committed = total(self.commitments.iter().copied())?;
        let available_now = total([self.cash, self.bank, -reserve, -owed, -committed])?;

        let planned_expenses = total(self.planned_expenses.iter().filter(by_then).map(|dated| dated.1))?;
        let pledged = total(self.pledges.iter().filter(by_then).map(|dated| dated.1))?;
        let column = |recovery: RecoveryRates, pledged: i64| {
            let mut column = Column { pledged, planned_expenses, ..self.receipts(recovery)? };
            column.available = total([
                available_now,
                column.principal_due,
                column.interest_due,
                column.overdue_principal,
                column.overdue_interest,
                column.pledged,
                -planned_expenses,
            ])?;
            Ok(column)
        };
        let next_cycle = NextCycle {
            firm: column(RecoveryRates([0; 6]), 0)?,
            expected: column(self.recovery, pledged)?,
            full: column(RecoveryRates([WHOLE_PPM; 6]), pledged)?,
        };
        Ok(Availability { reserve, owed, committed, available_now, next_cycle })
    }

    /// A share of the capital, floored, or a fixed sum: the larger.
    fn reserve(&self) -> Result<i64, Refusal> {
        Ok(bounded(i128::from(self.capital) * i128::from(self.reserve_ppm) / i128::from(WHOLE_PPM))?.max(self.reserve_fixed))
    }

    /// What installments bring up to the next cycle's start, each floored once for principal and once for interest.
    fn receipts(&self, recovery: RecoveryRates) -> Result<Column, Refusal> {
        let mut column = Column::default();
        for unpaid in self.unpaid_installments.iter().filter(|unpaid| unpaid.due_on <= self.next_cycle_starts) {
            let bucket = Bucket::of(unpaid.due_on, self.at);
            let rate = i128::from(recovery.of(bucket));
            let whole = i128::from(WHOLE_PPM);
            let principal = bounded(i128::from(unpaid.principal) * rate / whole)?;
            let interest = bounded(i128::from(unpaid.interest) * rate * i128::from(self.interest_kept_ppm) / (whole * whole))?;
            let (principal_line, interest_line) = match bucket {
                Bucket::NotDue => (&mut column.principal_due, &mut column.interest_due),
                _ => (&mut column.overdue_principal, &mut column.overdue_interest),
            };
            *principal_line = total([*principal_line, principal])?;
            *interest_line = total([*interest_line, interest])?;
        }
        Ok(column)
    }
}

fn total(amounts: impl IntoIterator<Item = i64>) -> Result<i64, Refusal> {
    bounded(amounts.into_iter().map(i128::from).sum())
}
