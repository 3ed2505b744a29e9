//! A loan is replayed, never patched: its position at a date is a pure function of its schedule, its rules and
//! its money events, taken in value-date order, then recording order (spec §4).

use chrono::NaiveDate;

use super::amount::positive;
use super::earned::InForce;
pub use super::event::{Event, EventKind, Payment, PaymentKind};
use super::payoff;
pub use super::position::{InstallmentPosition, Parts, Position, Relieved, Remission, Split};
use super::refusal::{Fact, Refusal};
use super::relief;
use super::rules::{Component, LoanRules};
use super::schedule::{Installment, Terms};

/// A loan as it is replayed: its terms, schedule and rules.
#[derive(Clone, Debug)]
pub struct Contract {
    pub terms: Terms,
    pub schedule: Vec<Installment>,
    pub rules: LoanRules,
}

/// Replays a loan's events up to and including `as_of`.
///
/// # Errors
/// `before-disbursement` for an event or a date before the loan began; `amount-not-positive` for an event whose amount is not
/// above zero; a refusal of a relief.
pub fn replay(contract: &Contract, events: &[Event], as_of: NaiveDate) -> Result<Position, Refusal> {
    replay_watched(contract, events, as_of, |_, _, _| {})
}

/// Like [`replay`]; it also shows the installments after each event, with its day.
///
/// # Errors
/// As [`replay`].
pub fn replay_watched(
    contract: &Contract,
    events: &[Event],
    as_of: NaiveDate,
    watch: impl FnMut(NaiveDate, &EventKind, &[InstallmentPosition]),
) -> Result<Position, Refusal> {
    replayed(contract, events, as_of, watch).map(|(position, _)| position)
}

/// Like [`replay`]; it also gives the terms in force at the end.
pub(super) fn replayed<'a>(
    contract: &'a Contract,
    events: &[Event],
    as_of: NaiveDate,
    mut watch: impl FnMut(NaiveDate, &EventKind, &[InstallmentPosition]),
) -> Result<(Position, InForce<'a>), Refusal> {
    let in_order = in_order(contract, events, as_of)?;
    let position = Position {
        as_of,
        installments: contract.schedule.iter().map(InstallmentPosition::at_start).collect(),
        unlisted: Vec::new(),
        splits: Vec::with_capacity(in_order.len()),
        remissions: Vec::new(),
        reliefs: Vec::new(),
        written_off_on: None,
        credit: 0,
    };
    let last_no = contract.schedule.last().map_or(0, |last| last.no);
    let mut replay = Replay { rules: &contract.rules, position, in_force: InForce::agreed(contract), last_no };
    for i in in_order {
        let event = &events[i];
        charge_late_fees(&mut replay.position.installments, &contract.rules, event.on)?;
        replay.take(i, event)?;
        watch(event.on, &event.kind, &replay.position.installments);
    }
    charge_late_fees(&mut replay.position.installments, &contract.rules, as_of)?;
    Ok((replay.position, replay.in_force))
}

/// The indexes of the events up to `as_of`, by day, then by rank within the day, then by recording order.
fn in_order(contract: &Contract, events: &[Event], as_of: NaiveDate) -> Result<Vec<usize>, Refusal> {
    let began_on = contract.terms.disbursed_on;
    let mut in_order = Vec::with_capacity(events.len());
    for (i, event) in events.iter().enumerate() {
        event.amount_minor().map(positive).transpose()?;
        if event.on < began_on {
            return Err(Refusal::invalid("paid_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)));
        }
        if event.on <= as_of {
            in_order.push(i);
        }
    }
    in_order.sort_unstable_by_key(|i| (events[*i].on, events[*i].rank(), *i));
    Ok(in_order)
}

/// The state of a loan between two events.
struct Replay<'a> {
    rules: &'a LoanRules,
    position: Position,
    in_force: InForce<'a>,
    /// The highest number that an installment has ever had.
    last_no: u32,
}

impl Replay<'_> {
    /// Applies one event. Late fees of the day are charged first.
    fn take(&mut self, event: usize, happened: &Event) -> Result<(), Refusal> {
        let Position { installments, remissions, written_off_on, .. } = &mut self.position;
        match &happened.kind {
            EventKind::Payment(payment) => self.pay(event, happened.on, payment)?,
            EventKind::Waiver { amount_minor } => {
                let parts = Parts { late_fee: waive(installments, *amount_minor), ..Parts::default() };
                remissions.push(Remission { event, parts });
            }
            EventKind::Forgiveness { amount_minor, below_minor } => {
                let mut parts = forgive_small(installments, *amount_minor, *below_minor);
                if written_off_on.is_some() {
                    // The write-off already posted its principal as a loss.
                    parts.principal = 0;
                }
                remissions.push(Remission { event, parts });
            }
            EventKind::Relief(relief) => {
                let taken = relief::relieve(&mut self.position, &self.in_force, &mut self.last_no, (event, happened.on), relief)?;
                if let Some(in_force) = taken {
                    self.in_force = in_force;
                }
            }
            EventKind::WriteOff => self.write_off(event, happened.on),
        }
        Ok(())
    }

    /// Writes off the unpaid principal. Where none is unpaid, nothing happens.
    fn write_off(&mut self, event: usize, on: NaiveDate) {
        let parts = Parts { principal: self.position.receivable(), ..Parts::default() };
        self.position.remissions.push(Remission { event, parts });
        if parts.principal > 0 {
            self.position.written_off_on = Some(on);
        }
    }

    fn pay(&mut self, event: usize, on: NaiveDate, payment: &Payment) -> Result<(), Refusal> {
        let installments = &mut self.position.installments;
        let forgiven = match payment.kind {
            PaymentKind::Settlement => payoff::forgive(self.rules, &self.in_force, installments, on, payment)?,
            PaymentKind::Repayment => None,
        };
        let recovery = self.position.written_off_on.is_some();
        let (split, reached) = if recovery {
            recovered(installments, &self.rules.order.0, payment.amount_minor)
        } else {
            allocated(installments, &self.rules.order.0, payment.amount_minor)
        };
        let mut rounding = Parts::default();
        if payment.in_cash && self.rules.cash_step_minor > 0 {
            // A settlement that covers the payoff may leave less than a step on the whole loan.
            let from = if forgiven.is_some() { Some(0..installments.len()) } else { reached.map(|last| last..last + 1) };
            rounding = round_off(&mut installments[from.unwrap_or(0..0)], self.rules.cash_step_minor);
        }
        self.position.credit += split.credit;
        self.position.splits.push(Split { event, forgiven: forgiven.unwrap_or(0), rounding, recovery, ..split });
        Ok(())
    }
}

/// Closes the rests below the cash step that a cash payment left on these installments.
fn round_off(installments: &mut [InstallmentPosition], step: i64) -> Parts {
    let mut rounding = Parts::default();
    for installment in installments.iter_mut().filter(|installment| (1..step).contains(&installment.unpaid())) {
        rounding.add(installment.close());
    }
    rounding
}

/// Lowers late fees charged and unpaid, oldest first, by up to `most`, and gives the amount.
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
    installments.iter_mut().filter(|installment| installment.due_on < on).try_for_each(|installment| installment.charge_late_fee(rules, on))
}

/// Applies money to the oldest installment first, within it by the order of components (spec §4.1); what is left
/// over is the member's credit.
pub fn allocate(installments: &mut [InstallmentPosition], order: &[Component; 3], money: i64) -> Split {
    allocated(installments, order, money).0
}

/// A recovery pays all of the principal first, and then the other components.
fn recovered(installments: &mut [InstallmentPosition], order: &[Component; 3], money: i64) -> (Split, Option<usize>) {
    let (principal, first) = allocated(installments, &[Component::Principal], money);
    let (rest, then) = allocated(installments, order, principal.credit);
    (Split { principal: principal.principal + rest.principal, ..rest }, first.max(then))
}

/// Like [`allocate`], with the last installment that the money reached: the only one that may be partly paid.
fn allocated(installments: &mut [InstallmentPosition], order: &[Component], money: i64) -> (Split, Option<usize>) {
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
