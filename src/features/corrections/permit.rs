//! Whether a person may put a record right, and what is kept of it. Whoever recorded something may do so on the same day;
//! later, whoever keeps the fund. From an amount of the rules on it takes two people.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Order, store};
use crate::clock::day_of;
use crate::db::command::Step;
use crate::db::entity::{correction, correction_request};
use crate::db::journal;
use crate::domain::correction::{CorrectionKind, FieldChange, RecordKind, takes_two};
use crate::domain::ids::{MemberId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations;
use crate::features::funds::{self, OnFund};

/// The record to put right.
#[derive(Clone, Debug)]
pub struct Stake {
    /// The command, by its name in the audit record.
    pub command: &'static str,
    pub kind: RecordKind,
    pub id: Uuid,
    pub recorded_by: UserId,
    pub recorded_at: DateTime<Utc>,
    /// Its amount, in minor units of the fund.
    pub amount_minor: i64,
    /// The member whom it concerns.
    pub member: Option<MemberId>,
    /// The changed fields; none for a reversal.
    pub changes: Vec<FieldChange>,
}

/// The result of asking for permission.
pub enum Permit {
    Granted(Permitted),
    /// A second person has to confirm it first. The value is the verb's answer meanwhile.
    Waits((Uuid, serde_json::Value)),
}

/// Permission to put a record right. [`Permitted::reversed`] or [`Permitted::corrected`] keeps what was done.
pub struct Permitted {
    stake: Stake,
    reason: String,
    by: UserId,
    confirmed_by: Option<UserId>,
}

/// Asks for permission, after every other check and before any write. Where it takes two people, the request is stored
/// instead.
///
/// # Errors
/// `forbidden`, `confirms-own`, `request-answered`, `request-of-another`, `request-waits`.
pub async fn permit<T: Serialize>(on: &OnFund<'_>, stake: Stake, order: &Order<T>) -> Result<Permit, Error> {
    let step = on.step;
    let zone = associations::find(step.tx, on.fund.association).await?.time_zone;
    let own_of_today = stake.recorded_by == step.by.user_id && day_of(stake.recorded_at, &zone) == on.today;
    if !own_of_today {
        step.by.check(Action::PutRight, Some(on.fund.association))?;
    }
    let rules = funds::rules_on(step.tx, on.fund.id, on.today).await?;
    let input = serde_json::to_string(&order.what).map_err(|error| Error::fault(format!("what is to be put right: {error}")))?;
    if let Some(id) = order.confirms {
        let request = store::request(step.tx, id).await?;
        confirm(&request, &stake, &input, step)?;
        store::answer(step, id, true).await?;
        return Ok(granted(stake, order, request.asked_by, Some(step.by.user_id)));
    }
    if !takes_two(stake.amount_minor, rules.two_people_from_minor) && !counted_since(on, &stake).await? {
        return Ok(granted(stake, order, step.by.user_id, None));
    }
    if !store::waiting_for(step.tx, stake.id).await?.is_empty() {
        return Err(Refusal::conflict("request-waits").into());
    }
    let row = request(on, &stake, input, &order.reason)?;
    let id = row.id;
    store::ask(step, row).await?;
    Ok(Permit::Waits((id.0, json!({ "waits": stake.id }))))
}

/// Whether two people counted the box after the record had moved cash. They are responsible for the count, so one person
/// alone must not change it.
async fn counted_since(on: &OnFund<'_>, stake: &Stake) -> Result<bool, Error> {
    match store::last_counted(on.step.tx, on.fund.id).await? {
        Some((id, at)) if id != stake.id => journal::moved_cash(on.step.tx, on.fund.id, stake.id, at).await,
        _ => Ok(false),
    }
}

fn confirm(request: &correction_request::Model, stake: &Stake, input: &str, step: &Step<'_>) -> Result<(), Error> {
    if request.answered_at.is_some() {
        return Err(Refusal::conflict("request-answered").into());
    }
    if request.command != stake.command || request.record_id != stake.id || request.input != input {
        return Err(Refusal::conflict("request-of-another").into());
    }
    step.by.check(Action::PutRight, Some(request.association_id))?;
    if request.asked_by == step.by.user_id {
        return Err(Refusal::conflict("confirms-own").into());
    }
    Ok(())
}

fn granted<T>(stake: Stake, order: &Order<T>, by: UserId, confirmed_by: Option<UserId>) -> Permit {
    Permit::Granted(Permitted { stake, reason: order.reason.to_string(), by, confirmed_by })
}

fn request(on: &OnFund<'_>, stake: &Stake, input: String, reason: &str) -> Result<correction_request::Model, Error> {
    Ok(correction_request::Model {
        id: on.step.new_id(),
        association_id: on.fund.association,
        fund_id: on.fund.id,
        record_kind: stake.kind,
        record_id: stake.id,
        command: stake.command.to_owned(),
        input,
        amount_minor: stake.amount_minor,
        changes: as_json(&stake.changes)?,
        reason: reason.to_owned(),
        asked_by: on.step.by.user_id,
        asked_at: on.step.now,
        answered_by: None,
        answered_at: None,
        confirmed: None,
    })
}

pub(super) fn as_json(changes: &[FieldChange]) -> Result<String, Error> {
    serde_json::to_string(changes).map_err(|error| Error::fault(format!("what was changed: {error}")))
}

impl Permitted {
    /// The person who put it right; where it took two people, the one who asked.
    pub fn by(&self) -> UserId {
        self.by
    }

    /// Records a reversal: the record counts no longer.
    pub async fn reversed(self, on: &OnFund<'_>) -> Result<(), Error> {
        self.keep(on, CorrectionKind::Reversal, None).await
    }

    /// Records a correction: another record replaces it.
    pub async fn corrected(self, on: &OnFund<'_>, right: impl Into<Uuid>) -> Result<(), Error> {
        self.keep(on, CorrectionKind::Correction, Some(right.into())).await
    }

    /// Records a change: the record stays, with new fields.
    pub async fn changed(self, on: &OnFund<'_>) -> Result<(), Error> {
        self.keep(on, CorrectionKind::Change, None).await
    }

    /// Records the correction in a second fund that it concerns.
    pub async fn told_in(&self, on: &OnFund<'_>, replaced_by: Option<Uuid>) -> Result<(), Error> {
        let kind = if replaced_by.is_some() { CorrectionKind::Correction } else { CorrectionKind::Reversal };
        self.keep(on, kind, replaced_by).await
    }

    /// Records that another record is reversed along with it. The amount is told with the first record only.
    pub async fn along(&self, on: &OnFund<'_>, kind: RecordKind, id: Uuid, member: Option<MemberId>) -> Result<(), Error> {
        let stake = Stake { kind, id, member, amount_minor: 0, changes: Vec::new(), ..self.stake.clone() };
        let along = Self { stake, reason: self.reason.clone(), by: self.by, confirmed_by: self.confirmed_by };
        along.keep(on, CorrectionKind::Reversal, None).await
    }

    async fn keep(&self, on: &OnFund<'_>, kind: CorrectionKind, replaced_by: Option<Uuid>) -> Result<(), Error> {
        let row = correction::Model {
            id: on.step.new_id(),
            association_id: Some(on.fund.association),
            fund_id: Some(on.fund.id),
            record_kind: self.stake.kind,
            record_id: self.stake.id,
            kind,
            replaced_by,
            member_id: self.stake.member,
            amount_minor: self.stake.amount_minor,
            changes: as_json(&self.stake.changes)?,
            reason: self.reason.clone(),
            corrected_by: self.by,
            confirmed_by: self.confirmed_by,
            corrected_at: on.step.now,
        };
        store::keep(on.step, row).await
    }
}
