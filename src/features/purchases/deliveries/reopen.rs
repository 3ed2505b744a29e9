//! The closing of a delivery is undone while no later record depends on it: its loans are reversed, and parts, budget, capital
//! and accounts are as before. The purchase is ordered again and can be closed again.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::capital::CapitalKind;
use crate::domain::cofinancing::balance::{ReceiptEffects, goods_received};
use crate::domain::cofinancing::{ContributionBasis, PurchaseStatus, PurchaseStep};
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::{LoanId, PurchaseId};
use crate::domain::ledger::{Entry, Source, SourceKind};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, nothing_stands_on_it, permit};
use crate::features::funds::{Act, Outcome};
use crate::features::loans::LoanAccount;
use crate::features::purchases::rework::project_of;
use crate::features::purchases::{self, EventRow, OnPurchase, PurchaseRecord, Said, on_purchase};
use crate::features::{capital, loans, programmes};

pub const UNDO: &str = "purchase.undo_receive";

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-received`, `records-stand-on-it` with what is to be undone first, `budget-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<PurchaseId>) -> Result<Answer<PurchaseId>, Error> {
    let purchase = order.what;
    let id: Uuid = on_purchase(app, by, key, Act(UNDO, Action::RequestPurchases), purchase, order, work).await?;
    Answer::of(app, id).await
}

async fn work(OnPurchase { mut on, record }: OnPurchase<'_>, order: Order<PurchaseId>) -> Outcome<Uuid> {
    let (step, id) = (on.step, record.id());
    record.status().after(PurchaseStep::Reopen)?;
    let events = purchases::events(step.tx, id).await?;
    let closed = events.into_iter().rev().find(|row| row.step == PurchaseStep::Receive);
    let closed = closed.ok_or_else(|| Error::fault("a received purchase was never closed"))?;
    let lent = loans_of(step.tx, &record).await?;
    let effects = record.effects()?;
    let grown = grown(step.tx, &record, effects).await?;
    nothing_stands_on_it(&standing_on(&record, &lent, grown.as_ref(), closed.id))?;
    let permitted = match permit(&on, stake(&record, &closed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let before = ordered_again(&record);
    let reopened = PurchaseRecord { row: purchases::Purchase { status: PurchaseStatus::Ordered, ..before.row.clone() }, ..before.clone() };
    let undone = goods_received(&record.balance()?, &reopened.balance()?, ReceiptEffects::default().less(effects));
    let on_day = record.row.received_on.unwrap_or(on.today);
    let source = Source { kind: SourceKind::PurchaseReopened, id: id.0 };
    let mut entries: Vec<Entry> = Entry::of_change(on_day, source, &*order.reason, undone)?.into_iter().collect();
    for held in lent {
        let (loan, member) = (held.loan.id, held.loan.member_id);
        entries.push(loans::put_right::reversal(step, &held.loan, &order.reason).await?);
        loans::put_right::take_back(step, &held, &order.reason).await?;
        permitted.along(&on, RecordKind::Loan, loan.0, Some(member)).await?;
    }
    on.post(entries).await?;
    if let Some(grown) = grown {
        capital::mark_reversed(step, grown.id(), &order.reason).await?;
        permitted.along(&on, RecordKind::Capital, grown.id().0, None).await?;
    }
    programmes::budget::take(step, record.row.budget_line_id, before.project_minor(), -project_of(&record), record.unit).await?;
    purchases::save_parts(step, &before).await?;
    purchases::take_step(step, before.row, PurchaseStep::Reopen, Said { note: order.reason.clone().into(), acta: None }).await?;
    purchases::commitments::renew(step, id).await?;
    permitted.reversed(&on).await?;
    Ok((id.0, json!({ "reason": order.reason })))
}

fn stake(held: &PurchaseRecord, closed: &EventRow) -> Stake {
    Stake {
        command: UNDO,
        kind: RecordKind::Purchase,
        id: held.id().0,
        recorded_by: closed.user_id,
        recorded_at: closed.at,
        amount_minor: held.total_minor(),
        member: None,
        changes: Vec::new(),
    }
}

/// The loans that the closing opened, and those opened later for a part that its payer did not give.
async fn loans_of(db: &impl ConnectionTrait, held: &PurchaseRecord) -> Result<Vec<LoanAccount>, Error> {
    let own = held.contributions.iter().filter_map(|row| row.loan_id);
    let mut ids: Vec<LoanId> = own.chain(held.members.iter().filter_map(|row| row.recoverable_loan_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut lent: Vec<LoanAccount> = loans::load(db, &ids).await?.into_values().collect();
    lent.sort_by_key(|held| held.loan.number);
    Ok(lent)
}

/// The capital from the project's part, where the producers repay it.
async fn grown(db: &impl ConnectionTrait, held: &PurchaseRecord, effects: ReceiptEffects) -> Result<Option<capital::Account>, Error> {
    if effects.recoverable_minor == 0 {
        return Ok(None);
    }
    let memo = purchases::pay::memo(held);
    let all = capital::accounts(db, &[held.fund()], Some(CapitalKind::SeedCapital)).await?;
    let found = all.into_iter().find(|account| {
        let row = &account.capital;
        let own = account.received() && row.payment_method == PaymentMethod::Goods && row.source == memo;
        own && (row.amount_minor, Some(row.happens_on)) == (effects.recoverable_minor, held.row.received_on)
    });
    found.map(Some).ok_or_else(|| Error::fault("the capital that a purchase brought has no row"))
}

/// Later records that depend on the closing, newest first: the order in which they must be undone. Ids grow with the time of
/// recording.
fn standing_on(held: &PurchaseRecord, lent: &[LoanAccount], grown: Option<&capital::Account>, closed: Uuid) -> Vec<RecordRef> {
    let of = |kind, id: Uuid, number, on| RecordRef { kind, id, number, on };
    let mut later: Vec<(DateTime<Utc>, RecordRef)> = Vec::new();
    for held in lent {
        let paid = held.standing().map(|row| (row.recorded_at, of(RecordKind::Repayment, row.id.0, Some(row.receipt_no), row.paid_on)));
        later.extend(paid.chain(held.remitted().map(|row| (row.recorded_at, of(RecordKind::Remission, row.id.0, None, row.decided_on)))));
    }
    for row in grown.into_iter().flat_map(capital::Account::standing) {
        later.push((row.recorded_at, of(RecordKind::CapitalReturn, row.id.0, Some(row.voucher_no), row.happens_on)));
    }
    for row in held.standing_payments().filter(|row| row.id.0 > closed) {
        later.push((row.recorded_at, of(RecordKind::PurchasePayment, row.id.0, row.receipt_no, row.happens_on)));
    }
    for row in held.standing_shifts().filter(|row| row.id.0 > closed) {
        later.push((row.recorded_at, of(RecordKind::PartShift, row.id.0, None, row.happens_on)));
    }
    later.sort_by_key(|(at, row)| std::cmp::Reverse((*at, row.id)));
    later.into_iter().map(|(_, row)| row).collect()
}

/// The purchase's rows as they were before its delivery was closed. Hectares counted in the field stay counted.
fn ordered_again(held: &PurchaseRecord) -> PurchaseRecord {
    let mut before = held.clone();
    (before.row.received_total_minor, before.row.received_on) = (None, None);
    before.parties.iter_mut().for_each(|row| row.received_minor = None);
    before.lines.iter_mut().for_each(|row| row.received_quantity = None);
    for row in &mut before.members {
        (row.received_taken_minor, row.received_pays_minor, row.recoverable_minor, row.recoverable_loan_id) = (None, None, 0, None);
    }
    // Drops the cash contributions that only the received quantities made necessary.
    before.contributions.retain(|row| row.amount_minor != 0 || row.asked_value != 0 || row.asked != ContributionBasis::Sum(0).code());
    before.contributions.iter_mut().for_each(|row| (row.received_minor, row.loan_id) = (None, None));
    before
}

/// # Errors
/// `records-stand-on-it`, where the delivery was closed after the record that is to be undone.
pub fn check_not_closed_since(held: &PurchaseRecord, events: &[EventRow], record: Uuid) -> Result<(), Refusal> {
    let closed = events.iter().rev().find(|row| row.step == PurchaseStep::Receive).filter(|_| held.status().received());
    match (closed, held.row.received_on) {
        (Some(closed), Some(on)) if closed.id > record => {
            nothing_stands_on_it(&[RecordRef { kind: RecordKind::Purchase, id: held.id().0, number: Some(held.row.number), on }])
        }
        _ => Ok(()),
    }
}
