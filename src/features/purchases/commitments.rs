//! What an approved purchase commits of its fund until its goods are received (spec §6, §8): what the fund will lend or pay in
//! place of labour, and the money of others that suppliers already have.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{EventRow, PurchaseRecord, pay, store};
use crate::clock::day_of;
use crate::db::command::Step;
use crate::domain::cofinancing::{PurchaseBalance, PurchaseStep};
use crate::domain::commitment::{Commitment, CommitmentKind, CommittedBy, spans};
use crate::domain::ids::PurchaseId;
use crate::domain::ledger::Account;
use crate::error::Error;
use crate::features::associations;
use crate::features::commitments::{self, Committer};

/// A purchase's commitments over its whole life, from its events and payments.
///
/// # Errors
/// A fault when the rows are inconsistent.
pub fn of(held: &PurchaseRecord, events: &[EventRow], time_zone: &str) -> Result<Vec<Commitment>, Error> {
    let first = |step: PurchaseStep| events.iter().find(|row| row.step == step).map(|row| day_of(row.at, time_zone));
    let Some(approved_on) = first(PurchaseStep::Approve) else { return Ok(Vec::new()) };
    let over_on = [held.row.received_on, first(PurchaseStep::Cancel)].into_iter().flatten().min();
    let mut days: Vec<NaiveDate> = held.payments.iter().map(|row| row.happens_on.max(approved_on)).chain([approved_on]).collect();
    days.sort_unstable();
    days.dedup();
    let mut changes: [Vec<(NaiveDate, i64)>; 3] = Default::default();
    for on in days {
        let amounts = amounts(&held.balance_on(false, on)?, held.row.lends_minor);
        for (of, minor) in changes.iter_mut().zip(amounts) {
            of.push((on, minor));
        }
    }
    Ok(CommitmentKind::ALL.into_iter().zip(&changes).flat_map(|(kind, of)| spans(kind, of, over_on)).collect())
}

/// The committed amounts, in the order of [`CommitmentKind::ALL`]. Minor units.
fn amounts(balance: &PurchaseBalance, lends_minor: i64) -> [i64; 3] {
    let passed_on = balance.passed_on_minor();
    let advances = balance.accounts().get(&Account::ProducerAdvances).map_or(0, |minor| -minor);
    [balance.committed_minor(lends_minor), passed_on.min(advances), passed_on - passed_on.min(advances)]
}

pub fn committer(held: &PurchaseRecord) -> Committer {
    Committer {
        association: held.row.association_id,
        fund: held.fund(),
        kind: CommittedBy::Purchase,
        id: held.row.id.0,
        memo: pay::memo(held),
        member: None,
    }
}

/// Writes what a purchase commits, from its present rows in the database.
pub async fn renew(step: &Step<'_>, id: PurchaseId) -> Result<(), Error> {
    let held = store::load_one(step.tx, id).await?;
    let events = store::events(step.tx, id).await?;
    let time_zone = associations::find(step.tx, held.row.association_id).await?.time_zone;
    commitments::replace(step.tx, &committer(&held), &of(&held, &events, &time_zone)?).await
}

/// What each of these purchases commits over its life, computed from its records.
pub async fn worked_out(
    db: &impl ConnectionTrait,
    purchases: &[PurchaseRecord],
    time_zone: &str,
) -> Result<Vec<(Committer, Vec<Commitment>)>, Error> {
    let events = store::events_of(db, purchases.iter().map(|held| held.row.id).collect()).await?;
    let mut worked_out = Vec::with_capacity(purchases.len());
    for held in purchases {
        let own: Vec<EventRow> = events.iter().filter(|row| row.purchase_id == held.row.id).cloned().collect();
        worked_out.push((committer(held), of(held, &own, time_zone)?));
    }
    Ok(worked_out)
}
