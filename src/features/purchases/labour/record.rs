//! Days worked are recorded, or undone with a reason. They count once the goods are received.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::ContributionKind;
use crate::domain::ids::{LabourId, MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::{associations, purchases};

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
    let held = purchases::see(app, by, purchase, Action::RequestPurchases).await?;
    let association = associations::see(app, by, held.row.association_id, Action::RequestPurchases).await?;
    happened(new.worked_on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("worked_on"))?;
    let association = association.id;
    let input = (purchase, new);
    let command = Command { name: "labour.record", allowed: Action::RequestPurchases, association: Some(association), key, input };
    let id = command::run(&app.db, app.clock, by, command, |step, (purchase, new)| {
        Box::pin(async move {
            let (held, _books) = purchases::draft::locked(step, purchase).await?;
            check(&held)?;
            purchases::draft::check_day(step, &held, new.worked_on).await.map_err(|error| error.at("worked_on"))?;
            if !(1..=MOST_DAYS).contains(&new.days) {
                return Err(Refusal::invalid("days", "days-out-of-range").into());
            }
            let agreed = |row: &&crate::db::entity::contribution::Model| row.member_id == Some(new.member) && row.kind == ContributionKind::Labour;
            let agreed: Vec<_> = held.contributions.iter().filter(agreed).collect();
            if agreed.is_empty() {
                return Err(Refusal::conflict("labour-not-agreed").at("member").into());
            }
            let worked = store::days(step.tx, purchase).await?.get(&new.member).copied().unwrap_or(0);
            let left = agreed.iter().map(|row| row.asked_value).sum::<i64>() - worked;
            if new.days > left {
                return Err(Refusal::conflict("more-days-than-agreed").at("days").with("left", Fact::Quantity(left.max(0))).into());
            }
            let association = held.row.association_id;
            let id = store::insert(step, association, purchase, new).await?;
            Ok(Done { id: id.0, association: Some(association), detail: json!({ "purchase": purchase }) })
        })
    })
    .await?;
    Ok(LabourId(id))
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
    let association = store::find(app.db.read(), id).await?.association_id;
    let command = Command { name: "labour.undo", allowed: Action::RequestPurchases, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| {
        Box::pin(async move {
            let purchase = store::find(step.tx, id).await?.purchase_id;
            let (held, _books) = purchases::draft::locked(step, purchase).await?;
            check(&held)?;
            let row = store::find(step.tx, id).await?;
            if row.reversed_at.is_some() {
                return Err(Refusal::conflict("already-reversed").into());
            }
            store::mark_reversed(step, id, &reason).await?;
            Ok(Done { id: id.0, association: Some(row.association_id), detail: json!({ "reason": reason }) })
        })
    })
    .await?;
    Ok(())
}
