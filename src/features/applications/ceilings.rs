//! The highest interest that the law of each country allows, from a day on. The central bank publishes it; an administrator
//! records it with its source.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Ceiling};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::plausible;
use crate::domain::rate::MAX_PPM;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;

#[derive(Clone, Debug, Serialize)]
pub struct NewCeiling {
    /// `PE`, `BO`.
    pub country: String,
    pub counts_from: NaiveDate,
    /// An effective yearly rate.
    pub rate_ppm: i64,
    pub source: Line,
}

/// Records a ceiling. It replaces an earlier one of the same country and day.
///
/// # Errors
/// `forbidden`, `country-unknown`, `date-out-of-range`, `rate-out-of-range`.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewCeiling) -> Result<Uuid, Error> {
    let command = Command { name: "rate_ceiling.record", allowed: Action::ManageAssociations, association: None, key, input: new };
    command::run(&app.db, app.clock, by, command, |step, new| Box::pin(work(step, new))).await
}

async fn work(step: &Step<'_>, new: NewCeiling) -> Result<Done, Error> {
    plausible(new.counts_from).map_err(|refusal| refusal.at("counts_from"))?;
    if !["PE", "BO"].contains(&&*new.country) {
        return Err(Refusal::invalid("country", "choice-unknown").into());
    }
    if !(1..=MAX_PPM).contains(&new.rate_ppm) {
        return Err(Refusal::invalid("rate", "rate-out-of-range").into());
    }
    let id = step.new_id();
    let row = Ceiling {
        id,
        country: new.country.clone(),
        counts_from: new.counts_from,
        rate_ppm: new.rate_ppm,
        source: new.source.to_string(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
    };
    store::insert_ceiling(step, row).await?;
    Ok(Done { id, association: None, detail: json!({ "country": new.country, "rate_ppm": new.rate_ppm }) })
}

/// Every recorded ceiling.
pub async fn list(app: &App) -> Result<Vec<Ceiling>, Error> {
    store::ceilings(app.db.read()).await
}
