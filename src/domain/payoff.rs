//! Early settlement: what closes a loan at a date, and the interest it forgives (spec §4.3).

use chrono::NaiveDate;

use super::amount::round_half_away;
use super::calendar::days;
use super::interest::bounded;
use super::refusal::Refusal;
use super::replay::{Contract, Event, InstallmentPosition, Payment, replay};
use super::schedule::{Method, build};

/// What closes the loan. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payoff {
    pub principal: i64,
    /// Interest earned and not paid.
    pub interest: i64,
    pub late_fee: i64,
    /// Interest not yet earned, which closing early saves.
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
/// As [`replay`].
pub fn payoff(contract: &Contract, events: &[Event], on: NaiveDate) -> Result<Payoff, Refusal> {
    let position = replay(contract, events, on)?;
    let asked = after_forgiving(contract, &position.installments, on)?;
    let interest: i64 = asked.iter().zip(&position.installments).map(|(asked, installment)| asked - installment.paid_interest).sum();
    Ok(Payoff {
        principal: position.unpaid_principal(),
        interest,
        late_fee: position.unpaid_late_fee(),
        forgiven: position.unpaid_interest() - interest,
    })
}

/// What a settlement recorded now on a day has to cover: the day's payments count before it, and the day's waivers and
/// other decisions after it.
///
/// # Errors
/// As [`replay`].
pub fn to_settle(contract: &Contract, events: &[Event], on: NaiveDate) -> Result<Payoff, Refusal> {
    let before: Vec<Event> = events.iter().copied().filter(|event| event.on != on || event.payment().is_some()).collect();
    payoff(contract, &before, on)
}

/// Forgives the interest not yet earned at `on` where a settlement covers the payoff, and says how much that was. One
/// that falls short forgives nothing.
pub(super) fn forgive(
    contract: &Contract,
    installments: &mut [InstallmentPosition],
    on: NaiveDate,
    settlement: &Payment,
) -> Result<Option<i64>, Refusal> {
    let asked = after_forgiving(contract, installments, on)?;
    let forgiven: i64 = installments.iter().zip(&asked).map(|(installment, asked)| installment.interest - asked).sum();
    let unpaid: i64 = installments.iter().map(InstallmentPosition::unpaid).sum();
    let payoff = unpaid - forgiven;
    let needed = if settlement.in_cash { contract.rules.in_cash(payoff) } else { payoff };
    if settlement.amount_minor < needed {
        return Ok(None);
    }
    for (installment, asked) in installments.iter_mut().zip(asked) {
        installment.interest = asked;
    }
    Ok(Some(forgiven))
}

/// What each installment asks of interest once only the earned part stands. Interest already paid stays paid:
/// what was paid ahead counts towards what is earned on the whole loan.
fn after_forgiving(contract: &Contract, installments: &[InstallmentPosition], on: NaiveDate) -> Result<Vec<i64>, Refusal> {
    let earned = earned_interest(contract, on)?;
    let owed = |(installment, earned): (&InstallmentPosition, &i64)| installment.interest.min((*earned).max(installment.paid_interest));
    Ok(installments.iter().zip(&earned).map(owed).collect())
}

/// The part of each installment's interest that is earned at `on`. Past periods are earned whole, the running one by
/// its days on its scheduled balance, later ones not at all. `flat` is earned from the start, unless the rules grant
/// a rebate: then by the days run of the whole term.
fn earned_interest(contract: &Contract, on: NaiveDate) -> Result<Vec<i64>, Refusal> {
    let terms = &contract.terms;
    if terms.method == Method::Flat {
        return earned_flat(contract, on);
    }
    let mut undeferred = terms.clone();
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

fn earned_flat(contract: &Contract, on: NaiveDate) -> Result<Vec<i64>, Refusal> {
    let total: i64 = contract.schedule.iter().map(|installment| installment.interest).sum();
    let mut earned = total;
    if let Some(last) = contract.schedule.last().filter(|last| contract.rules.flat_rebate && on < last.due_on) {
        let began_on = contract.terms.disbursed_on;
        let whole = i128::from(days(began_on, last.due_on).max(1));
        earned = bounded(round_half_away(i128::from(total) * i128::from(days(began_on, on).max(0)), whole))?;
    }
    let mut parts = Vec::with_capacity(contract.schedule.len());
    for installment in &contract.schedule {
        let past = installment.due_on <= on;
        let part = if past { installment.interest } else { installment.interest.min(earned) };
        earned = (earned - part).max(0);
        parts.push(part);
    }
    Ok(parts)
}
