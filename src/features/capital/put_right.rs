//! Undoes wrong capital with a reason, or corrects it in one step: received capital by a reversing entry, a pledge by
//! dropping it. A postponed pledge is corrected; a pledge that will not come is undone. All of them stay visible.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::record::{NewCapital, check, check_member, entry};
use super::{Account, Capital, part_of_no_transfer, store, surplus};
use crate::app::App;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, RecordRef, changes};
use crate::domain::ids::{CapitalId, MemberId};
use crate::domain::ledger::{Account as LedgerAccount, Entry, Posting, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, nothing_stands_on_it, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::members::{self, Member, pick};

pub const UNDO: &str = "capital.undo";
pub const CORRECT: &str = "capital.correct";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `records-stand-on-it` where some of it was paid back, `part-of-transfer`, `part-of-share-out`,
/// `capital-of-purchase` where a purchase brought it, `gift-beyond-donated`, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<CapitalId>) -> Result<Answer<CapitalId>, Error> {
    let fund = store::find(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageFund), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(mut on: OnFund<'_>, order: Order<CapitalId>) -> Outcome<Uuid> {
    let account = standing(&on, order.what).await?;
    let reversal = reversal(&on, &account, &order.reason).await?;
    let permitted = match permit(&on, stake(&account.capital, UNDO, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    on.post(reversal.into_iter().collect()).await?;
    donated_covers_gifts(&on)?;
    store::mark_reversed(on.step, order.what, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((order.what.0, json!({ "reason": order.reason })))
}

/// The right content of a capital record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: CapitalId,
    pub right: NewCapital,
}

/// Reverses the wrong capital and records the right one at once. Received capital stays received; a pledge stays a pledge.
///
/// # Errors
/// As [`undo`], and `nothing-changed`, `date-in-future`, `amount-not-positive`, `surplus-short`, `surplus-not-pledged`.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<CapitalId>, Error> {
    let fund = store::find(app.db.read(), order.what.wrong).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CORRECT, Action::ManageFund), fund, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(mut on: OnFund<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let account = standing(&on, order.what.wrong).await?;
    let wrong = &account.capital;
    let right = NewCapital { fund: on.fund.id, ..order.what.right.clone() };
    check(&right, wrong.status, on.today)?;
    check_member(&on, &right).await?;
    let people = members::by_ids(on.step.tx, [wrong.member_id, right.member].into_iter().flatten().collect()).await?;
    let changed = changes(said(wrong, &people), said_by(&right, &people));
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    let reversal = reversal(&on, &account, &order.reason).await?;
    if right.kind == CapitalKind::Surplus {
        surplus::check(on.step.tx, on.book.unit(), &right, Some(wrong)).await?;
    }
    let permitted = match permit(&on, stake(wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let id = store::insert(on.step, on.fund.association, wrong.status, right.clone()).await?;
    if let Some(reversal) = reversal {
        on.post(vec![reversal, entry(id, &right)?]).await?;
        donated_covers_gifts(&on)?;
    }
    store::mark_reversed(on.step, wrong.id, &order.reason).await?;
    permitted.corrected(&on, id).await?;
    Ok((id.0, json!({ "reason": order.reason, "corrects": wrong.id })))
}

/// Capital that counts and has no returns.
async fn standing(on: &OnFund<'_>, id: CapitalId) -> Result<Account, Error> {
    let account = store::account(on.step.tx, id).await?;
    if account.capital.status == CapitalStatus::Reversed {
        return Err(Refusal::conflict("already-reversed").into());
    }
    part_of_no_transfer(account.capital.transfer_id, account.capital.happens_on)?;
    if let Some(shared) = store::shared_out_by(on.step.tx, id).await? {
        let whole = RecordRef { kind: RecordKind::ShareOut, id: shared.id.0, number: None, on: shared.decided_on };
        return Err(Refusal::conflict("part-of-share-out").with("records", Fact::Records(vec![whole])).into());
    }
    nothing_stands_on_it(&on_it(&account))?;
    Ok(account)
}

/// Its returns that count, newest first.
pub fn on_it(account: &Account) -> Vec<RecordRef> {
    let mut returns: Vec<_> = account.standing().collect();
    returns.sort_by_key(|row| std::cmp::Reverse((row.happens_on, row.voucher_no)));
    let told = returns.into_iter().map(|row| match row.transfer_id {
        Some(transfer) => RecordRef { kind: RecordKind::Transfer, id: transfer.0, number: None, on: row.happens_on },
        None => RecordRef { kind: RecordKind::CapitalReturn, id: row.id.0, number: Some(row.voucher_no), on: row.happens_on },
    });
    told.collect()
}

fn stake(capital: &Capital, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::Capital,
        id: capital.id.0,
        recorded_by: capital.recorded_by,
        recorded_at: capital.recorded_at,
        amount_minor: capital.amount_minor,
        member: capital.member_id,
        changes,
    }
}

fn said(capital: &Capital, people: &HashMap<MemberId, Member>) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(capital.amount_minor)),
        ("capital", FieldValue::Code(capital.kind.code().to_owned())),
        ("member", called(capital.member_id, people)),
        ("source", FieldValue::from(capital.source.clone())),
        ("date", FieldValue::Date(capital.happens_on)),
        ("owed_back_on", capital.owed_back_on.into()),
        ("payment_method", method(capital.kind, capital.payment_method)),
    ]
}

fn said_by(new: &NewCapital, people: &HashMap<MemberId, Member>) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(new.amount_minor)),
        ("capital", FieldValue::Code(new.kind.code().to_owned())),
        ("member", called(new.member, people)),
        ("source", FieldValue::from(new.source.to_string())),
        ("date", FieldValue::Date(new.happens_on)),
        ("owed_back_on", new.owed_back_on.into()),
        ("payment_method", method(new.kind, new.payment_method)),
    ]
}

/// The member with their number, since two members may have the same name.
fn called(member: Option<MemberId>, people: &HashMap<MemberId, Member>) -> FieldValue {
    FieldValue::from(member.and_then(|id| people.get(&id)).map(pick::suggestion).unwrap_or_default())
}

/// Surplus has no payment method: it brings no money.
fn method(kind: CapitalKind, payment_method: PaymentMethod) -> FieldValue {
    if kind == CapitalKind::Surplus { FieldValue::Nothing } else { FieldValue::Code(payment_method.code().to_owned()) }
}

/// The opposite of the entry made on receipt, whatever the rule was then. None for a pledge, which moved nothing.
async fn reversal(on: &OnFund<'_>, account: &Account, reason: &str) -> Result<Option<Entry>, Error> {
    if !account.received() {
        return Ok(None);
    }
    let written = journal::entries_from(on.step.tx, account.capital.id).await?;
    let written = written.into_iter().next().ok_or_else(|| Refusal::conflict("capital-of-purchase"))?;
    let booked: Vec<Posting> = written.postings.iter().map(|row| Posting { account: row.account, amount_minor: row.amount_minor }).collect();
    let source = Source { kind: SourceKind::CapitalReversal, id: account.capital.id.0 };
    Ok(Some(Entry::new(written.entry.date, source, reason, postings::reversed(&booked))?))
}

/// Checks that gifts to other funds do not exceed the donated capital that remains.
///
/// # Errors
/// `gift-beyond-donated`.
pub fn donated_covers_gifts(on: &OnFund<'_>) -> Result<(), Refusal> {
    let donated = -on.book.balance(LedgerAccount::DonatedCapital);
    if donated >= 0 {
        return Ok(());
    }
    Err(Refusal::conflict("gift-beyond-donated").at("amount").with("missing", Fact::Money(-donated, on.book.unit())))
}
