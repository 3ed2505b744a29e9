//! Money moves for a purchase: collected from a payer, paid to a supplier, or given back. Each posting is the difference
//! between the purchase's balance before and after.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::draft::check_day;
use super::held::{movement, no_of};
use super::{OnPurchase, PaymentRow, PurchaseRecord, commitments, on_purchase, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::balance::moved;
use crate::domain::cofinancing::{Movement, Payer, PurchaseBalance, PurchaseStatus};
use crate::domain::ids::{PaymentId, PurchaseId};
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome};
use crate::web::text::Reader;

#[derive(Clone, Debug, Serialize)]
pub struct NewPayment {
    pub movement: Movement,
    pub amount_minor: i64,
    /// Fingerprints keep this field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    pub happens_on: NaiveDate,
    pub note: Note,
}

/// `Alfalfa y rye grass · N.º 3`: a purchase's name in the books.
pub fn memo(held: &PurchaseRecord) -> String {
    // The books keep one name for every reader, in the program's first language.
    Reader::default().tf("memo-of-purchase", &[("purpose", held.row.purpose.as_str().into()), ("number", held.row.number.to_string().into())])
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `purchase-not-approved`, `purchase-not-ordered`, `purchase-already-over`,
/// `more-than-due`, `more-than-owed`, `more-than-over`, `cash-short`.
pub async fn record(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewPayment) -> Result<PaymentId, Error> {
    on_purchase(app, by, key, Act("purchase.pay", Action::RequestPurchases), purchase, (purchase, new), record_work).await
}

async fn record_work(OnPurchase { mut on, record }: OnPurchase<'_>, (purchase, new): (PurchaseId, NewPayment)) -> Outcome<PaymentId> {
    happened(new.happens_on, on.today).map_err(|refusal| refusal.at("happens_on"))?;
    check_status(record.status(), &new.movement)?;
    check_day(on.step, &record, new.happens_on).await.map_err(|error| error.at("happens_on"))?;
    let before = record.balance()?;
    before.check(&new.movement, new.amount_minor, record.unit)?;
    let amount_minor = new.amount_minor;
    let (row, entry) = prepare(&mut on, &record, &before, new)?;
    on.post(entry.into_iter().collect()).await?;
    let (id, receipt_no) = (row.id, row.receipt_no);
    store::insert_payment(on.step, row).await?;
    commitments::renew(on.step, purchase).await?;
    Ok((id, json!({ "purchase": purchase, "amount_minor": amount_minor, "receipt": receipt_no })))
}

/// The row of a payment and its entry, computed from the purchase's balance before it. A member's payment into the fund has a
/// receipt.
///
/// # Errors
/// What an entry refuses.
pub fn prepare(
    on: &mut OnFund<'_>,
    record: &PurchaseRecord,
    before: &PurchaseBalance,
    new: NewPayment,
) -> Result<(PaymentRow, Option<Entry>), Error> {
    let mut after = before.clone();
    after.count(&new.movement, new.amount_minor);
    let id: PaymentId = on.step.new_id();
    let money = (postings::held_in(new.payment_method), new.movement.money(new.amount_minor));
    let source = Source { kind: SourceKind::PurchasePayment, id: id.0 };
    let entry = Entry::of_change(new.happens_on, source, memo(record), moved(before, &after, money))?;
    let receipt_no = matches!(new.movement, Movement::Collected(Payer::Member(_))).then(|| on.book.take_receipt_no());
    let entry = entry.map(|entry| match receipt_no {
        Some(no) => entry.with_receipt(no),
        None => entry,
    });
    let (party_no, member_id) = match new.movement.payer() {
        Some(Payer::Party(party)) => (Some(no_of(party)), None),
        Some(Payer::Member(member)) => (None, Some(member)),
        None => (None, None),
    };
    let row = PaymentRow {
        id,
        association_id: record.row.association_id,
        fund_id: record.row.fund_id,
        purchase_id: record.row.id,
        kind: new.movement.kind(),
        party_no,
        member_id,
        supplier: new.movement.supplier().map(str::to_owned),
        amount_minor: new.amount_minor,
        payment_method: new.payment_method,
        happens_on: new.happens_on,
        note: new.note.into(),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversal_reason: None,
        reversed_by_cancelling: false,
        receipt_no,
    };
    Ok((row, entry))
}

/// Money is collected once the purchase is approved, and suppliers are paid once it is ordered.
fn check_status(status: PurchaseStatus, movement: &Movement) -> Result<(), Refusal> {
    use PurchaseStatus::{Approved, Ordered, Received};
    match (status, movement) {
        (Ordered | Received, _) | (Approved, Movement::Collected(_) | Movement::GivenBack(_)) => Ok(()),
        (Approved, _) => Err(Refusal::conflict("purchase-not-ordered")),
        (PurchaseStatus::Draft | PurchaseStatus::Submitted | PurchaseStatus::Returned, _) => Err(Refusal::conflict("purchase-not-approved")),
        _ => Err(Refusal::conflict("purchase-already-over")),
    }
}

/// Why a payment is reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// The payment was recorded by mistake: it never happened, so the reversal has the payment's date.
    Mistake,
    /// The purchase is cancelled: the payment counts until this day.
    Cancelling(NaiveDate),
}

/// Reverses payments, all of them or none, each by an entry of its own.
///
/// # Errors
/// `cash-short`, or a fault.
pub async fn reverse(on: &mut OnFund<'_>, held: &PurchaseRecord, rows: &[PaymentRow], why: Reversal, reason: &str) -> Result<(), Error> {
    let mut balance = held.balance()?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let before = balance.clone();
        let movement = movement(row)?;
        balance.count(&movement, -row.amount_minor);
        let money = (postings::held_in(row.payment_method), -movement.money(row.amount_minor));
        let source = Source { kind: SourceKind::PurchaseReversal, id: row.id.0 };
        let (day, cancelling) = match why {
            Reversal::Mistake => (row.happens_on, false),
            Reversal::Cancelling(day) => (day, true),
        };
        entries.extend(Entry::of_change(day, source, reason, moved(&before, &balance, money))?);
        store::mark_reversed(on.step, row.id, reason, cancelling).await?;
    }
    on.post(entries).await
}
