//! Pays a member's share of a surplus, or undoes the payment.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Share, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind};
use crate::domain::ids::{MemberId, ShareOutId};
use crate::domain::ledger::postings::{held_in, reversed};
use crate::domain::ledger::{Account, Entry, Posting, Source, SourceKind};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "surplus.undo_payment";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SharePayment {
    pub share_out: ShareOutId,
    /// The member to pay. Without one, every unpaid member.
    pub member: Option<MemberId>,
    pub paid_on: NaiveDate,
    pub payment_method: PaymentMethod,
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `date-in-future`, `share-paid-before-decided`, `share-none-unpaid`, `cash-short`.
pub async fn pay(app: &App, by: &Actor, key: Uuid, new: SharePayment) -> Result<ShareOutId, Error> {
    let fund = store::share_out(app.db.read(), new.share_out).await?.fund_id;
    on_fund(app, by, key, Act("surplus.pay_share", Action::ManageFund), fund, new, work).await
}

async fn work(mut on: OnFund<'_>, new: SharePayment) -> Outcome<ShareOutId> {
    happened(new.paid_on, on.today).map_err(|refusal| refusal.at("paid_on"))?;
    let row = store::share_out(on.step.tx, new.share_out).await?;
    not_reversed(row.reversed_at)?;
    if new.paid_on < row.decided_on {
        return Err(Refusal::invalid("paid_on", "share-paid-before-decided").with("date", Fact::Date(row.decided_on)).into());
    }
    let all = store::shares(on.step.tx, row.id).await?;
    let wanted = |share: &&Share| share.paid_on.is_none() && new.member.is_none_or(|member| member == share.member_id);
    let unpaid: Vec<&Share> = all.iter().filter(wanted).collect();
    let sum: i64 = unpaid.iter().map(|share| share.amount_minor).sum();
    if sum == 0 {
        return Err(Refusal::conflict("share-none-unpaid").into());
    }
    let source = Source { kind: SourceKind::SharePayment, id: row.id.0 };
    on.post(vec![Entry::new(new.paid_on, source, row.acta, moved(new.payment_method, sum))?]).await?;
    for share in unpaid {
        store::mark_paid(on.step, (row.id, share.member_id), Some((new.paid_on, new.payment_method))).await?;
    }
    Ok((row.id, json!({ "paid": sum, "member": new.member })))
}

fn moved(payment_method: PaymentMethod, minor: i64) -> Vec<Posting> {
    vec![Posting { account: Account::MemberCredit, amount_minor: minor }, Posting { account: held_in(payment_method), amount_minor: -minor }]
}

/// A member's share of a share-out.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OfMember {
    pub share_out: ShareOutId,
    pub member: MemberId,
}

/// # Errors
/// `forbidden`, `not-found`, `share-not-paid`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<OfMember>) -> Result<Answer<ShareOutId>, Error> {
    let fund = store::share_out(app.db.read(), order.what.share_out).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageFund), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(mut on: OnFund<'_>, order: Order<OfMember>) -> Outcome<Uuid> {
    let row = store::share_out(on.step.tx, order.what.share_out).await?;
    let shares = store::shares(on.step.tx, row.id).await?;
    let share = shares.into_iter().find(|share| share.member_id == order.what.member).ok_or_else(Refusal::not_found)?;
    let (Some(paid_on), Some(payment_method)) = (share.paid_on, share.payment_method) else {
        return Err(Refusal::conflict("share-not-paid").into());
    };
    let stake = Stake {
        command: UNDO,
        kind: RecordKind::ShareOut,
        id: row.id.0,
        // Whoever paid it recorded it. Older payments did not store that; there it is whoever recorded the share-out.
        recorded_by: share.paid_by.unwrap_or(row.recorded_by),
        recorded_at: share.paid_at.unwrap_or(row.recorded_at),
        amount_minor: share.amount_minor,
        member: Some(share.member_id),
        changes: vec![FieldChange { what: "share_paid".to_owned(), was: FieldValue::Date(paid_on), is: FieldValue::Nothing }],
    };
    let permitted = match permit(&on, stake, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let source = Source { kind: SourceKind::SharePaymentReversal, id: row.id.0 };
    let back = reversed(&moved(payment_method, share.amount_minor));
    on.post(vec![Entry::new(paid_on, source, order.reason.to_string(), back)?]).await?;
    store::mark_paid(on.step, (row.id, share.member_id), None).await?;
    // The share-out itself still counts.
    permitted.changed(&on).await?;
    Ok((row.id.0, json!({ "reason": order.reason })))
}
