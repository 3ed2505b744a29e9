//! How a repayment would be applied, before it is recorded: the amounts to propose, and where each minor unit goes.

use chrono::NaiveDate;

use super::reapply;
use super::record::{NewRepayment, check};
use crate::domain::ids::RepaymentId;
use crate::domain::loan::PaymentMethod;
use crate::domain::payoff::Payoff;
use crate::domain::replay::{Event, EventKind, InstallmentPosition, Payment, PaymentKind, Position, Split, replay};
use crate::error::Error;
use crate::features::loans::{LoanAccount, Repayment};

/// The amounts to propose to a person who pays on a day. Minor units; none where an amount does not exist.
#[derive(Clone, Debug)]
pub struct Proposals {
    /// Overdue, or due that day.
    pub due: Option<i64>,
    /// The oldest installment of `due`, and its days late.
    pub due_since: Option<(u32, i64)>,
    /// `due` and the next installment; only the next installment where nothing is due.
    pub with_next: Option<(u32, i64)>,
    /// The sum that closes the whole loan.
    pub settle: Option<i64>,
    pub payoff: Payoff,
    /// Whether some amount is below the debt, because cash is rounded down.
    pub rounded: bool,
}

/// In cash every amount is rounded down to the loan's cash step, so that nobody needs coins that do not exist.
///
/// # Errors
/// `before-disbursement`.
pub fn proposals(held: &LoanAccount, on: NaiveDate, in_cash: bool) -> Result<Proposals, Error> {
    let asked = |minor: i64| Some(if in_cash { held.contract.rules.in_cash(minor) } else { minor }).filter(|minor| *minor > 0);
    let payoff = held.payoff(on)?;
    let position = held.position(on)?;
    let unpaid: Vec<&InstallmentPosition> = position.installments.iter().filter(|installment| installment.unpaid() > 0).collect();
    let (due, ahead): (Vec<&InstallmentPosition>, Vec<&InstallmentPosition>) = unpaid.into_iter().partition(|installment| installment.due_on <= on);
    let sum: i64 = due.iter().map(|installment| installment.unpaid()).sum();
    Ok(Proposals {
        due: asked(sum),
        due_since: due.first().map(|first| (first.no, crate::domain::calendar::days(first.due_on, on))),
        with_next: ahead.first().and_then(|next| Some((next.no, asked(sum + next.unpaid())?))),
        settle: asked(payoff.total()),
        rounded: [sum, payoff.total()].into_iter().any(|minor| minor > 0 && asked(minor) != Some(minor)),
        payoff,
    })
}

/// What a repayment closes of one installment, including what is rounded off. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    pub no: u32,
    pub late_fee: i64,
    pub interest: i64,
    pub principal: i64,
}

/// How a repayment would be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub split: Split,
    pub lines: Vec<Applied>,
    /// The loan's debt after it, with the late fees of that day.
    pub left: i64,
    pub next_due: Option<(NaiveDate, i64)>,
    /// What it adds to the member's credit on this loan, after later payments are applied again.
    pub to_credit: i64,
}

/// # Errors
/// As recording it.
pub fn preview(held: &LoanAccount, new: &NewRepayment, today: NaiveDate) -> Result<Preview, Error> {
    check(held, new, today)?;
    let mut events = held.events();
    let last = held.last_event_on().max(new.paid_on);
    let credit_before = replay(&held.contract, &events, last)?.credit;
    let payment = Payment { amount_minor: new.amount_minor, kind: new.kind, in_cash: new.payment_method == PaymentMethod::Cash };
    events.push(Event { on: new.paid_on, kind: EventKind::Payment(payment) });
    let to_credit = replay(&held.contract, &events, last).map_err(reapply::in_the_way)?.credit - credit_before;
    Ok(Preview { to_credit, ..of_event(held, &events, events.len() - 1)? })
}

/// How a repayment was applied when its receipt was issued, by what was known then.
///
/// # Errors
/// A fault when the loan cannot be replayed.
pub fn issued(held: &LoanAccount, repayment: &Repayment) -> Result<Option<Preview>, Error> {
    let mut then = held.known_at(repayment.recorded_at);
    // Among repayments recorded at the same moment, receipt numbers give the order.
    then.repayments.retain(|row| row.receipt_no <= repayment.receipt_no);
    recorded(&then, repayment.id)
}

/// How a recorded event is applied now.
///
/// # Errors
/// A fault when the loan cannot be replayed.
pub fn recorded(held: &LoanAccount, repayment: RepaymentId) -> Result<Option<Preview>, Error> {
    let events = held.events();
    match held.standing().position(|row| row.id == repayment) {
        Some(event) => of_event(held, &events, event).map(Some),
        None => Ok(None),
    }
}

fn of_event(held: &LoanAccount, events: &[Event], event: usize) -> Result<Preview, Error> {
    // The events before this one, then also this one: the difference is what it paid.
    let on = events[event].on;
    let order = |i: usize| (events[i].on, events[i].payment().is_none(), i);
    let earlier: Vec<Event> = (0..events.len()).filter(|i| order(*i) < order(event)).map(|i| events[i].clone()).collect();
    let mut with: Vec<Event> = earlier.clone();
    with.push(events[event].clone());
    let before = replay(&held.contract, &earlier, on)?;
    let after = replay(&held.contract, &with, on)?;
    let lines = before.installments.iter().zip(&after.installments).filter_map(|(before, after)| line(before, after)).collect();
    let split = after.split_of(with.len() - 1).unwrap_or_default();
    Ok(Preview { split, lines, left: after.unpaid(), next_due: next_due(&after), to_credit: split.credit })
}

fn line(before: &InstallmentPosition, after: &InstallmentPosition) -> Option<Applied> {
    let applied = Applied {
        no: after.no,
        late_fee: after.paid_late_fee - before.paid_late_fee,
        interest: after.paid_interest - before.paid_interest,
        principal: after.paid_principal - before.paid_principal,
    };
    (applied.late_fee + applied.interest + applied.principal > 0).then_some(applied)
}

/// The first open installment's due date, and its unpaid sum.
pub fn next_due(position: &Position) -> Option<(NaiveDate, i64)> {
    position.installments.iter().find(|installment| installment.open()).map(|installment| (installment.due_on, installment.unpaid()))
}

/// The payment kind, by whether it settles the loan.
pub fn kind_of(settles: bool) -> PaymentKind {
    if settles { PaymentKind::Settlement } else { PaymentKind::Repayment }
}
