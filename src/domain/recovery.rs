//! The fund's own recovery rate by age bucket, from what its last closed cycles showed (spec §6).

use chrono::{Days, NaiveDate};

use super::arrears::Bucket;
use super::availability::RecoveryRates;
use super::rate::WHOLE_PPM;

/// How long after being in a bucket a payment still counts as recovered from it.
const WINDOW_DAYS: u64 = 90;
/// Below this many observed installments the rules' default rate stands.
pub const ENOUGH_OBSERVED: i64 = 20;

/// An installment of a closed cycle with what was paid on it, and when. Minor units.
#[derive(Clone, Debug)]
pub struct History {
    pub due_on: NaiveDate,
    pub amount_minor: i64,
    pub payments: Vec<(NaiveDate, i64)>,
}

/// What was seen of one bucket. Amounts in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    pub installments: i64,
    pub entered_minor: i128,
    pub recovered_minor: i128,
}

impl Observed {
    /// In ppm, floored; none while too little was seen.
    pub fn rate_ppm(&self) -> Option<i64> {
        let seen = self.installments >= ENOUGH_OBSERVED && self.entered_minor > 0;
        seen.then(|| i64::try_from(self.recovered_minor * i128::from(WHOLE_PPM) / self.entered_minor).unwrap_or(WHOLE_PPM))
    }
}

/// Observes each installment on the day it enters each bucket: what was unpaid then, and what of that came in within
/// the following 90 days. An observation counts once its 90 days are over. Not yet due is observed over the whole
/// installment: what was paid ahead came back too.
pub fn observe(histories: &[History], at: NaiveDate) -> [Observed; 6] {
    let mut observed = [Observed::default(); 6];
    for history in histories {
        for bucket in Bucket::ALL {
            let entered_on = history.due_on + Days::new(bucket.enters_after_days());
            let closes_on = entered_on + Days::new(WINDOW_DAYS);
            if closes_on > at {
                break;
            }
            let paid_by = |on: NaiveDate| history.payments.iter().filter(|(paid_on, _)| *paid_on <= on).map(|(_, minor)| minor).sum::<i64>();
            let before = if bucket == Bucket::NotDue { 0 } else { paid_by(entered_on - Days::new(1)) };
            let entered = history.amount_minor - before;
            if entered <= 0 {
                break;
            }
            let seen = &mut observed[bucket as usize];
            seen.installments += 1;
            seen.entered_minor += i128::from(entered);
            seen.recovered_minor += i128::from((paid_by(closes_on) - before).min(entered));
        }
    }
    observed
}

/// The observed rate of each bucket, or the rules' default where too little was seen.
pub fn rates(observed: &[Observed; 6], default_ppm: i64) -> RecoveryRates {
    RecoveryRates(observed.map(|bucket| bucket.rate_ppm().unwrap_or(default_ppm)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_bucket_with_too_few_observations_keeps_the_default() {
        let one = History { due_on: day("2025-01-01"), amount_minor: 100, payments: vec![(day("2025-02-15"), 60)] };
        let observed = observe(&vec![one; 20], day("2026-01-01"));
        assert_eq!(observed[0].rate_ppm(), Some(600_000));
        assert_eq!(observed[2].rate_ppm(), Some(600_000), "all was still unpaid on entering 31–60");
        assert_eq!(observed[3].rate_ppm(), Some(0), "the 40 left never came");
        let few = observe(&[History { due_on: day("2025-01-01"), amount_minor: 100, payments: vec![] }], day("2026-01-01"));
        assert_eq!(rates(&few, 900_000), RecoveryRates([900_000; 6]));
    }

    #[test]
    fn an_observation_waits_until_its_ninety_days_are_over() {
        let recent = History { due_on: day("2025-12-01"), amount_minor: 100, payments: vec![] };
        assert_eq!(observe(&[recent], day("2026-01-01"))[0].installments, 0);
    }
}
