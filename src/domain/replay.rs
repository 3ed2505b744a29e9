//! A loan is replayed, never patched: its position at a date is a pure function of its schedule, its rules and
//! its money events, taken in value-date order, then recording order (spec §4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::amount::positive;
use super::calendar::days;
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Repayment,
    /// Closes the loan early: where it covers the payoff, the interest not yet earned is forgiven (§4.3).
    Settlement,
}

impl EventKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Repayment => "repayment",
            Self::Settlement => "settlement",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Repayment, Self::Settlement].into_iter().find(|kind| kind.code() == code)
    }
}

/// Money that came in for a loan; the order in the slice is the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub on: NaiveDate,
    pub amount_minor: i64,
    pub kind: EventKind,
}

/// Where every minor unit of one event went.
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
}

/// One installment at the position's date. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallmentPosition {
    pub no: u32,
    pub due_on: NaiveDate,
    pub principal: i64,
    /// What is asked: the scheduled interest less what a settlement forgave.
    pub interest: i64,
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

    pub fn paid(&self, component: Component) -> i64 {
        self.sum(|installment| match component {
            Component::LateFee => installment.paid_late_fee,
            Component::Interest => installment.paid_interest,
            Component::Principal => installment.paid_principal,
        })
    }

    pub fn split_of(&self, event: usize) -> Option<Split> {
        self.splits.iter().copied().find(|split| split.event == event)
    }
}

/// Replays a loan's events up to and including `as_of`.
///
/// # Errors
/// `before-disbursement` for an event or a date before the loan began; `amount-not-positive` for an event without money.
pub fn replay(contract: &Contract, events: &[Event], as_of: NaiveDate) -> Result<Position, Refusal> {
    let began_on = contract.terms.disbursed_on;
    let mut in_order = Vec::with_capacity(events.len());
    for (i, event) in events.iter().enumerate() {
        positive(event.amount_minor)?;
        if event.on < began_on {
            return Err(Refusal::invalid("paid_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)));
        }
        if event.on <= as_of {
            in_order.push((event.on, i));
        }
    }
    in_order.sort_unstable();

    let mut position = Position {
        as_of,
        installments: contract.schedule.iter().map(InstallmentPosition::at_start).collect(),
        splits: Vec::with_capacity(in_order.len()),
        credit: 0,
    };
    for (on, i) in in_order {
        charge_late_fees(&mut position.installments, &contract.rules, on)?;
        let forgiven = match events[i].kind {
            EventKind::Settlement => payoff::forgive(contract, &mut position.installments, on, events[i].amount_minor)?,
            EventKind::Repayment => 0,
        };
        let split = allocate(&mut position.installments, &contract.rules.order, events[i].amount_minor);
        position.credit += split.credit;
        position.splits.push(Split { event: i, forgiven, ..split });
    }
    charge_late_fees(&mut position.installments, &contract.rules, as_of)?;
    Ok(position)
}

/// The day's fees accrue before the day's payments.
fn charge_late_fees(installments: &mut [InstallmentPosition], rules: &LoanRules, on: NaiveDate) -> Result<(), Refusal> {
    installments.iter_mut().take_while(|installment| installment.due_on < on).try_for_each(|installment| installment.charge_late_fee(rules, on))
}

/// Applies money to the oldest installment first, within it by the order of components (spec §4.1); what is left
/// over is the member's credit.
pub fn allocate(installments: &mut [InstallmentPosition], order: &[Component; 3], money: i64) -> Split {
    let mut left = money;
    let mut split = Split::default();
    for installment in installments {
        for component in order {
            let taken = installment.pay(*component, left);
            left -= taken;
            match component {
                Component::LateFee => split.late_fee += taken,
                Component::Interest => split.interest += taken,
                Component::Principal => split.principal += taken,
            }
        }
        if left == 0 {
            break;
        }
    }
    split.credit = left;
    split
}
