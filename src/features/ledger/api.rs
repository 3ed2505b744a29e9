//! The ledger over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::position::{FundPosition, Known, position as position_at};
use crate::app::App;
use crate::db::journal;
use crate::domain::ids::FundId;
use crate::domain::ledger::Posting;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::api::Query;
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// The number of the last entry that the caller has.
    after: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct EntryOut {
    no: i64,
    date: NaiveDate,
    source_kind: &'static str,
    source: Uuid,
    memo: String,
    receipt_no: Option<i64>,
    recorded_at: DateTime<Utc>,
    /// SHA-256 of the previous hash and this entry, after `2:`; without that prefix where an earlier version wrote it.
    hash: String,
    postings: Vec<Posting>,
}

/// A fund's entries in order, 500 at a time.
#[utoipa::path(get, path = "/api/v1/funds/{id}/entries", tag = "ledger", params(("id" = Uuid, Path), After),
    responses((status = 200, body = [EntryOut])))]
pub async fn entries(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<After>,
) -> Result<Json<Vec<EntryOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let out = |written: journal::PostedEntry| EntryOut {
        no: written.entry.no,
        date: written.entry.date,
        source_kind: written.entry.source_kind.code(),
        source: written.entry.source_id,
        memo: written.entry.memo,
        receipt_no: written.entry.receipt_no,
        recorded_at: written.entry.recorded_at,
        hash: written.entry.hash,
        postings: written.postings.into_iter().map(|posting| Posting { account: posting.account, amount_minor: posting.amount_minor }).collect(),
    };
    let entries = journal::entries_after(app.db.read(), fund.id, asked.after.unwrap_or(0), 500).await?;
    Ok(Json(entries.into_iter().map(out).collect()))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnDay {
    /// The day of the position; today where none is given.
    as_of: Option<NaiveDate>,
    /// The position as it was known at the end of this day: without later records and reversals.
    known_on: Option<NaiveDate>,
}

/// A fund's position on any day, with every loan's; as known now, or as known on a day.
#[utoipa::path(get, path = "/api/v1/funds/{id}/position", tag = "funds", params(("id" = Uuid, Path), OnDay),
    responses((status = 200, body = FundPosition)))]
pub async fn position(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<OnDay>,
) -> Result<Json<FundPosition>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let known = asked.known_on.map(|day| Known::on(day, today, &association.time_zone)).transpose()?;
    Ok(Json(position_at(app.db.read(), &fund, asked.as_of.unwrap_or(today), known).await?))
}
