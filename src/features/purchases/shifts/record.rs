//! A party does not give its part: another payer takes the rest over, the members do so with a loan of the fund, or it is
//! written off; always by acta. Each can be undone with a reason.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{PartShift, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::balance::{goods_received, moved};
use crate::domain::cofinancing::terms::{check_due, own_part};
use crate::domain::cofinancing::{
    ContributionKind, Costing, Draft, Movement, PartyRole, Payer, ProjectShareTerms, PurchaseStep, ShiftKind, work_out,
};
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::{PartShiftId, PurchaseId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, nothing_stands_on_it, permit};
use crate::features::funds::{self, Act, OnFund, Outcome};
use crate::features::loans::{self, LoanAccount};
use crate::features::purchases::deliveries::receive::{Lent, harvest, lend, received_draft};
use crate::features::purchases::deliveries::reopen::check_not_closed_since;
use crate::features::purchases::draft::check_day;
use crate::features::purchases::held::{no_of, shifted_from};
use crate::features::purchases::rework::{check_project, pledged, project_of, reworked, take};
use crate::features::purchases::{OnPurchase, PurchaseRecord, Said, commitments, events, on_purchase, pay, save_parts, take_step};

pub const UNDO: &str = "purchase.undo_shift";

#[derive(Clone, Debug, Serialize)]
pub struct NewShift {
    pub kind: ShiftKind,
    pub from: Payer,
    /// The payer who takes it over; none where it is lent to the members or written off.
    pub to: Option<Payer>,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    pub acta: Line,
    pub reason: Line,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `purchase-not-approved`, `purchase-not-received`, `purchase-already-over`,
/// `payer-unknown`, `part-of-a-member`, `more-than-due`, `more-than-approved`, `budget-short`, `fund-short`,
/// `closing-undone-first`.
pub async fn record(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewShift) -> Result<PartShiftId, Error> {
    on_purchase(app, by, key, Act("purchase.shift", Action::RequestPurchases), purchase, (purchase, new), record_work).await
}

fn step_of(kind: ShiftKind) -> PurchaseStep {
    if kind == ShiftKind::WrittenOff { PurchaseStep::WriteOff } else { PurchaseStep::TakeOver }
}

async fn record_work(OnPurchase { mut on, record }: OnPurchase<'_>, (purchase, new): (PurchaseId, NewShift)) -> Outcome<PartShiftId> {
    let taken = step_of(new.kind);
    record.status().after(taken)?;
    check(&on, &record, &new).await?;
    let row = row(&on, &record, &new)?;
    let (id, said) = (row.id, Said { note: new.reason.clone().into(), acta: Some(new.acta.clone()) });
    let mut after = record.clone();
    after.shifts.push(row.clone());
    if new.kind == ShiftKind::WrittenOff {
        let lost = moved(&record.balance()?, &after.balance()?, (Account::Cash, 0));
        let entry = Entry::of_change(new.happens_on, Source { kind: SourceKind::PartShift, id: id.0 }, pay::memo(&record), lost)?;
        on.post(entry.into_iter().collect()).await?;
    } else {
        take_over(&mut on, &record, &mut after, &row).await?;
        save_parts(on.step, &after).await?;
    }
    store::insert(on.step, row).await?;
    take_step(on.step, after.row, taken, said).await?;
    commitments::renew(on.step, purchase).await?;
    Ok((id, json!({ "purchase": purchase, "acta": new.acta, "amount_minor": new.amount_minor })))
}

async fn check(on: &OnFund<'_>, record: &PurchaseRecord, new: &NewShift) -> Result<(), Error> {
    happened(new.happens_on, on.today).map_err(|refusal| refusal.at("happens_on"))?;
    check_day(on.step, record, new.happens_on).await.map_err(|error| error.at("happens_on"))?;
    if let Some(received_on) = record.row.received_on.filter(|received_on| new.happens_on < *received_on) {
        return Err(Refusal::invalid("happens_on", "before-closing").with("date", Fact::Date(received_on)).into());
    }
    positive(new.amount_minor)?;
    // A part can be shifted up to what could still be collected from its payer.
    record.balance()?.check(&Movement::Collected(new.from), new.amount_minor, record.unit)?;
    let unknown = || Refusal::invalid("to", "payer-unknown");
    let known = |payer: Payer| match payer {
        Payer::Party(i) => record.parties.get(i).is_some(),
        Payer::Member(member) => record.members.iter().any(|row| row.member_id == member),
    };
    match (new.kind, new.to) {
        (ShiftKind::WrittenOff | ShiftKind::Lent, Some(_)) | (ShiftKind::TakenOver, None) => return Err(unknown().into()),
        (ShiftKind::TakenOver, Some(to)) if to == new.from || !known(to) => return Err(unknown().into()),
        _ => {}
    }
    let of_project = |payer| matches!(payer, Payer::Party(i) if record.parties.get(i).is_some_and(|row| row.role == PartyRole::Project));
    if new.kind != ShiftKind::WrittenOff {
        // A member's part is that member's debt, covered by their own loan and work, so it cannot be shifted.
        if matches!(new.from, Payer::Member(_)) {
            return Err(Refusal::invalid("from", "part-of-a-member").into());
        }
        // A recoverable project's part was lent to the members when the goods were received: its loans are opened again with
        // the new part.
        let recovers = record.row.project_share_terms == ProjectShareTerms::Recoverable && record.status().received();
        if recovers && (of_project(new.from) || new.to.is_some_and(of_project)) {
            return Err(Refusal::conflict("closing-undone-first").into());
        }
    }
    Ok(())
}

fn row(on: &OnFund<'_>, record: &PurchaseRecord, new: &NewShift) -> Result<PartShift, Error> {
    let producers = record.party(PartyRole::Producers).map(|row| row.no);
    let named = |payer: Option<Payer>| match payer {
        Some(Payer::Party(i)) => (Some(no_of(i)), None),
        Some(Payer::Member(member)) => (None, Some(member)),
        None => (None, None),
    };
    let (from_party_no, from_member_id) = named(Some(new.from));
    let (to_party_no, to_member_id) = if new.kind == ShiftKind::Lent { (producers, None) } else { named(new.to) };
    Ok(PartShift {
        id: on.step.new_id(),
        association_id: record.row.association_id,
        purchase_id: record.id(),
        kind: new.kind,
        from_party_no,
        from_member_id,
        to_party_no,
        to_member_id,
        amount_minor: new.amount_minor,
        happens_on: new.happens_on,
        acta: new.acta.to_string(),
        reason: new.reason.to_string(),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversal_reason: None,
    })
}

/// The purchase's content with the quantities that count now.
async fn present_draft(db: &impl ConnectionTrait, held: &PurchaseRecord) -> Result<Draft, Error> {
    if held.status().received() { received_draft(db, held).await } else { held.draft() }
}

/// Parts are computed again, the taken-over part is pledged, and the difference is posted.
async fn take_over(on: &mut OnFund<'_>, before: &PurchaseRecord, after: &mut PurchaseRecord, row: &PartShift) -> Result<(), Error> {
    let was = work_out(&present_draft(on.step.tx, before).await?, &before.parties())?;
    let is = work_out(&present_draft(on.step.tx, after).await?, &after.parties())?;
    cover(after, &was, &is, row);
    let worked = work_out(&present_draft(on.step.tx, after).await?, &after.parties())?;
    let received = before.status().received();
    *after = reworked(after, &worked, received);
    check_project(on, before, project_of(before).max(before.project_minor()), project_of(after)).await?;
    take(on, before, after, worked.lends_minor() - was.lends_minor()).await?;
    let mut entries = Vec::new();
    if received {
        let lent = if row.kind == ShiftKind::Lent { open(on, after, row).await? } else { Lent::default() };
        let change = after.effects()?.less(before.effects()?);
        let posted = goods_received(&before.balance()?, &after.balance()?, change);
        entries.extend(Entry::of_change(row.happens_on, Source { kind: SourceKind::PartShift, id: row.id.0 }, pay::memo(before), posted)?);
        entries.extend(lent.entries);
        loans::insert(on.step, lent.loans, lent.installments).await?;
    }
    on.post(entries).await
}

/// The payer who takes it over gives it in cash, or the fund lends it to the members; earlier contributions do not change.
fn cover(after: &mut PurchaseRecord, was: &Costing, is: &Costing, row: &PartShift) {
    let kind = if row.kind == ShiftKind::Lent { ContributionKind::Loan } else { ContributionKind::Cash };
    for (old, new) in was.parts.iter().zip(&is.parts) {
        let more = new.part_minor - old.part_minor;
        if more > 0 {
            let mut pledge = pledged(after, new.by, kind, more);
            pledge.shift_id = Some(row.id);
            after.contributions.push(pledge);
        }
    }
}

/// One loan for each member, for what they took over, on the terms of the delivery's own loans.
async fn open(on: &mut OnFund<'_>, after: &mut PurchaseRecord, row: &PartShift) -> Result<Lent, Error> {
    let (fund, day) = (after.fund(), row.happens_on);
    let rules = funds::rules_on(on.step.tx, fund, day).await?;
    let cycle = funds::cycle_on(on.step, fund, after.row.association_id, day).await?;
    let due_on = harvest(&funds::cycles(on.step.tx, fund).await?, after.row.cycle_id, day);
    check_due(day, due_on)?;
    let memo = pay::memo(after);
    let mut lent = Lent::default();
    for pledge in after.contributions.iter_mut().filter(|pledge| pledge.shift_id == Some(row.id)) {
        if let (Some(member), Some(principal @ 1..)) = (pledge.member_id, pledge.received_minor) {
            let terms = own_part(&rules, principal, day, due_on);
            pledge.loan_id = Some(lend(on, &mut lent, (fund, cycle, &rules), member, &memo, terms)?);
        }
    }
    Ok(lent)
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-over`, `records-stand-on-it` with what is to be undone
/// first, `budget-short`, `fund-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<PartShiftId>) -> Result<Answer<PurchaseId>, Error> {
    let purchase = store::find(app.db.read(), order.what).await?.purchase_id;
    let id: Uuid = on_purchase(app, by, key, Act(UNDO, Action::RequestPurchases), purchase, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(OnPurchase { mut on, record }: OnPurchase<'_>, order: Order<PartShiftId>) -> Outcome<Uuid> {
    let id = order.what;
    let wrong = record.standing_shifts().find(|row| row.id == id).cloned().ok_or_else(|| Refusal::conflict("already-reversed"))?;
    record.status().after(PurchaseStep::UndoShift)?;
    if wrong.kind != ShiftKind::WrittenOff {
        check_not_closed_since(&record, &events(on.step.tx, record.id()).await?, wrong.id.0)?;
    }
    let own = record.contributions.iter().filter(|row| row.shift_id == Some(id)).filter_map(|row| row.loan_id);
    let lent: Vec<LoanAccount> = loans::load(on.step.tx, &own.collect::<Vec<_>>()).await?.into_values().collect();
    nothing_stands_on_it(&paid_since(&lent))?;
    let permitted = match permit(&on, stake(&wrong), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let mut after = record.clone();
    after.shifts.retain(|row| row.id != id);
    after.contributions.retain(|row| row.shift_id != Some(id));
    let mut entries = Vec::new();
    let source = Source { kind: SourceKind::PartShiftReversal, id: id.0 };
    if wrong.kind == ShiftKind::WrittenOff {
        let back = moved(&record.balance()?, &after.balance()?, (Account::Cash, 0));
        entries.extend(Entry::of_change(wrong.happens_on, source, &*order.reason, back)?);
    } else {
        let worked = work_out(&present_draft(on.step.tx, &after).await?, &after.parties())?;
        let was = work_out(&present_draft(on.step.tx, &record).await?, &record.parties())?;
        let received = record.status().received();
        after = reworked(&after, &worked, received);
        take(&on, &record, &after, worked.lends_minor() - was.lends_minor()).await?;
        if received {
            let posted = goods_received(&record.balance()?, &after.balance()?, after.effects()?.less(record.effects()?));
            entries.extend(Entry::of_change(wrong.happens_on, source, &*order.reason, posted)?);
        }
        for held in lent {
            let (loan, member) = (held.loan.id, held.loan.member_id);
            entries.push(loans::put_right::reversal(on.step, &held.loan, &order.reason).await?);
            loans::put_right::take_back(on.step, &held, &order.reason).await?;
            permitted.along(&on, RecordKind::Loan, loan.0, Some(member)).await?;
        }
        save_parts(on.step, &after).await?;
    }
    on.post(entries).await?;
    store::mark_reversed(on.step, id, &order.reason).await?;
    take_step(on.step, after.row, PurchaseStep::UndoShift, Said { note: order.reason.clone().into(), acta: None }).await?;
    commitments::renew(on.step, record.id()).await?;
    permitted.reversed(&on).await?;
    Ok((record.id().0, json!({ "reason": order.reason, "shift": id })))
}

/// What was paid on the loans, newest first: the order in which it must be undone.
fn paid_since(lent: &[LoanAccount]) -> Vec<RecordRef> {
    let of = |kind, id: Uuid, number, on| RecordRef { kind, id, number, on };
    let mut later = Vec::new();
    for held in lent {
        let paid = held.standing().map(|row| (row.recorded_at, of(RecordKind::Repayment, row.id.0, Some(row.receipt_no), row.paid_on)));
        later.extend(paid.chain(held.remitted().map(|row| (row.recorded_at, of(RecordKind::Remission, row.id.0, None, row.decided_on)))));
    }
    later.sort_by_key(|(at, row)| std::cmp::Reverse((*at, row.id)));
    later.into_iter().map(|(_, row)| row).collect()
}

fn stake(wrong: &PartShift) -> Stake {
    Stake {
        command: UNDO,
        kind: RecordKind::PartShift,
        id: wrong.id.0,
        recorded_by: wrong.recorded_by,
        recorded_at: wrong.recorded_at,
        amount_minor: wrong.amount_minor,
        member: match shifted_from(wrong) {
            Payer::Member(member) => Some(member),
            Payer::Party(_) => None,
        },
        changes: Vec::new(),
    }
}
