//! Days worked over JSON. Days in thousandths.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Labour, record as verb, store};
use crate::app::App;
use crate::domain::ids::{LabourId, MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::purchases;
use crate::web::api::{Body, IdempotencyKey, Made, Reason};
use crate::web::schemas::figures;
use crate::web::signed_in::SignedIn;

figures! {
    /// Thousandths of a day.
    DaysWorked: 1, verb::MOST_DAYS;
}

#[derive(Serialize, ToSchema)]
pub struct LabourOut {
    id: LabourId,
    member: MemberId,
    worked_on: NaiveDate,
    /// Thousandths of a day.
    days: i64,
    task: String,
    reversal_reason: Option<String>,
}

impl From<Labour> for LabourOut {
    fn from(row: Labour) -> Self {
        Self { id: row.id, member: row.member_id, worked_on: row.worked_on, days: row.days, task: row.task, reversal_reason: row.reversal_reason }
    }
}

/// What was worked for a purchase.
#[utoipa::path(get, path = "/api/v1/purchases/{id}/labour", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = [LabourOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Json<Vec<LabourOut>>, Error> {
    purchases::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    Ok(Json(store::of_purchase(app.db.read(), id).await?.into_iter().map(LabourOut::from).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct NewLabour {
    member: MemberId,
    worked_on: NaiveDate,
    /// Thousandths of a day.
    #[schema(value_type = DaysWorked)]
    days: i64,
    task: Line,
}

/// Record days that a member worked.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/labour", tag = "purchases", params(("id" = Uuid, Path)), request_body = NewLabour,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<NewLabour>,
) -> Result<(StatusCode, Json<Made>), Error> {
    purchases::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let new = verb::NewLabour { member: body.member, worked_on: body.worked_on, days: body.days, task: body.task };
    let made = verb::record(&app, &signed_in.0, key, id, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a record of days worked, with the reason.
#[utoipa::path(post, path = "/api/v1/labour/{id}/undo", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn undo(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LabourId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Reason>,
) -> Result<StatusCode, Error> {
    verb::undo(&app, &signed_in.0, key, id, body.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
