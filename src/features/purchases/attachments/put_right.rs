//! A wrong document is marked as wrong with a reason, and the right one is named where there is one. It stays visible, struck
//! through, because it was shown to those who decided.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::attach::check_attaches;
use super::{Attachment, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::RecordKind;
use crate::domain::ids::AttachmentId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, permit};
use crate::features::funds::{Act, Outcome};
use crate::features::purchases::{self, OnPurchase, PurchaseRecord, on_purchase};

pub const MARK: &str = "attachment.mark_wrong";

/// Which document is wrong, and which one takes its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wrong {
    pub wrong: AttachmentId,
    pub right: Option<AttachmentId>,
}

/// Those who attach documents mark their own; those who may put right records mark the others.
///
/// # Errors
/// `forbidden`, `not-found`.
pub fn check_marks(by: &Actor, held: &PurchaseRecord, row: &Attachment) -> Result<Action, Refusal> {
    let allowed = check_attaches(by, held)?;
    if row.attached_by != by.user_id {
        by.check(Action::PutRight, Some(row.association_id))?;
    }
    Ok(allowed)
}

/// # Errors
/// `forbidden`, `not-found`, `document-already-wrong`, `document-unknown`.
pub async fn mark(app: &App, by: &Actor, key: Uuid, order: Order<Wrong>) -> Result<Answer<AttachmentId>, Error> {
    let row = store::find(app.db.read(), order.what.wrong).await?;
    let purchase = row.purchase_id;
    let allowed = check_marks(by, &purchases::load_one(app.db.read(), purchase).await?, &row)?;
    let id: Uuid = on_purchase(app, by, key, Act(MARK, allowed), purchase, order, work).await?;
    Answer::of(app, id).await
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, order: Order<Wrong>) -> Outcome<Uuid> {
    let Wrong { wrong, right } = order.what;
    let all = store::of_purchase(on.step.tx, record.id()).await?;
    let row = all.iter().find(|row| row.id == wrong).ok_or_else(Refusal::not_found)?;
    if row.wrong_at.is_some() {
        return Err(Refusal::conflict("document-already-wrong").into());
    }
    // The right document must not be marked as wrong itself, and must be of the same purchase.
    if right.is_some_and(|right| right == wrong || !all.iter().any(|row| row.id == right && row.wrong_at.is_none())) {
        return Err(Refusal::invalid("right", "document-unknown").into());
    }
    let permitted = match permit(&on, stake(row), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    store::mark_wrong(on.step, wrong, &order.reason, right).await?;
    match right {
        Some(right) => permitted.corrected(&on, right).await?,
        None => permitted.reversed(&on).await?,
    }
    Ok((wrong.0, json!({ "reason": order.reason, "right": right })))
}

fn stake(row: &Attachment) -> Stake {
    Stake {
        command: MARK,
        kind: RecordKind::Attachment,
        id: row.id.0,
        recorded_by: row.attached_by,
        recorded_at: row.attached_at,
        amount_minor: 0,
        member: None,
        changes: Vec::new(),
    }
}
