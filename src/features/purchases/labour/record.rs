//! Days worked are recorded: by the member or by a neighbour on their behalf. Days beyond what was agreed are a gift. They
//! count once the goods are received.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::api::DaysWorked;
use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::ContributionKind;
use crate::domain::ids::{LabourId, MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome};
use crate::features::purchases::{self, OnPurchase, PurchaseRecord, on_purchase};

/// The most days in one record, in thousandths: a year.
pub const MOST_DAYS: i64 = 366_000;

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewLabour {
    pub member: MemberId,
    pub worked_on: NaiveDate,
    /// Thousandths of a day.
    #[schema(value_type = DaysWorked)]
    pub days: i64,
    pub task: Line,
    /// The person who worked on the member's behalf: a neighbour (ayni).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worked_by: Option<Line>,
    /// Work beyond what was agreed: it covers no part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gift: bool,
}

impl NewLabour {
    /// The member's own work, towards what they agreed.
    pub fn own(member: MemberId, worked_on: NaiveDate, days: i64, task: Line) -> Self {
        Self { member, worked_on, days, task, worked_by: None, gift: false }
    }
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `days-out-of-range`, `labour-not-agreed`, `more-days-than-agreed`, `purchase-already-received`,
/// `purchase-not-approved`.
pub async fn record(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewLabour) -> Result<LabourId, Error> {
    on_purchase(app, by, key, Act("labour.record", Action::RequestPurchases), purchase, (purchase, new), record_work).await
}

async fn record_work(OnPurchase { on, record }: OnPurchase<'_>, (purchase, new): (PurchaseId, NewLabour)) -> Outcome<LabourId> {
    check_new(&on, &record, &new, 0).await?;
    let id = store::insert(on.step, record.row.association_id, purchase, new).await?;
    Ok((id, json!({ "purchase": purchase })))
}

/// Checks that these days can be recorded. `taken_back` is the number of recorded days that are about to be reversed, in
/// thousandths.
///
/// # Errors
/// What [`record`] refuses.
pub async fn check_new(on: &OnFund<'_>, record: &PurchaseRecord, new: &NewLabour, taken_back: i64) -> Result<(), Error> {
    happened(new.worked_on, on.today).map_err(|refusal| refusal.at("worked_on"))?;
    check(record)?;
    purchases::draft::check_day(on.step, record, new.worked_on).await.map_err(|error| error.at("worked_on"))?;
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(Refusal::invalid("days", "days-out-of-range").into());
    }
    if !record.members.iter().any(|row| row.member_id == new.member) {
        return Err(Refusal::conflict("labour-not-agreed").at("member").into());
    }
    // A gift covers no part, so no agreement is needed.
    if new.gift {
        return Ok(());
    }
    let agreed = |row: &&crate::db::entity::contribution::Model| row.member_id == Some(new.member) && row.kind == ContributionKind::Labour;
    let agreed: Vec<_> = record.contributions.iter().filter(agreed).collect();
    if agreed.is_empty() {
        return Err(Refusal::conflict("labour-not-agreed").at("member").into());
    }
    let worked = store::days(on.step.tx, record.id()).await?.get(&new.member).copied().unwrap_or(0) - taken_back;
    let left = agreed.iter().map(|row| row.asked_value).sum::<i64>() - worked;
    if new.days > left {
        return Err(Refusal::conflict("more-days-than-agreed").at("days").with("left", Fact::Quantity(left.max(0))).into());
    }
    Ok(())
}

/// # Errors
/// `purchase-already-received`, `purchase-not-approved`.
pub fn check(held: &PurchaseRecord) -> Result<(), Error> {
    let status = held.status();
    if status.received() {
        return Err(Refusal::conflict("purchase-already-received").into());
    }
    if status.commits() { Ok(()) } else { Err(Refusal::conflict("purchase-not-approved").into()) }
}
