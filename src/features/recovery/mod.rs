//! The observations of recovery (spec §6), kept by cycle and age bucket. They are updated by the difference that an event makes
//! in a loan's history, and by the observations that begin to count as days pass.

mod store;

pub use store::{keep, loans_due};

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::db::Tx;
use crate::domain::arrears::Bucket;
use crate::domain::ids::{CycleId, FundId};
use crate::domain::recovery::{History, Observation, Observed};
use crate::error::Error;
use crate::features::funds::{self, Cycle};

/// How many closed cycles a fund's own recovery rate looks back on.
const CYCLES: usize = 3;

/// The cycles that a day's recovery rate looks back on, newest first.
pub fn closed(cycles: &[Cycle], today: NaiveDate) -> Vec<&Cycle> {
    cycles.iter().rev().filter(|cycle| cycle.ends_on < today).take(CYCLES).collect()
}

/// The cycles whose observations are counted as days pass: the closed ones and the present one, so that little work is left on
/// the day it closes.
pub fn counted(cycles: &[Cycle], today: NaiveDate) -> Vec<&Cycle> {
    let runs = cycles.iter().find(|cycle| cycle.starts_on <= today && today <= cycle.ends_on);
    closed(cycles, today).into_iter().chain(runs).collect()
}

/// The observations of one cycle up to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub to: NaiveDate,
    pub observed: [Observed; 6],
}

/// A fund's stored observations, by cycle.
pub async fn kept(db: &impl ConnectionTrait, fund: FundId) -> Result<HashMap<CycleId, Counted>, Error> {
    let mut of: HashMap<CycleId, Counted> = HashMap::new();
    for row in store::of_fund(db, fund).await? {
        let counted = of.entry(row.cycle_id).or_insert(Counted { to: row.counted_to, observed: Default::default() });
        counted.observed[row.bucket as usize] =
            Observed { installments: row.installments, entered_minor: row.entered_minor.into(), recovered_minor: row.recovered_minor.into() };
    }
    Ok(of)
}

/// The difference that an event makes in the observations of a loan's installments.
#[derive(Clone, Debug)]
pub struct Change {
    fund: FundId,
    /// The observations that no longer hold and the new ones, each with its installment's due day.
    seen: Vec<(NaiveDate, Observation, i64)>,
}

impl Change {
    /// The difference between two histories of a loan; a new loan has none before, a reversed one none after.
    pub fn between(fund: FundId, before: &[History], after: &[History]) -> Option<Self> {
        let mut seen = Vec::new();
        for i in 0..before.len().max(after.len()) {
            let (was, is) = (before.get(i), after.get(i));
            // A relief that is computed again may give the same installment another day.
            let observed = |history: Option<&History>| {
                let of = |history: &History| history.observations().map(|seen| (history.due_on, seen)).collect::<Vec<_>>();
                history.map(of).unwrap_or_default()
            };
            let (earlier, later) = (observed(was), observed(is));
            for bucket in 0..earlier.len().max(later.len()) {
                let (earlier, later) = (earlier.get(bucket), later.get(bucket));
                if earlier != later {
                    seen.extend(earlier.map(|(due_on, gone)| (*due_on, *gone, -1)));
                    seen.extend(later.map(|(due_on, come)| (*due_on, *come, 1)));
                }
            }
        }
        (!seen.is_empty()).then_some(Self { fund, seen })
    }
}

/// Counts these changes in the cycles that are counted already; other observations are counted when they begin to count.
pub async fn count(tx: &Tx, changes: &[Change]) -> Result<(), Error> {
    let mut by_fund: HashMap<FundId, Vec<&(NaiveDate, Observation, i64)>> = HashMap::new();
    for change in changes {
        by_fund.entry(change.fund).or_default().extend(&change.seen);
    }
    for (fund, seen) in by_fund {
        let mut kept = kept(tx, fund).await?;
        if kept.is_empty() {
            continue;
        }
        let mut changed = Vec::new();
        for cycle in funds::cycles(tx, fund).await? {
            let Some(counted) = kept.get_mut(&cycle.id) else { continue };
            let before = *counted;
            let own =
                seen.iter().filter(|(due_on, seen, _)| cycle.starts_on <= *due_on && *due_on <= cycle.ends_on && seen.counts_from <= counted.to);
            for (_, seen, times) in own {
                counted.observed[seen.bucket as usize].count(seen, *times);
            }
            if *counted != before {
                changed.push((cycle, *counted));
            }
        }
        store::keep(tx, &changed).await?;
    }
    Ok(())
}

/// The sum over cycles.
pub fn sum(of: impl IntoIterator<Item = [Observed; 6]>) -> [Observed; 6] {
    let mut sum = [Observed::default(); 6];
    for observed in of {
        for bucket in Bucket::ALL {
            sum[bucket as usize].add(&observed[bucket as usize]);
        }
    }
    sum
}
