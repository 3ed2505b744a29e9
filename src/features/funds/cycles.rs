//! Opens a cycle. Its dates must not overlap another's.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{Act, OnFund, Outcome, on_fund, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::add_months;
use crate::domain::cycle::{Window, check_window, farming_year};
use crate::domain::ids::{CycleId, FundId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;

/// # Errors
/// `forbidden`, `cycle-overlaps`, `cycle-ends-before-start`, `cycle-too-long`, `cycle-within-closed`.
pub async fn open(app: &App, by: &Actor, key: Uuid, fund: FundId, window: Window) -> Result<CycleId, Error> {
    on_fund(app, by, key, Act("cycle.open", Action::ManageFund), fund, (fund, window), work).await
}

async fn work(OnFund { step, fund, .. }: OnFund<'_>, (_, window): (FundId, Window)) -> Outcome<CycleId> {
    check_window(window.starts_on, window.ends_on)?;
    // The close of those days has already counted their result.
    if let Some(closed) = store::row(step.tx, fund.id).await?.closed_through.filter(|closed| window.ends_on <= *closed) {
        return Err(Refusal::conflict("cycle-within-closed").at("ends_on").with("date", Fact::Date(closed)).into());
    }
    let known = store::cycles(step.tx, fund.id).await?;
    if let Some(other) = known.iter().find(|other| window.starts_on <= other.ends_on && other.starts_on <= window.ends_on) {
        return Err(Refusal::conflict("cycle-overlaps").at("starts_on").with("name", Fact::Text(other.name.clone())).into());
    }
    let id = store::insert_cycle(step, fund.id, fund.association, window).await?;
    Ok((id, json!({})))
}

/// The cycle of a day and the next one. Without a cycle, the farming year.
pub fn around(cycles: &[super::Cycle], day: NaiveDate) -> (Window, Window) {
    let window = |cycle: &super::Cycle| Window { name: Line::kept(cycle.name.clone()), starts_on: cycle.starts_on, ends_on: cycle.ends_on };
    let present = cycles.iter().find(|cycle| cycle.starts_on <= day && day <= cycle.ends_on).map_or_else(|| farming_year(day), window);
    let next = cycles.iter().filter(|cycle| cycle.starts_on > day).min_by_key(|cycle| cycle.starts_on);
    let next = next.map_or_else(|| farming_year(add_months(present.starts_on, 12)), window);
    (present, next)
}
