//! Wrong days worked are reversed with a reason, or corrected in one step: days, day and task. Both stay visible.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::record::{NewLabour, check, check_new};
use super::{Labour, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::contribution::value_of;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::LabourId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome};
use crate::features::purchases::{OnPurchase, PurchaseRecord, on_purchase};

pub const UNDO: &str = "labour.undo";
pub const CORRECT: &str = "labour.correct";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-received`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<LabourId>) -> Result<Answer<LabourId>, Error> {
    let purchase = store::find(app.db.read(), order.what).await?.purchase_id;
    let id: Uuid = on_purchase(app, by, key, Act(UNDO, Action::RequestPurchases), purchase, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(OnPurchase { on, record }: OnPurchase<'_>, order: Order<LabourId>) -> Outcome<Uuid> {
    check(&record)?;
    let wrong = standing(&on, order.what).await?;
    let permitted = match permit(&on, stake(&record, &wrong, UNDO, Vec::new())?, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    store::mark_reversed(on.step, wrong.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((wrong.id.0, json!({ "reason": order.reason })))
}

/// The right content of a record of days. The member cannot change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: LabourId,
    pub worked_on: NaiveDate,
    /// Thousandths of a day.
    pub days: i64,
    pub task: Line,
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `nothing-changed`, what recording refuses.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<LabourId>, Error> {
    let purchase = store::find(app.db.read(), order.what.wrong).await?.purchase_id;
    let id: Uuid = on_purchase(app, by, key, Act(CORRECT, Action::RequestPurchases), purchase, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(OnPurchase { on, record }: OnPurchase<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let right = order.what.clone();
    let wrong = standing(&on, right.wrong).await?;
    let changed = changed(&wrong, &right);
    let new = NewLabour {
        member: wrong.member_id,
        worked_on: right.worked_on,
        days: right.days,
        task: right.task,
        worked_by: wrong.worked_by.clone().map(Line::kept),
        gift: wrong.gift,
    };
    check_new(&on, &record, &new, if wrong.gift { 0 } else { wrong.days }).await?;
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    let permitted = match permit(&on, stake(&record, &wrong, CORRECT, changed)?, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    store::mark_reversed(on.step, wrong.id, &order.reason).await?;
    let id = store::insert(on.step, record.row.association_id, record.id(), new).await?;
    permitted.corrected(&on, id).await?;
    Ok((id.0, json!({ "reason": order.reason, "corrects": wrong.id })))
}

async fn standing(on: &OnFund<'_>, id: LabourId) -> Result<Labour, Error> {
    let labour = store::find(on.step.tx, id).await?;
    not_reversed(labour.reversed_at)?;
    Ok(labour)
}

/// The stake is the value of the days; a gift has no value.
fn stake(held: &PurchaseRecord, labour: &Labour, command: &'static str, changes: Vec<FieldChange>) -> Result<Stake, Refusal> {
    Ok(Stake {
        command,
        kind: RecordKind::Labour,
        id: labour.id.0,
        recorded_by: labour.recorded_by,
        recorded_at: labour.recorded_at,
        amount_minor: if labour.gift { 0 } else { value_of(labour.days, held.row.day_rate_minor)? },
        member: Some(labour.member_id),
        changes,
    })
}

fn changed(wrong: &Labour, right: &Right) -> Vec<FieldChange> {
    let said = |days: i64, on, task: &str| {
        vec![("days", FieldValue::Quantity(days)), ("date", FieldValue::Date(on)), ("task", FieldValue::Text(task.to_owned()))]
    };
    changes(said(wrong.days, wrong.worked_on, &wrong.task), said(right.days, right.worked_on, &right.task))
}
