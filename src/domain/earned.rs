//! How a loan's interest is earned as days pass: by the schedule in force and by the reliefs before it (spec §§4.3–4.4).

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::amount::round_half_away;
use super::calendar::{Period, days};
use super::interest::bounded;
use super::position::InstallmentPosition;
use super::refusal::Refusal;
use super::replay::Contract;
use super::schedule::{Installment, Method, Terms, build};

/// The terms in force, and how the interest of their installments is earned. A relief replaces every open installment, so all
/// open ones belong to one schedule.
#[derive(Clone, Debug)]
pub(super) struct InForce<'a> {
    pub terms: Cow<'a, Terms>,
    schedule: Cow<'a, [Installment]>,
    /// Whether `flat` interest is earned by the days passed instead of from the start.
    flat_rebate: bool,
    /// Interest already earned under the earlier terms, asked with the first installment. Minor units.
    carried_interest: i64,
    shifts: Vec<Shifted>,
    /// The index of its first installment in the position. Those before it are closed.
    first: usize,
}

/// Installments that were moved together.
#[derive(Clone, Debug)]
pub(super) struct Shifted {
    pub moved: Vec<Moved>,
    pub delay: Delay,
    pub by_days: bool,
}

/// One moved installment: its index before the shift, and the interest already paid on it. Minor units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    pub of: usize,
    pub paid_interest: i64,
}

/// Interest for the delay, earned by calendar days from the first moved installment's old due date to its new one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delay {
    pub interest: i64,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Delay {
    fn earned(&self, on: NaiveDate) -> i64 {
        let whole = days(self.from, self.to).max(1);
        let run = days(self.from, on).clamp(0, whole);
        // The result is at most the interest itself, which fits.
        i64::try_from(round_half_away(i128::from(self.interest) * i128::from(run), i128::from(whole))).unwrap_or(self.interest)
    }
}

impl<'a> InForce<'a> {
    /// The terms as first agreed.
    pub fn agreed(contract: &'a Contract) -> Self {
        Self {
            terms: Cow::Borrowed(&contract.terms),
            schedule: Cow::Borrowed(&contract.schedule),
            flat_rebate: contract.rules.flat_rebate,
            carried_interest: 0,
            shifts: Vec::new(),
            first: 0,
        }
    }

    /// New terms from the day they begin. A new `flat` schedule has no rebate.
    pub fn renewed(terms: Terms, schedule: Vec<Installment>, carried_interest: i64) -> Self {
        let (terms, schedule) = (Cow::Owned(terms), Cow::Owned(schedule));
        Self { terms, schedule, flat_rebate: false, carried_interest, shifts: Vec::new(), first: 0 }
    }

    /// Keeps the terms and moves the open installments to later dates.
    pub fn shift(&mut self, shifted: Shifted) {
        self.shifts.push(shifted);
    }

    /// Sets where in the position its installments begin.
    pub fn stands_from(&mut self, first: usize) {
        self.first = first;
    }

    /// The position's installments that belong to these terms.
    pub fn standing<'p>(&self, installments: &'p [InstallmentPosition]) -> &'p [InstallmentPosition] {
        installments.get(self.first..).unwrap_or_default()
    }

    /// The day of the month that installments keep when they move by months. None where each keeps its own.
    pub fn day_of_month(&self) -> Option<u32> {
        let by_months = self.terms.unit == Period::Month && self.terms.method != Method::Custom;
        (by_months && !self.shifts.iter().any(|shifted| shifted.by_days)).then(|| self.terms.first_due_on.day())
    }

    /// The interest that each installment of a position asks once only the part earned at `on` counts. Interest already paid
    /// stays paid: an advance payment counts towards what is earned on the whole loan.
    pub fn asked(&self, installments: &[InstallmentPosition], on: NaiveDate) -> Result<Vec<i64>, Refusal> {
        let closed = installments.iter().take(self.first).map(|installment| installment.interest);
        let earned = self.earned(on)?;
        let owed = |(installment, earned): (&InstallmentPosition, i64)| installment.interest.min(earned.max(installment.paid_interest));
        Ok(closed.chain(self.standing(installments).iter().zip(earned).map(owed)).collect())
    }

    /// The part of each current installment's interest that is earned at `on`. After a shift, scheduled interest is still
    /// earned by the old dates, and interest already paid on the old installment counts first.
    fn earned(&self, on: NaiveDate) -> Result<Vec<i64>, Refusal> {
        let mut earned = if self.terms.method == Method::Flat { self.earned_flat(on)? } else { self.earned_by_period(on)? };
        if let Some(first) = earned.first_mut() {
            *first += self.carried_interest;
        }
        for shifted in &self.shifts {
            let left = |moved: &Moved| (earned.get(moved.of).copied().unwrap_or_default() - moved.paid_interest).max(0);
            let mut after: Vec<i64> = shifted.moved.iter().map(left).collect();
            if let Some(first) = after.first_mut() {
                *first += shifted.delay.earned(on);
            }
            earned = after;
        }
        Ok(earned)
    }

    /// Past periods are earned whole; the running one by its days on its scheduled balance; later ones not at all.
    fn earned_by_period(&self, on: NaiveDate) -> Result<Vec<i64>, Refusal> {
        let terms = &self.terms;
        let mut undeferred = Terms::clone(terms);
        undeferred.grace_interest = 0;
        let periods = build(&undeferred)?;
        let carrier = terms.grace_interest as usize;
        let mut earned = vec![0; periods.len()];
        let mut from = terms.disbursed_on;
        let mut balance = terms.principal;
        for (k, period) in periods.iter().enumerate() {
            let part = if period.due_on <= on {
                period.interest
            } else if from < on {
                terms.factor_of_days(from, on).on(balance)?.min(period.interest)
            } else {
                0
            };
            // Interest in grace is carried by the first installment after it.
            earned[k.max(carrier)] += part;
            from = period.due_on;
            balance -= period.principal;
        }
        Ok(earned)
    }

    /// `flat` interest is earned from the start. Where the rules grant a rebate, it is earned by the days passed of the whole
    /// term.
    fn earned_flat(&self, on: NaiveDate) -> Result<Vec<i64>, Refusal> {
        let total: i64 = self.schedule.iter().map(|installment| installment.interest).sum();
        let mut earned = total;
        if let Some(last) = self.schedule.last().filter(|last| self.flat_rebate && on < last.due_on) {
            let began_on = self.terms.disbursed_on;
            let whole = i128::from(days(began_on, last.due_on).max(1));
            earned = bounded(round_half_away(i128::from(total) * i128::from(days(began_on, on).max(0)), whole))?;
        }
        let mut parts = Vec::with_capacity(self.schedule.len());
        for installment in self.schedule.iter() {
            let past = installment.due_on <= on;
            let part = if past { installment.interest } else { installment.interest.min(earned) };
            earned = (earned - part).max(0);
            parts.push(part);
        }
        Ok(parts)
    }
}
