//! What approved co-financed purchases hold of a fund until their goods are received (spec §6, §8).

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::domain::cofinancing::{PurchaseStatus, PurchaseStep, Standing};
use crate::domain::ledger::Account;
use crate::error::Error;
use crate::features::associations;
use crate::features::funds::Fund;
use crate::features::purchases::{self, Held};

/// Purchases looked at: far more than a fund has approved at once.
const MOST: u64 = 10_000;

#[derive(Default)]
pub struct Bought {
    /// What the fund will still lend for each. Minor units.
    pub committed: Vec<(Held, i64)>,
    /// What of the producers' advances and of the programmes' funds is already with suppliers: no longer among what the
    /// fund holds, so not owed from it. Minor units.
    pub advances_passed_on: i64,
    pub funds_passed_on: i64,
}

impl Bought {
    /// As the books stand.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn now(db: &impl ConnectionTrait, fund: &Fund) -> Result<Self, Error> {
        use PurchaseStatus::{Approved, Ordered};
        let which = purchases::store::Which { fund: Some(fund.id), statuses: vec![Approved, Ordered], ..Default::default() };
        let mut bought = Self::default();
        for held in purchases::store::list(db, &which, 0, MOST).await? {
            let standing = held.standing()?;
            bought.add(held, &standing);
        }
        Ok(bought)
    }

    /// As they stood at the end of a day.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn on(db: &impl ConnectionTrait, fund: &Fund, as_of: NaiveDate) -> Result<Self, Error> {
        let which = purchases::store::Which { fund: Some(fund.id), ..Default::default() };
        let all = purchases::store::list(db, &which, 0, MOST).await?;
        let events = purchases::store::events_of(db, all.iter().map(|held| held.row.id).collect()).await?;
        let zone: chrono_tz::Tz = associations::store::find(db, fund.association).await?.time_zone.parse().unwrap_or(chrono_tz::America::Lima);
        let mut first: HashMap<(Uuid, String), NaiveDate> = HashMap::new();
        for event in events {
            first.entry((event.purchase_id, event.step)).or_insert_with(|| event.at.with_timezone(&zone).date_naive());
        }
        let by_then = |held: &Held, step: PurchaseStep| first.get(&(held.row.id, step.code().to_owned())).is_some_and(|on| *on <= as_of);
        let mut bought = Self::default();
        for held in all {
            let over = held.row.received_on.is_some_and(|on| on <= as_of) || by_then(&held, PurchaseStep::Cancel);
            if by_then(&held, PurchaseStep::Approve) && !over {
                let standing = held.standing_on(false, as_of)?;
                bought.add(held, &standing);
            }
        }
        Ok(bought)
    }

    fn add(&mut self, held: Held, standing: &Standing) {
        let passed_on = standing.passed_on_minor();
        let advances = standing.accounts().get(&Account::ProducerAdvances).map_or(0, |minor| -minor);
        self.advances_passed_on += passed_on.min(advances);
        self.funds_passed_on += passed_on - passed_on.min(advances);
        let committed = standing.committed_minor(held.row.lends_minor);
        if committed > 0 {
            self.committed.push((held, committed));
        }
    }
}
