//! A loan is replayed, never patched: its position at a date is a pure function of its schedule, its rules and
//! its money events, taken in value-date order, then recording order (spec §4).

use chrono::NaiveDate;

use super::amount::positive;
use super::calendar::days;
pub use super::event::{Event, EventKind, Payment, PaymentKind};
use super::interest::of_days;
use super::payoff;
use super::refusal::{Fact, Refusal};
use super::rules::{Component, LoanRules};
use super::schedule::{Installment, Terms};

/// A loan as it is replayed: what was agreed and what falls due.
#[derive(Clone, Debug)]
pub struct Contract {
    pub terms: Terms,
    pub schedule: Vec<Installment>,
    pub rules: LoanRules,
}

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

    fn add(&mut self, other: Self) {
        self.late_fee += other.late_fee;
        self.interest += other.interest;
        self.principal += other.principal;
    }
}

/// Where every minor unit of one payment went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The event's place in the slice that was replayed.
    pub event: usize,
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
    /// Money beyond the loan: owed back to the member.
    pub credit: i64,
    /// Interest not yet earned that this event forgave.
    pub forgiven: i64,
    /// What a cash payment left below the cash step: not asked for, and no money.
    pub rounding: Parts,
}

/// What a decision of the committee took off a loan without money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remission {
    /// The event's place in the slice that was replayed.
    pub event: usize,
    pub parts: Parts,
}

/// One installment at the position's date. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallmentPosition {
    pub no: u32,
    pub due_on: NaiveDate,
    pub principal: i64,
    /// What is asked: the scheduled interest less what a settlement forgave.
    pub interest: i64,
    /// `paid_*` is what is no longer owed: received, or closed by rounding or by forgiving a small balance.
    pub paid_principal: i64,
    pub paid_interest: i64,
    pub late_fee: i64,
    pub paid_late_fee: i64,
    /// The day up to which late fees stand charged, once the delay has passed the tolerance.
    charged_to: Option<NaiveDate>,
}

impl InstallmentPosition {
    pub fn at_start(installment: &Installment) -> Self {
        Self {
            no: installment.no,
            due_on: installment.due_on,
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

    /// Closes it whole without money, and says what that was.
    fn close(&mut self) -> Parts {
        let rest = Parts { late_fee: self.unpaid_late_fee(), interest: self.unpaid_interest(), principal: self.unpaid_principal() };
        (self.paid_late_fee, self.paid_interest, self.paid_principal) = (self.late_fee, self.interest, self.principal);
        rest
    }

    /// Charges the late fee up to `on`: simple, on unpaid principal only. Nothing accrues until the delay passes the
    /// tolerance; then the first segment starts at the due date.
    fn charge_late_fee(&mut self, rules: &LoanRules, on: NaiveDate) -> Result<(), Refusal> {
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
    /// In value-date order.
    pub splits: Vec<Split>,
    /// In the order they were taken.
    pub remissions: Vec<Remission>,
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

    pub fn oldest_unpaid_due_on(&self) -> Option<NaiveDate> {
        self.installments.iter().find(|installment| installment.open()).map(|installment| installment.due_on)
    }

    pub fn days_late(&self) -> i64 {
        self.oldest_unpaid_due_on().map_or(0, |due_on| days(due_on, self.as_of).max(0))
    }

    /// The money received for a component.
    pub fn paid(&self, component: Component) -> i64 {
        let of = |split: &Split| match component {
            Component::LateFee => split.late_fee,
            Component::Interest => split.interest,
            Component::Principal => split.principal,
        };
        self.splits.iter().map(of).sum()
    }

    pub fn remission_of(&self, event: usize) -> Option<Parts> {
        self.remissions.iter().find(|remission| remission.event == event).map(|remission| remission.parts)
    }

    pub fn split_of(&self, event: usize) -> Option<Split> {
        self.splits.iter().copied().find(|split| split.event == event)
    }
}

/// Replays a loan's events up to and including `as_of`.
///
/// # Errors
/// `before-disbursement` for an event or a date before the loan began; `amount-not-positive` for an event without an amount.
pub fn replay(contract: &Contract, events: &[Event], as_of: NaiveDate) -> Result<Position, Refusal> {
    replay_watched(contract, events, as_of, |_, _| {})
}

/// The same, showing the installments after each event with its day.
///
/// # Errors
/// As [`replay`].
pub fn replay_watched(
    contract: &Contract,
    events: &[Event],
    as_of: NaiveDate,
    mut watch: impl FnMut(NaiveDate, &[InstallmentPosition]),
) -> Result<Position, Refusal> {
    let began_on = contract.terms.disbursed_on;
    let mut in_order = Vec::with_capacity(events.len());
    for (i, event) in events.iter().enumerate() {
        positive(event.amount_minor())?;
        if event.on < began_on {
            return Err(Refusal::invalid("paid_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)));
        }
        if event.on <= as_of {
            in_order.push((event.on, event.rank(), i));
        }
    }
    in_order.sort_unstable();

    let mut position = Position {
        as_of,
        installments: contract.schedule.iter().map(InstallmentPosition::at_start).collect(),
        splits: Vec::with_capacity(in_order.len()),
        remissions: Vec::new(),
        credit: 0,
    };
    for (on, _, i) in in_order {
        charge_late_fees(&mut position.installments, &contract.rules, on)?;
        position.take(contract, on, i, &events[i].kind)?;
        watch(on, &position.installments);
    }
    charge_late_fees(&mut position.installments, &contract.rules, as_of)?;
    Ok(position)
}

impl Position {
    /// Takes one event, once the day's late fees are charged.
    fn take(&mut self, contract: &Contract, on: NaiveDate, event: usize, kind: &EventKind) -> Result<(), Refusal> {
        match kind {
            EventKind::Payment(payment) => {
                let forgiven = match payment.kind {
                    PaymentKind::Settlement => payoff::forgive(contract, &mut self.installments, on, payment)?,
                    PaymentKind::Repayment => None,
                };
                let (split, reached) = allocated(&mut self.installments, &contract.rules.order.0, payment.amount_minor);
                let mut rounding = Parts::default();
                if payment.in_cash && contract.rules.cash_step_minor > 0 {
                    // A settlement that covers the payoff leaves less than a step on the whole loan.
                    let from = if forgiven.is_some() { Some(0..self.installments.len()) } else { reached.map(|last| last..last + 1) };
                    rounding = round_off(&mut self.installments[from.unwrap_or(0..0)], contract.rules.cash_step_minor);
                }
                self.credit += split.credit;
                self.splits.push(Split { event, forgiven: forgiven.unwrap_or(0), rounding, ..split });
            }
            EventKind::Waiver { amount_minor } => {
                let parts = Parts { late_fee: waive(&mut self.installments, *amount_minor), ..Parts::default() };
                self.remissions.push(Remission { event, parts });
            }
            EventKind::Forgiveness { amount_minor, below_minor } => {
                let parts = forgive_small(&mut self.installments, *amount_minor, *below_minor);
                self.remissions.push(Remission { event, parts });
            }
        }
        Ok(())
    }
}

/// Closes what cash left of these installments below the step.
fn round_off(installments: &mut [InstallmentPosition], step: i64) -> Parts {
    let mut rounding = Parts::default();
    for installment in installments.iter_mut().filter(|installment| (1..step).contains(&installment.unpaid())) {
        rounding.add(installment.close());
    }
    rounding
}

/// Lowers late fees that are charged and not paid, oldest first, by up to `most`, and says by how much.
fn waive(installments: &mut [InstallmentPosition], most: i64) -> i64 {
    let mut left = most;
    for installment in installments {
        let taken = installment.unpaid_late_fee().min(left);
        installment.late_fee -= taken;
        left -= taken;
    }
    most - left
}

/// Closes installments whose rest is below `below` and within what is left of `most`, oldest first.
fn forgive_small(installments: &mut [InstallmentPosition], most: i64, below: i64) -> Parts {
    let mut forgiven = Parts::default();
    for installment in installments {
        let rest = installment.unpaid();
        if (1..below).contains(&rest) && forgiven.total() + rest <= most {
            forgiven.add(installment.close());
        }
    }
    forgiven
}

/// The day's fees accrue before the day's payments.
fn charge_late_fees(installments: &mut [InstallmentPosition], rules: &LoanRules, on: NaiveDate) -> Result<(), Refusal> {
    installments.iter_mut().take_while(|installment| installment.due_on < on).try_for_each(|installment| installment.charge_late_fee(rules, on))
}

/// Applies money to the oldest installment first, within it by the order of components (spec §4.1); what is left
/// over is the member's credit.
pub fn allocate(installments: &mut [InstallmentPosition], order: &[Component; 3], money: i64) -> Split {
    allocated(installments, order, money).0
}

/// The same, with the last installment that the money reached: the only one of those reached that may have a rest.
fn allocated(installments: &mut [InstallmentPosition], order: &[Component; 3], money: i64) -> (Split, Option<usize>) {
    let mut left = money;
    let mut split = Split::default();
    let mut reached = None;
    for (i, installment) in installments.iter_mut().enumerate() {
        let before = left;
        for component in order {
            let taken = installment.pay(*component, left);
            left -= taken;
            match component {
                Component::LateFee => split.late_fee += taken,
                Component::Interest => split.interest += taken,
                Component::Principal => split.principal += taken,
            }
        }
        if left < before {
            reached = Some(i);
        }
        if left == 0 {
            break;
        }
    }
    split.credit = left;
    (split, reached)
}
