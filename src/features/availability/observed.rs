//! The recovery observed in a fund's last closed cycles. It is stored, and brought up to today when it is first read on a
//! day.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::app::App;
use crate::db::{Tx, journal};
use crate::domain::arrears::Bucket;
use crate::domain::ids::FundId;
use crate::domain::recovery::{History, Observed, begins_to_count};
use crate::error::Error;
use crate::features::funds::{self, Cycle};
use crate::features::loans;
use crate::features::recovery::{self, Counted, closed, counted};

/// Loans replayed at a time.
const LOANS: usize = 250;

pub async fn observed(app: &App, fund: FundId, cycles: &[Cycle], today: NaiveDate) -> Result<[Observed; 6], Error> {
    let closed = closed(cycles, today);
    if let Some(observed) = kept(app.db.read(), fund, &closed, today).await? {
        return Ok(observed);
    }
    match app.db.write(move |tx| Box::pin(catch_up(tx, fund, today))).await {
        Ok(()) => {
            if let Some(observed) = kept(app.db.read(), fund, &closed, today).await? {
                return Ok(observed);
            }
        }
        // Reading goes on where writing fails.
        Err(fault) => tracing::warn!(%fault, "what was observed of recovery could not be kept"),
    }
    let mut anew = Vec::with_capacity(closed.len());
    for cycle in closed {
        anew.push(since(app.db.read(), cycle, None, today).await?);
    }
    Ok(recovery::sum(anew))
}

/// The stored observations, where all of them are counted up to today.
async fn kept(db: &impl ConnectionTrait, fund: FundId, closed: &[&Cycle], today: NaiveDate) -> Result<Option<[Observed; 6]>, Error> {
    if closed.is_empty() {
        return Ok(Some(recovery::sum([])));
    }
    let kept = recovery::kept(db, fund).await?;
    let of = closed.iter().map(|cycle| kept.get(&cycle.id).filter(|counted| counted.to == today).map(|counted| counted.observed));
    Ok(of.collect::<Option<Vec<_>>>().map(recovery::sum))
}

/// Counts the observations that begin to count by today.
pub async fn catch_up(tx: &Tx, fund: FundId, today: NaiveDate) -> Result<(), Error> {
    // The fund is locked, so that no event is recorded between reading the loans and writing what they show.
    let _locked = journal::open(tx, &[fund]).await?;
    let cycles = funds::cycles(tx, fund).await?;
    let kept = recovery::kept(tx, fund).await?;
    let mut now = Vec::new();
    for cycle in counted(&cycles, today) {
        let before = kept.get(&cycle.id);
        if before.is_some_and(|counted| counted.to >= today) {
            continue;
        }
        let begun = since(tx, cycle, before.map(|counted| counted.to), today).await?;
        let observed = recovery::sum(before.map(|counted| counted.observed).into_iter().chain([begun]));
        now.push((cycle.clone(), Counted { to: today, observed }));
    }
    recovery::keep(tx, &now).await
}

/// The observations of a cycle that began to count after a day and up to another; from the beginning without such a day.
async fn since(db: &impl ConnectionTrait, cycle: &Cycle, after: Option<NaiveDate>, until: NaiveDate) -> Result<[Observed; 6], Error> {
    let spans = Bucket::ALL.map(|bucket| begins_to_count(bucket, after, until));
    let ids = recovery::loans_due(db, cycle, &spans).await?;
    let mut observed = [Observed::default(); 6];
    for chunk in ids.chunks(LOANS) {
        for held in loans::load(db, chunk).await?.values().filter(|held| held.status().lent()) {
            let own = held.histories()?.into_iter().filter(|history| within(cycle, history));
            for seen in own.flat_map(|history| history.observations().collect::<Vec<_>>()) {
                if seen.counts_from <= until && after.is_none_or(|after| seen.counts_from > after) {
                    observed[seen.bucket as usize].count(&seen, 1);
                }
            }
        }
    }
    Ok(observed)
}

fn within(cycle: &Cycle, history: &History) -> bool {
    cycle.starts_on <= history.due_on && history.due_on <= cycle.ends_on
}
