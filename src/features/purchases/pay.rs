//! Money moves for a purchase: collected from a payer, paid to a supplier, given back; or a wrong entry is undone. Each
//! posting is the difference between what the purchase stood at before and after.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::draft::{check_day, locked};
use super::held::{movement, no_of};
use super::{PaymentRow, PurchaseRecord, commitments, store};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal::{self, Book};
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::balance::moved;
use crate::domain::cofinancing::{Movement, Payer, PurchaseStatus};
use crate::domain::ids::{PaymentId, PurchaseId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::associations;

#[derive(Clone, Debug, Serialize)]
pub struct NewPayment {
    pub movement: Movement,
    pub amount_minor: i64,
    /// Under its first name in fingerprints, so that a form of an earlier version is known again.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    pub happens_on: NaiveDate,
    pub note: Note,
}

/// `Alfalfa y rye grass · N.º 3`: how a purchase is called in the books.
pub fn memo(held: &PurchaseRecord) -> String {
    format!("{} · N.º {}", held.row.purpose, held.row.number)
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `purchase-not-approved`, `purchase-not-ordered`, `purchase-already-over`,
/// `more-than-due`, `more-than-owed`, `more-than-over`, `cash-short`.
pub async fn record(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewPayment) -> Result<PaymentId, Error> {
    let held = super::see(app, by, purchase, Action::RequestPurchases).await?;
    let association = associations::see(app, by, held.row.association_id, Action::RequestPurchases).await?;
    happened(new.happens_on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("happens_on"))?;
    let association = association.id;
    let input = (purchase, new);
    let command = Command { name: "purchase.pay", allowed: Action::RequestPurchases, association: Some(association), key, input };
    let id = command::run(&app.db, app.clock, by, command, |step, (purchase, new)| Box::pin(work(step, purchase, new))).await?;
    Ok(PaymentId(id))
}

async fn work(step: &Step<'_>, purchase: PurchaseId, new: NewPayment) -> Result<Done, Error> {
    let (held, mut books) = locked(step, purchase).await?;
    check_status(held.status(), &new.movement)?;
    check_day(step, &held, new.happens_on).await.map_err(|error| error.at("happens_on"))?;
    let before = held.balance()?;
    before.check(&new.movement, new.amount_minor, held.unit)?;
    let mut after = before.clone();
    after.count(&new.movement, new.amount_minor);
    let id: PaymentId = step.new_id();
    let money = (postings::held_in(new.payment_method), new.movement.money(new.amount_minor));
    let entry = Entry::of_change(new.happens_on, Source { kind: "purchase_payment", id: id.0 }, memo(&held), moved(&before, &after, money))?;
    books.of(held.fund())?.post(step.tx, entry.into_iter().collect(), step.by.user_id, step.now).await?;
    journal::close(step.tx, books).await?;
    let (party_no, member_id) = match new.movement.payer() {
        Some(Payer::Party(party)) => (Some(no_of(party)), None),
        Some(Payer::Member(member)) => (None, Some(member)),
        None => (None, None),
    };
    let row = PaymentRow {
        id,
        association_id: held.row.association_id,
        fund_id: held.row.fund_id,
        purchase_id: held.row.id,
        kind: new.movement.code().to_owned(),
        party_no,
        member_id,
        supplier: new.movement.supplier().map(str::to_owned),
        amount_minor: new.amount_minor,
        payment_method: new.payment_method,
        happens_on: new.happens_on,
        note: new.note.into(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversal_reason: None,
        reversed_by_cancelling: false,
    };
    store::insert_payment(step, row).await?;
    commitments::renew(step, purchase).await?;
    Ok(Done { id: id.0, association: Some(held.row.association_id), detail: json!({ "purchase": purchase, "amount_minor": new.amount_minor }) })
}

/// Money is collected once the purchase is approved, and leaves for suppliers once it is ordered.
fn check_status(status: PurchaseStatus, movement: &Movement) -> Result<(), Refusal> {
    use PurchaseStatus::{Approved, Ordered, Received};
    match (status, movement) {
        (Ordered | Received, _) | (Approved, Movement::Collected(_) | Movement::GivenBack(_)) => Ok(()),
        (Approved, _) => Err(Refusal::conflict("purchase-not-ordered")),
        (PurchaseStatus::Draft | PurchaseStatus::Submitted | PurchaseStatus::Returned, _) => Err(Refusal::conflict("purchase-not-approved")),
        _ => Err(Refusal::conflict("purchase-already-over")),
    }
}

/// A wrong entry is undone: both stay visible.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-over`, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, id: PaymentId, reason: Line) -> Result<(), Error> {
    let row = store::payment(app.db.read(), id).await?;
    let association = row.association_id;
    let command =
        Command { name: "purchase.undo_payment", allowed: Action::RequestPurchases, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| {
        Box::pin(async move {
            let purchase = store::payment(step.tx, id).await?.purchase_id;
            let (held, mut books) = locked(step, purchase).await?;
            if !matches!(held.status(), PurchaseStatus::Approved | PurchaseStatus::Ordered | PurchaseStatus::Received) {
                return Err(Refusal::conflict("purchase-already-over").into());
            }
            let row = held.standing_payments().find(|row| row.id == id).cloned().ok_or_else(|| Refusal::conflict("already-reversed"))?;
            reverse(step, books.of(held.fund())?, &held, &[row], Reversal::Mistake, &reason).await?;
            journal::close(step.tx, books).await?;
            commitments::renew(step, purchase).await?;
            Ok(Done { id: id.0, association: Some(held.row.association_id), detail: json!({ "reason": reason }) })
        })
    })
    .await?;
    Ok(())
}

/// Why a payment is reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// It was recorded wrongly: it never stood, so that its reversal is dated as it was.
    Mistake,
    /// Its purchase is cancelled: it stood until this day.
    Cancelling(NaiveDate),
}

/// Reverses payments, all of them or none: each by an entry of its own.
///
/// # Errors
/// `cash-short`, or a fault.
pub async fn reverse(step: &Step<'_>, book: &mut Book, held: &PurchaseRecord, rows: &[PaymentRow], why: Reversal, reason: &str) -> Result<(), Error> {
    let mut balance = held.balance()?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let before = balance.clone();
        let movement = movement(row)?;
        balance.count(&movement, -row.amount_minor);
        let money = (postings::held_in(row.payment_method), -movement.money(row.amount_minor));
        let source = Source { kind: "purchase_reversal", id: row.id.0 };
        let (on, cancelling) = match why {
            Reversal::Mistake => (row.happens_on, false),
            Reversal::Cancelling(on) => (on, true),
        };
        entries.extend(Entry::of_change(on, source, reason, moved(&before, &balance, money))?);
        store::mark_reversed(step, row.id, reason, cancelling).await?;
    }
    book.post(step.tx, entries, step.by.user_id, step.now).await?;
    Ok(())
}
