//! The fund's own recovery rate by age bucket, observed in its last closed cycles (spec §6).

use chrono::{Days, NaiveDate};

use super::arrears::Bucket;
use super::availability::RecoveryRates;
use super::rate::WHOLE_PPM;
use super::refusal::Refusal;
use super::replay::{Contract, Event, EventKind, replay_watched};

/// How long after being in a bucket a payment still counts as recovered from it.
const WINDOW_DAYS: u64 = 90;
/// With fewer observed installments the rules' default rate is used.
pub const ENOUGH_OBSERVED: i64 = 20;

/// An installment with what was paid on it, and when. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub due_on: NaiveDate,
    pub amount_minor: i64,
    pub payments: Vec<(NaiveDate, i64)>,
    /// The day of the relief that cut it to what was paid of it. From that day nothing more of it is expected.
    pub cut_on: Option<NaiveDate>,
}

/// What was paid on each installment of a loan, and when: one replay, which shows what each event changed.
///
/// # Errors
/// As [`super::replay::replay`].
pub fn histories(contract: &Contract, events: &[Event]) -> Result<Vec<History>, Refusal> {
    let as_of = events.iter().map(|event| event.on).max().unwrap_or(contract.terms.disbursed_on);
    let start = |due_on: NaiveDate, amount_minor: i64| History { due_on, amount_minor, payments: Vec::new(), cut_on: None };
    let mut histories: Vec<History> = contract.schedule.iter().map(|row| start(row.due_on, row.principal + row.interest)).collect();
    let mut paid = vec![0; histories.len()];
    replay_watched(contract, events, as_of, |on, kind, installments| {
        if matches!(kind, EventKind::Relief(_)) {
            // Installments are numbered from 1, also those that a relief adds.
            let new: Vec<_> = installments.iter().filter(|row| row.no as usize > histories.len()).collect();
            if !new.is_empty() {
                let open = histories.iter_mut().zip(&paid).filter(|(history, paid)| history.cut_on.is_none() && history.amount_minor > **paid);
                open.for_each(|(history, _)| history.cut_on = Some(on));
                histories.extend(new.iter().map(|row| start(row.due_on, row.principal + row.interest)));
                paid.resize(histories.len(), 0);
            }
        }
        for row in installments {
            let Some((history, before)) = (row.no as usize).checked_sub(1).and_then(|i| Some((histories.get_mut(i)?, paid.get_mut(i)?))) else {
                continue;
            };
            let now = row.paid_principal + row.paid_interest;
            if now != *before {
                history.payments.push((on, now - *before));
                *before = now;
            }
        }
    })?;
    Ok(histories)
}

/// An installment on the day it entered a bucket: what was unpaid then, and how much of that was paid within the next 90
/// days. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    pub bucket: Bucket,
    /// The day its 90 days end. The observation counts from that day.
    pub counts_from: NaiveDate,
    pub entered_minor: i64,
    pub recovered_minor: i64,
}

impl History {
    /// Observations by age, until nothing is left to observe. The bucket *not yet due* observes the whole installment, so
    /// that advance payments count as recovered.
    pub fn observations(&self) -> impl Iterator<Item = Observation> + '_ {
        let paid_by = |on: NaiveDate| self.payments.iter().filter(|(paid_on, _)| *paid_on <= on).map(|(_, minor)| minor).sum::<i64>();
        let observation = move |bucket: Bucket| {
            let entered_on = self.due_on + Days::new(bucket.enters_after_days());
            let before = if bucket == Bucket::NotDue { 0 } else { paid_by(entered_on - Days::new(1)) };
            let asked = if self.cut_on.is_some_and(|cut_on| cut_on <= entered_on) { paid_by(entered_on) } else { self.amount_minor };
            let entered_minor = asked - before;
            let counts_from = counts_from(self.due_on, bucket);
            Observation { bucket, counts_from, entered_minor, recovered_minor: (paid_by(counts_from) - before).min(entered_minor) }
        };
        Bucket::ALL.into_iter().map(observation).take_while(|seen| seen.entered_minor > 0)
    }
}

/// The day from which an installment counts in a bucket.
fn counts_from(due_on: NaiveDate, bucket: Bucket) -> NaiveDate {
    due_on + Days::new(bucket.enters_after_days() + WINDOW_DAYS)
}

/// Whether an event on a day can change an observation of an installment that counts by `until`. An event after the 90 days
/// cannot.
pub fn reaches(due_on: NaiveDate, event_on: NaiveDate, until: NaiveDate) -> bool {
    Bucket::ALL.into_iter().map(|bucket| counts_from(due_on, bucket)).any(|counts_from| event_on <= counts_from && counts_from <= until)
}

/// The first and last due day whose observation in a bucket begins to count after `after` and up to `until`.
pub fn begins_to_count(bucket: Bucket, after: Option<NaiveDate>, until: NaiveDate) -> (NaiveDate, NaiveDate) {
    let age = Days::new(bucket.enters_after_days() + WINDOW_DAYS);
    (after.map_or(NaiveDate::MIN, |after| after - age + Days::new(1)), until - age)
}

/// The observations of one bucket. Amounts in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    pub installments: i64,
    pub entered_minor: i128,
    pub recovered_minor: i128,
}

impl Observed {
    /// In ppm, floored; none while there are too few observations.
    pub fn rate_ppm(&self) -> Option<i64> {
        let seen = self.installments >= ENOUGH_OBSERVED && self.entered_minor > 0;
        seen.then(|| i64::try_from(self.recovered_minor * i128::from(WHOLE_PPM) / self.entered_minor).unwrap_or(WHOLE_PPM))
    }
}

impl Observed {
    pub fn count(&mut self, seen: &Observation, times: i64) {
        self.installments += times;
        self.entered_minor += i128::from(seen.entered_minor * times);
        self.recovered_minor += i128::from(seen.recovered_minor * times);
    }

    pub fn add(&mut self, other: &Self) {
        self.installments += other.installments;
        self.entered_minor += other.entered_minor;
        self.recovered_minor += other.recovered_minor;
    }
}

/// The observations of these installments up to a day.
pub fn observe(histories: &[History], at: NaiveDate) -> [Observed; 6] {
    let mut observed = [Observed::default(); 6];
    for seen in histories.iter().flat_map(History::observations).filter(|seen| seen.counts_from <= at) {
        observed[seen.bucket as usize].count(&seen, 1);
    }
    observed
}

/// The observed rate of each bucket, or the rules' default where there are too few observations.
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
        let one = History { due_on: day("2025-01-01"), amount_minor: 100, payments: vec![(day("2025-02-15"), 60)], cut_on: None };
        let observed = observe(&vec![one; 20], day("2026-01-01"));
        assert_eq!(observed[0].rate_ppm(), Some(600_000));
        assert_eq!(observed[2].rate_ppm(), Some(600_000), "all was still unpaid on entering 31–60");
        assert_eq!(observed[3].rate_ppm(), Some(0), "the 40 left never came");
        let few = observe(&[History { due_on: day("2025-01-01"), amount_minor: 100, payments: vec![], cut_on: None }], day("2026-01-01"));
        assert_eq!(rates(&few, 900_000), RecoveryRates([900_000; 6]));
    }

    #[test]
    fn an_observation_waits_until_its_ninety_days_are_over() {
        let recent = History { due_on: day("2025-12-01"), amount_minor: 100, payments: vec![], cut_on: None };
        assert_eq!(observe(&[recent], day("2026-01-01"))[0].installments, 0);
    }
}
