//! Days worked are recorded, or undone with a reason. They count once the goods are received.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::ContributionKind;
use crate::domain::ids::{LabourId, MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::purchases::{self, OnPurchase, on_purchase};

/// The most days in one record, in thousandths: a year.
pub const MOST_DAYS: i64 = 366_000;

#[derive(Clone, Debug, Serialize)]
pub struct NewLabour {
    pub member: MemberId,
    pub worked_on: NaiveDate,
    /// Thousandths of a day.
    pub days: i64,
    pub task: Line,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `days-out-of-range`, `labour-not-agreed`, `more-days-than-agreed`, `purchase-already-received`,
/// `purchase-not-approved`.
pub async fn record(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewLabour) -> Result<LabourId, Error> {
    on_purchase(app, by, key, Act("labour.record", Action::RequestPurchases), purchase, (purchase, new), record_work).await
}

async fn record_work(OnPurchase { on, record }: OnPurchase<'_>, (purchase, new): (PurchaseId, NewLabour)) -> Outcome<LabourId> {
    happened(new.worked_on, on.today).map_err(|refusal| refusal.at("worked_on"))?;
    check(&record)?;
    purchases::draft::check_day(on.step, &record, new.worked_on).await.map_err(|error| error.at("worked_on"))?;
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(Refusal::invalid("days", "days-out-of-range").into());
    }
    let agreed = |row: &&crate::db::entity::contribution::Model| row.member_id == Some(new.member) && row.kind == ContributionKind::Labour;
    let agreed: Vec<_> = record.contributions.iter().filter(agreed).collect();
    if agreed.is_empty() {
        return Err(Refusal::conflict("labour-not-agreed").at("member").into());
    }
    let worked = store::days(on.step.tx, purchase).await?.get(&new.member).copied().unwrap_or(0);
    let left = agreed.iter().map(|row| row.asked_value).sum::<i64>() - worked;
    if new.days > left {
        return Err(Refusal::conflict("more-days-than-agreed").at("days").with("left", Fact::Quantity(left.max(0))).into());
    }
    let id = store::insert(on.step, record.row.association_id, purchase, new).await?;
    Ok((id, json!({ "purchase": purchase })))
}

fn check(held: &purchases::PurchaseRecord) -> Result<(), Error> {
    let status = held.status();
    if status.received() {
        return Err(Refusal::conflict("purchase-already-received").into());
    }
    if status.commits() { Ok(()) } else { Err(Refusal::conflict("purchase-not-approved").into()) }
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-received`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, id: LabourId, reason: Line) -> Result<(), Error> {
    let purchase = store::find(app.db.read(), id).await?.purchase_id;
    on_purchase(app, by, key, Act("labour.undo", Action::RequestPurchases), purchase, (id, reason), undo_work).await.map(drop)
}

async fn undo_work(OnPurchase { on, record }: OnPurchase<'_>, (id, reason): (LabourId, Line)) -> Outcome<LabourId> {
    check(&record)?;
    if store::find(on.step.tx, id).await?.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    store::mark_reversed(on.step, id, &reason).await?;
    Ok((id, json!({ "reason": reason })))
}
