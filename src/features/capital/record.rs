//! Records capital received or pledged, and the receipt of a pledge.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{store, surplus};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::happened;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{CapitalId, FundId, MemberId};
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::members;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewCapital {
    pub fund: FundId,
    pub kind: CapitalKind,
    /// The member who contributes it. A fingerprint leaves it out if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The giver.
    pub source: Note,
    pub amount_minor: i64,
    /// The day it was received, or is promised for.
    pub happens_on: NaiveDate,
    /// The day on which seed capital is due back.
    pub owed_back_on: Option<NaiveDate>,
    /// Fingerprints keep the field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
}

/// # Errors
/// `forbidden`, `date-in-future`, `amount-not-positive`, `surplus-short`, and as [`check_member`].
pub async fn receive(app: &App, by: &Actor, key: Uuid, new: NewCapital) -> Result<CapitalId, Error> {
    on_fund(app, by, key, Act("capital.receive", Action::ManageFund), new.fund, new, receive_work).await
}

/// The source of a capital's entry. Capitalised surplus has its own kind, since no money came in.
pub fn source(kind: CapitalKind, id: CapitalId) -> Source {
    Source { kind: if kind == CapitalKind::Surplus { SourceKind::Surplus } else { SourceKind::Capital }, id: id.0 }
}

async fn receive_work(mut on: OnFund<'_>, new: NewCapital) -> Outcome<CapitalId> {
    check(&new, CapitalStatus::Received, on.today)?;
    check_member(&on, &new).await?;
    if new.kind == CapitalKind::Surplus {
        surplus::check(on.step.tx, on.book.unit(), &new, None).await?;
    }
    let id = store::insert(on.step, on.fund.association, CapitalStatus::Received, new.clone()).await?;
    on.post(vec![entry(id, &new)?]).await?;
    Ok((id, json!({})))
}

/// # Errors
/// `field-missing`, `amount-not-positive`; `date-in-future` for received capital; `surplus-not-pledged` for a pledge.
pub fn check(new: &NewCapital, status: CapitalStatus, today: NaiveDate) -> Result<(), Refusal> {
    new.source.clone().required("source")?;
    if status == CapitalStatus::Received {
        happened(new.happens_on, today).map_err(|refusal| refusal.at("happens_on"))?;
    } else if new.kind == CapitalKind::Surplus {
        return Err(Refusal::invalid("kind", "surplus-not-pledged"));
    }
    positive(new.amount_minor).map(|_| ())
}

/// Checks that the contributing member belongs to the association, and that the capital is a member contribution.
///
/// # Errors
/// `not-found`, `capital-not-of-member` for another kind of capital.
pub async fn check_member(on: &OnFund<'_>, new: &NewCapital) -> Result<(), Error> {
    let Some(member) = new.member else { return Ok(()) };
    if new.kind != CapitalKind::Member {
        return Err(Refusal::invalid("member", "capital-not-of-member").into());
    }
    if members::find(on.step.tx, member).await?.association_id != on.fund.association {
        return Err(Refusal::not_found().into());
    }
    Ok(())
}

/// The entry of its receipt.
///
/// # Errors
/// `amount-too-large`.
pub fn entry(id: CapitalId, new: &NewCapital) -> Result<Entry, Refusal> {
    let moved = postings::capital_received(new.kind, postings::held_in(new.payment_method), new.amount_minor);
    Entry::new(new.happens_on, source(new.kind, id), new.source.to_string(), moved)
}

/// # Errors
/// `forbidden`, `amount-not-positive`, `surplus-not-pledged`, and as [`check_member`].
pub async fn pledge(app: &App, by: &Actor, key: Uuid, new: NewCapital) -> Result<CapitalId, Error> {
    on_fund(app, by, key, Act("capital.pledge", Action::ManageFund), new.fund, new, pledge_work).await
}

async fn pledge_work(on: OnFund<'_>, new: NewCapital) -> Outcome<CapitalId> {
    check(&new, CapitalStatus::Pledged, on.today)?;
    check_member(&on, &new).await?;
    let id = store::insert(on.step, on.fund.association, CapitalStatus::Pledged, new).await?;
    Ok((id, json!({})))
}

/// Records that a pledge was received.
///
/// # Errors
/// `forbidden`, `pledge-already-received`, `date-in-future`.
pub async fn fulfil(app: &App, by: &Actor, key: Uuid, pledge: CapitalId, day: NaiveDate, payment_method: PaymentMethod) -> Result<CapitalId, Error> {
    let fund = store::find(app.db.read(), pledge).await?.fund_id;
    on_fund(app, by, key, Act("capital.fulfil", Action::ManageFund), fund, (pledge, day, payment_method), fulfil_work).await
}

async fn fulfil_work(mut on: OnFund<'_>, (id, day, payment_method): (CapitalId, NaiveDate, PaymentMethod)) -> Outcome<CapitalId> {
    happened(day, on.today).map_err(|refusal| refusal.at("happens_on"))?;
    let pledge = store::find(on.step.tx, id).await?;
    if pledge.status != CapitalStatus::Pledged {
        return Err(Refusal::conflict("pledge-already-received").into());
    }
    if pledge.kind == CapitalKind::Surplus {
        return Err(Refusal::conflict("surplus-not-pledged").into());
    }
    let moved = postings::capital_received(pledge.kind, postings::held_in(payment_method), pledge.amount_minor);
    on.post(vec![Entry::new(day, source(pledge.kind, id), pledge.source.clone(), moved)?]).await?;
    store::mark_received(on.step, &pledge, day, payment_method).await?;
    Ok((id, json!({})))
}
