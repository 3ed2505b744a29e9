//! Indicators of a portfolio (spec §7), from the unpaid parts of each loan's installments. Each is a fraction, shown with
//! both of its parts.

use chrono::NaiveDate;

use super::arrears::{Bucket, at_risk};
use super::availability::Unpaid;
use super::interest::bounded;
use super::rate::WHOLE_PPM;
use super::refusal::Refusal;

/// Days late beyond which a loan counts in the portfolio at risk. The first, 0, counts every late loan.
pub const AT_RISK_DAYS: [i64; 5] = [0, 30, 60, 90, 180];

/// The provision for each age bucket, in ppm, in the order of [`Bucket::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvisionRates(pub [i64; 6]);

impl Default for ProvisionRates {
    fn default() -> Self {
        Self([0, 100_000, 250_000, 500_000, 750_000, 1_000_000])
    }
}

impl ProvisionRates {
    /// What is set aside of unpaid principal by age, each bucket rounded up. Minor units, in the order of [`Bucket::ALL`].
    ///
    /// # Errors
    /// `amount-too-large`.
    pub fn of(&self, aged: &[i64; 6]) -> Result<[i64; 6], Refusal> {
        let whole = i128::from(WHOLE_PPM);
        let mut up = [0_i128; 6];
        for (up, (unpaid, ppm)) in up.iter_mut().zip(aged.iter().zip(self.0)) {
            *up = (i128::from(*unpaid) * i128::from(ppm) + whole - 1).div_euclid(whole);
        }
        each(up)
    }
}

/// A share of something, kept as its two parts. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    pub part: i64,
    pub whole: i64,
}

/// A portfolio on a day, without written-off loans. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    pub unpaid_principal: i64,
    pub overdue_principal: i64,
    /// Unpaid principal of loans later than each of [`AT_RISK_DAYS`].
    pub at_risk: [i64; 5],
    /// Unpaid principal by the bucket of each loan's oldest unpaid due date, in the order of [`Bucket::ALL`].
    pub aged: [i64; 6],
}

impl Portfolio {
    /// # Errors
    /// `amount-too-large`.
    pub fn of(loans: &[Vec<Unpaid>], at: NaiveDate) -> Result<Self, Refusal> {
        let (mut unpaid, mut overdue, mut risky, mut aged) = (0_i128, 0_i128, [0_i128; 5], [0_i128; 6]);
        for installments in loans {
            let principal: i128 = installments.iter().map(|installment| i128::from(installment.principal)).sum();
            let late = installments.iter().filter(|installment| installment.due_on < at);
            overdue += late.map(|installment| i128::from(installment.principal)).sum::<i128>();
            unpaid += principal;
            let open = installments.iter().filter(|installment| installment.principal > 0 || installment.interest > 0);
            let oldest = open.map(|installment| installment.due_on).min();
            for (sum, more_than) in risky.iter_mut().zip(AT_RISK_DAYS) {
                *sum += if at_risk(oldest, at, more_than) { principal } else { 0 };
            }
            aged[oldest.map_or(Bucket::NotDue, |due_on| Bucket::of(due_on, at)) as usize] += principal;
        }
        Ok(Self { unpaid_principal: bounded(unpaid)?, overdue_principal: bounded(overdue)?, at_risk: each(risky)?, aged: each(aged)? })
    }

    /// The provision for losses: each bucket rounded up.
    ///
    /// # Errors
    /// `amount-too-large`.
    pub fn provision(&self, rates: &ProvisionRates) -> Result<i64, Refusal> {
        bounded(self.provisions(rates)?.into_iter().map(i128::from).sum())
    }

    /// The provision by bucket, in the order of [`Bucket::ALL`].
    ///
    /// # Errors
    /// `amount-too-large`.
    pub fn provisions(&self, rates: &ProvisionRates) -> Result<[i64; 6], Refusal> {
        rates.of(&self.aged)
    }

    /// Overdue principal over unpaid principal.
    pub fn arrears(&self) -> Fraction {
        Fraction { part: self.overdue_principal, whole: self.unpaid_principal }
    }

    /// The share of the fund's capital that is lent or committed.
    ///
    /// # Errors
    /// `amount-too-large`.
    pub fn utilisation(&self, committed: i64, capital: i64) -> Result<Fraction, Refusal> {
        Ok(Fraction { part: bounded(i128::from(self.unpaid_principal) + i128::from(committed))?, whole: capital })
    }
}

/// How many times the capital has been lent since the start.
pub fn rotations(disbursed_since_start: i64, capital: i64) -> Fraction {
    Fraction { part: disbursed_since_start, whole: capital }
}

fn each<const N: usize>(sums: [i128; N]) -> Result<[i64; N], Refusal> {
    let mut parts = [0; N];
    for (part, sum) in parts.iter_mut().zip(sums) {
        *part = bounded(sum)?;
    }
    Ok(parts)
}
