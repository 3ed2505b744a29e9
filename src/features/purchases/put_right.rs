//! A wrong payment of a purchase is reversed with a reason, or corrected in one step: amount, day, method or note. Both stay
//! visible.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::draft::check_day;
use super::held::movement;
use super::pay::{self, NewPayment, Reversal, reverse};
use super::{OnPurchase, PaymentRow, PurchaseRecord, commitments, on_purchase, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::PurchaseStatus;
use crate::domain::cofinancing::balance::moved;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::PaymentId;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, permit};
use crate::features::funds::{Act, Outcome};

pub const UNDO: &str = "purchase.undo_payment";
pub const CORRECT: &str = "purchase.correct_payment";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-over`, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<PaymentId>) -> Result<Answer<PaymentId>, Error> {
    let purchase = store::payment(app.db.read(), order.what).await?.purchase_id;
    let id: Uuid = on_purchase(app, by, key, Act(UNDO, Action::RequestPurchases), purchase, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(OnPurchase { mut on, record }: OnPurchase<'_>, order: Order<PaymentId>) -> Outcome<Uuid> {
    let wrong = standing(&record, order.what)?;
    let permitted = match permit(&on, stake(&wrong, UNDO, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    reverse(&mut on, &record, &[wrong], Reversal::Mistake, &order.reason).await?;
    commitments::renew(on.step, record.id()).await?;
    permitted.reversed(&on).await?;
    Ok((order.what.0, json!({ "reason": order.reason })))
}

/// The right content of a payment. Payer and supplier cannot change: that would be another payment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: PaymentId,
    pub amount_minor: i64,
    pub payment_method: PaymentMethod,
    pub happens_on: NaiveDate,
    pub note: Note,
}

/// The wrong payment is reversed and the right one recorded in one step: cash must cover only their difference.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `nothing-changed`, `purchase-already-over`, `date-in-future`,
/// `more-than-due`, `more-than-owed`, `more-than-over`, `cash-short`.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<PaymentId>, Error> {
    let purchase = store::payment(app.db.read(), order.what.wrong).await?.purchase_id;
    let id: Uuid = on_purchase(app, by, key, Act(CORRECT, Action::RequestPurchases), purchase, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(OnPurchase { mut on, record }: OnPurchase<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let right = order.what.clone();
    let wrong = standing(&record, right.wrong)?;
    happened(right.happens_on, on.today).map_err(|refusal| refusal.at("happens_on"))?;
    check_day(on.step, &record, right.happens_on).await.map_err(|error| error.at("happens_on"))?;
    let movement = movement(&wrong)?;
    let before = record.balance()?;
    let mut without = before.clone();
    without.count(&movement, -wrong.amount_minor);
    without.check(&movement, right.amount_minor, record.unit)?;
    let changed = changed(&wrong, &right);
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    let permitted = match permit(&on, stake(&wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let undone = (postings::held_in(wrong.payment_method), -movement.money(wrong.amount_minor));
    let source = Source { kind: SourceKind::PurchaseReversal, id: wrong.id.0 };
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(Entry::of_change(wrong.happens_on, source, &*order.reason, moved(&before, &without, undone))?);
    let new = NewPayment {
        movement,
        amount_minor: right.amount_minor,
        payment_method: right.payment_method,
        happens_on: right.happens_on,
        note: right.note,
    };
    let (row, entry) = pay::prepare(&mut on, &record, &without, new)?;
    entries.extend(entry);
    on.post(entries).await?;
    store::mark_reversed(on.step, wrong.id, &order.reason, false).await?;
    let (id, receipt_no) = (row.id, row.receipt_no);
    store::insert_payment(on.step, row).await?;
    commitments::renew(on.step, record.id()).await?;
    permitted.corrected(&on, id).await?;
    Ok((id.0, json!({ "reason": order.reason, "corrects": wrong.id, "receipt": receipt_no })))
}

fn standing(held: &PurchaseRecord, id: PaymentId) -> Result<PaymentRow, Refusal> {
    let row = held.standing_payments().find(|row| row.id == id).cloned().ok_or_else(|| Refusal::conflict("already-reversed"))?;
    if !matches!(held.status(), PurchaseStatus::Approved | PurchaseStatus::Ordered | PurchaseStatus::Received) {
        return Err(Refusal::conflict("purchase-already-over"));
    }
    Ok(row)
}

fn stake(payment: &PaymentRow, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::PurchasePayment,
        id: payment.id.0,
        recorded_by: payment.recorded_by,
        recorded_at: payment.recorded_at,
        amount_minor: payment.amount_minor,
        member: payment.member_id,
        changes,
    }
}

fn changed(wrong: &PaymentRow, right: &Right) -> Vec<FieldChange> {
    let said = |amount_minor, on, payment_method: PaymentMethod, note: String| {
        vec![
            ("amount", FieldValue::Money(amount_minor)),
            ("date", FieldValue::Date(on)),
            ("payment_method", FieldValue::Code(payment_method.code().to_owned())),
            ("note", note.into()),
        ]
    };
    changes(
        said(wrong.amount_minor, wrong.happens_on, wrong.payment_method, wrong.note.clone()),
        said(right.amount_minor, right.happens_on, right.payment_method, right.note.to_string()),
    )
}
