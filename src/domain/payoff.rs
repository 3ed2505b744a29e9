//! Early settlement: the amount that closes a loan on a date, and the interest it forgives (spec §4.3).

use chrono::NaiveDate;

use super::earned::InForce;
use super::event::{Event, EventKind, Payment};
use super::position::InstallmentPosition;
use super::refusal::Refusal;
use super::replay::{Contract, replay, replayed};
use super::rules::LoanRules;

/// The amount that closes the loan, by component. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payoff {
    pub principal: i64,
    /// Interest earned and not paid.
    pub interest: i64,
    pub late_fee: i64,
    /// Interest not yet earned, which is forgiven.
    pub forgiven: i64,
}

impl Payoff {
    pub fn total(&self) -> i64 {
        self.principal + self.interest + self.late_fee
    }
}

/// The payoff at a date, after all events up to it.
///
/// # Errors
/// As [`super::replay::replay`].
pub fn payoff(contract: &Contract, events: &[Event], on: NaiveDate) -> Result<Payoff, Refusal> {
    let (position, in_force) = replayed(contract, events, on, |_, _, _| {})?;
    let asked = in_force.asked(&position.installments, on)?;
    let interest: i64 = asked.iter().zip(&position.installments).map(|(asked, installment)| asked - installment.paid_interest).sum();
    Ok(Payoff {
        principal: position.unpaid_principal(),
        interest,
        late_fee: position.unpaid_late_fee(),
        forgiven: position.unpaid_interest() - interest,
    })
}

/// The amount that a settlement recorded now has to cover. The day's payments count before it; the day's waivers and other
/// decisions after it.
///
/// # Errors
/// As [`super::replay::replay`].
pub fn to_settle(contract: &Contract, events: &[Event], on: NaiveDate) -> Result<Payoff, Refusal> {
    let before: Vec<Event> = events.iter().filter(|event| event.on != on || event.payment().is_some()).cloned().collect();
    payoff(contract, &before, on)
}

/// The late fees that a waiver recorded now can take off: after that day's payments and earlier waivers, before its other
/// decisions. Minor units.
///
/// # Errors
/// As [`super::replay::replay`].
pub fn late_fees_to_waive(contract: &Contract, events: &[Event], on: NaiveDate) -> Result<i64, Refusal> {
    let first = |event: &&Event| event.on != on || matches!(event.kind, EventKind::Payment(_) | EventKind::Waiver { .. });
    let before: Vec<Event> = events.iter().filter(first).cloned().collect();
    Ok(replay(contract, &before, on)?.unpaid_late_fee())
}

/// Forgives the interest not yet earned at `on` where a settlement covers the payoff, and tells how much that was. A
/// settlement that falls short forgives nothing.
pub(super) fn forgive(
    rules: &LoanRules,
    in_force: &InForce<'_>,
    installments: &mut [InstallmentPosition],
    on: NaiveDate,
    settlement: &Payment,
) -> Result<Option<i64>, Refusal> {
    let asked = in_force.asked(installments, on)?;
    let forgiven: i64 = installments.iter().zip(&asked).map(|(installment, asked)| installment.interest - asked).sum();
    let unpaid: i64 = installments.iter().map(InstallmentPosition::unpaid).sum();
    let payoff = unpaid - forgiven;
    let needed = if settlement.in_cash { rules.in_cash(payoff) } else { payoff };
    if settlement.amount_minor < needed {
        return Ok(None);
    }
    for (installment, asked) in installments.iter_mut().zip(asked) {
        installment.interest = asked;
    }
    Ok(Some(forgiven))
}
