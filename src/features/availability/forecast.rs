//! What the next cycle can count on, beside capital available now: what falls due by recovery rate, pledges and plans.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::on_hand::{FundOnHand, on_hand};
use super::store;
use crate::domain::arrears::Bucket;
use crate::domain::availability::{NextCycle, RecoveryRates};
use crate::domain::cycle::Window;
use crate::domain::recovery::{History, Observed, observe, rates};
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::loans;

/// How many closed cycles the fund's own recovery rate looks back on.
const CYCLES: usize = 3;

/// Capital available now and for the next cycle.
pub struct Forecast {
    pub on_hand: FundOnHand,
    pub next_cycle: NextCycle,
    pub recovery: RecoveryRates,
    pub observed: [Observed; 6],
}

impl Forecast {
    /// Whether some bucket that counts still stands on the rules' default rate.
    pub fn by_default(&self) -> bool {
        self.observed.iter().any(|observed| observed.rate_ppm().is_none())
    }

    /// The rate of what is not yet due, in ppm: what the page says of `expected`.
    pub fn main_rate_ppm(&self) -> i64 {
        self.recovery.of(Bucket::NotDue)
    }
}

/// # Errors
/// A fault of the database, or a figure out of bounds.
pub async fn forecast(db: &impl ConnectionTrait, fund: &Fund, today: NaiveDate) -> Result<Forecast, Error> {
    let on_hand = on_hand(db, fund, today).await?;
    let closed: Vec<Window> = on_hand
        .cycles
        .iter()
        .rev()
        .filter(|cycle| cycle.ends_on < today)
        .take(CYCLES)
        .map(|cycle| Window { name: cycle.name.clone(), starts_on: cycle.starts_on, ends_on: cycle.ends_on })
        .collect();
    let observed = observe_cycles(db, fund, &closed, today).await?;
    let until = on_hand.next.starts_on;
    let recovery = rates(&observed, on_hand.rules.recovery_ppm);
    let (expected, full) = store::receipts(db, fund.id, (today, until), &recovery, on_hand.rules.interest_kept_ppm).await?;
    let (pledged, planned) = (store::pledged(db, fund.id, until).await?, store::planned(db, fund.id, until).await?);
    let next_cycle = on_hand.now.next_cycle(expected, full, pledged, planned)?;
    Ok(Forecast { on_hand, next_cycle, recovery, observed })
}

async fn observe_cycles(db: &impl ConnectionTrait, fund: &Fund, closed: &[Window], today: NaiveDate) -> Result<[Observed; 6], Error> {
    let (Some(from), Some(to)) = (closed.iter().map(|window| window.starts_on).min(), closed.iter().map(|window| window.ends_on).max()) else {
        return Ok([Observed::default(); 6]);
    };
    let ids = loans::store::installments_due_between(db, fund.id, from, to).await?;
    let held = loans::store::load(db, &ids).await?;
    let mut histories = Vec::new();
    for held in held.values() {
        histories.extend(histories_of(held)?.into_iter().filter(|history| from <= history.due_on && history.due_on <= to));
    }
    Ok(observe(&histories, today))
}

/// What was paid on each installment of a loan, and when: the difference each event makes.
fn histories_of(held: &loans::Held) -> Result<Vec<History>, Error> {
    let mut histories: Vec<History> = held
        .contract
        .schedule
        .iter()
        .map(|row| History { due_on: row.due_on, amount_minor: row.principal + row.interest, payments: Vec::new() })
        .collect();
    let mut events = held.events()?;
    events.sort_by_key(|event| event.on);
    let mut paid: HashMap<usize, i64> = HashMap::new();
    for last in 1..=events.len() {
        let so_far = events.get(..last).unwrap_or_default();
        let on = so_far.last().map(|event| event.on).unwrap_or_default();
        let position = crate::domain::replay::replay(&held.contract, so_far, on)?;
        for (i, installment) in position.installments.iter().enumerate() {
            let now = installment.paid_principal + installment.paid_interest;
            let before = paid.insert(i, now).unwrap_or(0);
            if now != before
                && let Some(history) = histories.get_mut(i)
            {
                history.payments.push((on, now - before));
            }
        }
    }
    Ok(histories)
}
