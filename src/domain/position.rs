//! A loan's position at a date: what each installment asks, what was paid of it, and what each event did (spec §4).

use chrono::NaiveDate;

use super::calendar::days;
use super::interest::of_days;
use super::refusal::Refusal;
use super::rules::{Component, LoanRules};
use super::schedule::Installment;

/// An amount by component. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
}

impl Parts {
    pub fn total(&self) -> i64 {
        self.late_fee + self.interest + self.principal
    }

    pub(super) fn add(&mut self, other: Self) {
        self.late_fee += other.late_fee;
        self.interest += other.interest;
        self.principal += other.principal;
    }
}

/// Where every minor unit of one payment went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The event's index in the replayed slice.
    pub event: usize,
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
    /// Money beyond the loan: owed back to the member.
    pub credit: i64,
    /// Interest not yet earned that this event forgave.
    pub forgiven: i64,
    /// What a cash payment left below the cash step: no longer asked for.
    pub rounding: Parts,
    /// Whether the loan was already written off, so that the money is a recovery.
    pub recovery: bool,
}

/// What a committee's decision took off a loan without money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remission {
    /// The event's index in the replayed slice.
    pub event: usize,
    pub parts: Parts,
}

/// How a relief changed the amounts that a loan asks. Principal never changes. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relieved {
    /// The event's index in the replayed slice.
    pub event: usize,
    /// Late fees charged and interest earned that are no longer asked.
    pub waived: Parts,
    /// Interest not earned. New terms ask interest by their own schedule instead.
    pub dropped_interest: i64,
    /// Interest asked from now on: for the delay, or by the new schedule.
    pub added_interest: i64,
}

/// One installment at the position's date. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallmentPosition {
    pub no: u32,
    pub due_on: NaiveDate,
    /// The due date before any relief.
    pub original_due_on: NaiveDate,
    pub principal: i64,
    /// The scheduled interest less what a settlement forgave.
    pub interest: i64,
    /// `paid_*` is what is no longer owed: received, rounded off, or forgiven as a small balance.
    pub paid_principal: i64,
    pub paid_interest: i64,
    pub late_fee: i64,
    pub paid_late_fee: i64,
    /// The day up to which late fees are charged, once the delay has passed the tolerance.
    charged_to: Option<NaiveDate>,
}

impl InstallmentPosition {
    pub fn at_start(installment: &Installment) -> Self {
        Self {
            no: installment.no,
            due_on: installment.due_on,
            original_due_on: installment.due_on,
            principal: installment.principal,
            interest: installment.interest,
            paid_principal: 0,
            paid_interest: 0,
            late_fee: 0,
            paid_late_fee: 0,
            charged_to: None,
        }
    }

    pub fn unpaid_principal(&self) -> i64 {
        self.principal - self.paid_principal
    }

    pub fn unpaid_interest(&self) -> i64 {
        self.interest - self.paid_interest
    }

    pub fn unpaid_late_fee(&self) -> i64 {
        self.late_fee - self.paid_late_fee
    }

    /// Whether principal or interest is still owed; a late fee alone does not keep an installment open.
    pub fn open(&self) -> bool {
        self.unpaid_principal() > 0 || self.unpaid_interest() > 0
    }

    pub fn unpaid(&self) -> i64 {
        self.unpaid_principal() + self.unpaid_interest() + self.unpaid_late_fee()
    }

    /// Reduces the installment to what was paid of it.
    pub(super) fn cut(self) -> Self {
        Self { late_fee: self.paid_late_fee, interest: self.paid_interest, principal: self.paid_principal, ..self }
    }

    /// Whether it asks anything, paid or not.
    pub(super) fn asks(&self) -> bool {
        self.late_fee + self.interest + self.principal > 0
    }

    /// Pays up to `money` of one component and says how much it took.
    pub fn pay(&mut self, component: Component, money: i64) -> i64 {
        let (unpaid, paid) = match component {
            Component::LateFee => (self.unpaid_late_fee(), &mut self.paid_late_fee),
            Component::Interest => (self.unpaid_interest(), &mut self.paid_interest),
            Component::Principal => (self.unpaid_principal(), &mut self.paid_principal),
        };
        let taken = money.min(unpaid);
        *paid += taken;
        taken
    }

    /// Closes it whole without money, and gives the parts that were unpaid.
    pub(super) fn close(&mut self) -> Parts {
        let rest = Parts { late_fee: self.unpaid_late_fee(), interest: self.unpaid_interest(), principal: self.unpaid_principal() };
        (self.paid_late_fee, self.paid_interest, self.paid_principal) = (self.late_fee, self.interest, self.principal);
        rest
    }

    /// Charges the late fee up to `on`: simple, on unpaid principal only. Nothing accrues until the delay passes the
    /// tolerance; then the first segment starts at the due date.
    pub(super) fn charge_late_fee(&mut self, rules: &LoanRules, on: NaiveDate) -> Result<(), Refusal> {
        if self.unpaid_principal() == 0 || rules.late_fee_ppm == 0 {
            return Ok(());
        }
        let from = match self.charged_to {
            Some(charged_to) => charged_to,
            None if days(self.due_on, on) > rules.tolerance_days => self.due_on,
            None => return Ok(()),
        };
        self.late_fee += of_days(rules.late_fee(), rules.late_fee_day_count, from, on).on(self.unpaid_principal())?;
        self.charged_to = Some(on);
        Ok(())
    }
}

/// A loan at a date. `unpaid_*` counts all installments, due or not; `overdue_*` those due before the date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub as_of: NaiveDate,
    pub installments: Vec<InstallmentPosition>,
    /// Installments that a relief left with nothing: no longer listed, though they were due before it.
    pub unlisted: Vec<InstallmentPosition>,
    /// In value-date order.
    pub splits: Vec<Split>,
    /// In the order they were taken.
    pub remissions: Vec<Remission>,
    /// In the order they were taken.
    pub reliefs: Vec<Relieved>,
    /// The day it was written off.
    pub written_off_on: Option<NaiveDate>,
    pub credit: i64,
}

impl Position {
    fn sum(&self, of: impl Fn(&InstallmentPosition) -> i64) -> i64 {
        self.installments.iter().map(of).sum()
    }

    fn overdue(&self) -> impl Iterator<Item = &InstallmentPosition> {
        self.installments.iter().filter(|installment| installment.due_on < self.as_of)
    }

    pub fn unpaid_principal(&self) -> i64 {
        self.sum(InstallmentPosition::unpaid_principal)
    }

    pub fn unpaid_interest(&self) -> i64 {
        self.sum(InstallmentPosition::unpaid_interest)
    }

    pub fn unpaid_late_fee(&self) -> i64 {
        self.sum(InstallmentPosition::unpaid_late_fee)
    }

    pub fn unpaid(&self) -> i64 {
        self.sum(InstallmentPosition::unpaid)
    }

    pub fn overdue_principal(&self) -> i64 {
        self.overdue().map(InstallmentPosition::unpaid_principal).sum()
    }

    pub fn overdue_interest(&self) -> i64 {
        self.overdue().map(InstallmentPosition::unpaid_interest).sum()
    }

    fn open(&self) -> impl Iterator<Item = &InstallmentPosition> {
        self.installments.iter().filter(|installment| installment.open())
    }

    pub fn oldest_unpaid_due_on(&self) -> Option<NaiveDate> {
        self.open().map(|installment| installment.due_on).min()
    }

    /// The oldest unpaid due date by the dates first agreed, before any relief.
    pub fn oldest_unpaid_original_due_on(&self) -> Option<NaiveDate> {
        self.open().map(|installment| installment.original_due_on).min()
    }

    pub fn days_late(&self) -> i64 {
        self.oldest_unpaid_due_on().map_or(0, |due_on| days(due_on, self.as_of).max(0))
    }

    pub fn days_late_by_original(&self) -> i64 {
        self.oldest_unpaid_original_due_on().map_or(0, |due_on| days(due_on, self.as_of).max(0))
    }

    /// The money received for a component while the loan was in the portfolio.
    pub fn paid(&self, component: Component) -> i64 {
        let of = |split: &Split| match component {
            Component::LateFee => split.late_fee,
            Component::Interest => split.interest,
            Component::Principal => split.principal,
        };
        self.splits.iter().filter(|split| !split.recovery).map(of).sum()
    }

    /// The money received after the loan was written off.
    pub fn recovered(&self) -> i64 {
        self.splits.iter().filter(|split| split.recovery).map(|split| split.late_fee + split.interest + split.principal).sum()
    }

    /// The unpaid principal in the books: none once the loan is written off.
    pub fn receivable(&self) -> i64 {
        if self.written_off_on.is_some() { 0 } else { self.unpaid_principal() }
    }

    /// What a decision took off the loan; for a relief, what it waived.
    pub fn remission_of(&self, event: usize) -> Option<Parts> {
        let remitted = self.remissions.iter().find(|remission| remission.event == event).map(|remission| remission.parts);
        remitted.or_else(|| self.relief_of(event).map(|relief| relief.waived))
    }

    pub fn relief_of(&self, event: usize) -> Option<Relieved> {
        self.reliefs.iter().copied().find(|relief| relief.event == event)
    }

    pub fn split_of(&self, event: usize) -> Option<Split> {
        self.splits.iter().copied().find(|split| split.event == event)
    }
}
