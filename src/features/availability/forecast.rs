//! The forecast for the next cycle, beside capital available now: installments by recovery rate, pledges and planned
//! expenses.

use chrono::NaiveDate;

use super::observed::observed;
use super::store;
use crate::app::App;
use crate::domain::arrears::Bucket;
use crate::domain::availability::{NextCycle, RecoveryRates};
use crate::domain::recovery::{Observed, rates};
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::on_hand::{FundOnHand, on_hand};

/// Capital available now and for the next cycle.
pub struct Forecast {
    pub on_hand: FundOnHand,
    pub next_cycle: NextCycle,
    pub recovery: RecoveryRates,
    pub observed: [Observed; 6],
}

impl Forecast {
    /// Whether some bucket that counts still uses the rules' default rate.
    pub fn by_default(&self) -> bool {
        self.observed.iter().any(|observed| observed.rate_ppm().is_none())
    }

    /// The recovery rate of installments not yet due, in ppm. The page shows it with `expected`.
    pub fn main_rate_ppm(&self) -> i64 {
        self.recovery.of(Bucket::NotDue)
    }
}

/// # Errors
/// A figure out of bounds.
pub async fn forecast(app: &App, fund: &Fund, today: NaiveDate) -> Result<Forecast, Error> {
    let db = app.db.read();
    let on_hand = on_hand(db, fund, today).await?;
    let observed = observed(app, fund.id, &on_hand.cycles, today).await?;
    let until = on_hand.next.starts_on;
    let recovery = rates(&observed, on_hand.rules.recovery_ppm);
    let (expected, full) = store::receipts(db, fund.id, (today, until), &recovery, on_hand.rules.interest_kept_ppm).await?;
    let (pledged, planned) = (store::pledged(db, fund.id, until).await?, store::planned(db, fund.id, until).await?);
    let next_cycle = on_hand.now.next_cycle(expected, full, pledged, planned)?;
    Ok(Forecast { on_hand, next_cycle, recovery, observed })
}
