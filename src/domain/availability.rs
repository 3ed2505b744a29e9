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

/// The part of each age bucket that is repaid, in ppm, in the order of [`Bucket::ALL`].
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

/// One column of the forecast for the next cycle. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
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
    /// Without any repayment or pledge.
    pub firm: Column,
    /// By the fund's own recovery rates.
    pub expected: Column,
    /// With every repayment and pledge.
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

/// What a fund holds, owes and has committed. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    pub cash: i64,
    pub bank: i64,
    pub capital: i64,
    pub reserve_ppm: i64,
    pub reserve_fixed: i64,
    pub member_credit: i64,
    pub producer_advances: i64,
    pub programme_funds_held: i64,
    pub payables: i64,
    /// Recoverable capital owed back by the next cycle's start.
    pub recoverable_capital: i64,
    pub committed: i64,
}

/// Capital available now, line by line. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnHand {
    pub reserve: i64,
    pub owed: i64,
    pub committed: i64,
    /// May be negative, and is shown so.
    pub available_now: i64,
}

impl Holdings {
    /// # Errors
    /// `amount-too-large` when a line leaves the bounds of an amount.
    pub fn on_hand(&self) -> Result<OnHand, Refusal> {
        let reserve = self.reserve()?;
        let owed = total([self.member_credit, self.producer_advances, self.programme_funds_held, self.payables, self.recoverable_capital])?;
        let available_now = total([self.cash, self.bank, -reserve, -owed, -self.committed])?;
        Ok(OnHand { reserve, owed, committed: self.committed, available_now })
    }

    /// The reserve required: a share of the capital, floored, or a fixed sum; the larger of the two.
    fn reserve(&self) -> Result<i64, Refusal> {
        Ok(bounded(i128::from(self.capital) * i128::from(self.reserve_ppm) / i128::from(WHOLE_PPM))?.max(self.reserve_fixed))
    }
}

/// Principal and interest that installments bring up to the next cycle's start. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipts {
    pub principal_due: i64,
    pub interest_due: i64,
    pub overdue_principal: i64,
    pub overdue_interest: i64,
}

impl Receipts {
    pub fn total(&self) -> i64 {
        let each = [self.principal_due, self.interest_due, self.overdue_principal, self.overdue_interest];
        each.into_iter().fold(0, i64::saturating_add)
    }

    /// Adds what one or more installments bring.
    pub fn add(&mut self, overdue: bool, principal: i64, interest: i64) {
        let (of_principal, of_interest) =
            if overdue { (&mut self.overdue_principal, &mut self.overdue_interest) } else { (&mut self.principal_due, &mut self.interest_due) };
        *of_principal = of_principal.saturating_add(principal);
        *of_interest = of_interest.saturating_add(interest);
    }
}

impl OnHand {
    /// The three columns of the next cycle. Pledges and planned expenses count up to the cycle's start.
    ///
    /// # Errors
    /// `amount-too-large` when a line leaves the bounds of an amount.
    pub fn next_cycle(&self, expected: Receipts, full: Receipts, pledged: i64, planned_expenses: i64) -> Result<NextCycle, Refusal> {
        let column = |receipts: Receipts, pledged: i64| {
            let Receipts { principal_due, interest_due, overdue_principal, overdue_interest } = receipts;
            let coming = [principal_due, interest_due, overdue_principal, overdue_interest, pledged, -planned_expenses];
            for line in coming {
                bounded(i128::from(line))?;
            }
            let available = total(coming.into_iter().chain([self.available_now]))?;
            Ok(Column { principal_due, interest_due, overdue_principal, overdue_interest, pledged, planned_expenses, available })
        };
        Ok(NextCycle { firm: column(Receipts::default(), 0)?, expected: column(expected, pledged)?, full: column(full, pledged)? })
    }
}

impl Facts {
    /// # Errors
    /// `amount-too-large` when a line leaves the bounds of an amount.
    pub fn availability(&self) -> Result<Availability, Refusal> {
        let by_then = |dated: &&Dated| dated.0 <= self.next_cycle_starts;
        let on_hand = self.holdings()?.on_hand()?;
        let planned_expenses = total(self.planned_expenses.iter().filter(by_then).map(|dated| dated.1))?;
        let pledged = total(self.pledges.iter().filter(by_then).map(|dated| dated.1))?;
        let expected = self.receipts(self.recovery)?;
        let next_cycle = on_hand.next_cycle(expected, self.receipts(RecoveryRates([WHOLE_PPM; 6]))?, pledged, planned_expenses)?;
        let OnHand { reserve, owed, committed, available_now } = on_hand;
        Ok(Availability { reserve, owed, committed, available_now, next_cycle })
    }

    fn holdings(&self) -> Result<Holdings, Refusal> {
        let by_then = |dated: &&Dated| dated.0 <= self.next_cycle_starts;
        Ok(Holdings {
            cash: self.cash,
            bank: self.bank,
            capital: self.capital,
            reserve_ppm: self.reserve_ppm,
            reserve_fixed: self.reserve_fixed,
            member_credit: self.owed.member_credit,
            producer_advances: self.owed.producer_advances,
            programme_funds_held: self.owed.programme_funds_held,
            payables: self.owed.payables,
            recoverable_capital: total(self.owed.recoverable_capital.iter().filter(by_then).map(|dated| dated.1))?,
            committed: total(self.commitments.iter().copied())?,
        })
    }

    /// What installments bring up to the next cycle's start.
    pub fn receipts(&self, recovery: RecoveryRates) -> Result<Receipts, Refusal> {
        receipts(&self.unpaid_installments, (self.at, self.next_cycle_starts), &recovery, self.interest_kept_ppm)
    }
}

/// What installments due between two days bring. Each is floored once for principal and once for interest.
///
/// # Errors
/// `amount-too-large`.
pub fn receipts(
    installments: &[Unpaid],
    (at, until): (NaiveDate, NaiveDate),
    recovery: &RecoveryRates,
    interest_kept_ppm: i64,
) -> Result<Receipts, Refusal> {
    let mut receipts = Receipts::default();
    for unpaid in installments.iter().filter(|unpaid| unpaid.due_on <= until) {
        let bucket = Bucket::of(unpaid.due_on, at);
        let rate = i128::from(recovery.of(bucket));
        let whole = i128::from(WHOLE_PPM);
        let principal = bounded(i128::from(unpaid.principal) * rate / whole)?;
        let interest = bounded(i128::from(unpaid.interest) * rate * i128::from(interest_kept_ppm) / (whole * whole))?;
        receipts.add(bucket != Bucket::NotDue, principal, interest);
    }
    Ok(receipts)
}

fn total(amounts: impl IntoIterator<Item = i64>) -> Result<i64, Refusal> {
    bounded(amounts.into_iter().map(i128::from).sum())
}
