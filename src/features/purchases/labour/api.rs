//! Days worked over JSON. Days in thousandths.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::record::{self as verb, NewLabour};
use super::{Labour, put_right, store};
use crate::app::App;
use crate::domain::ids::{LabourId, MemberId, PurchaseId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
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
    /// The person who worked on the member's behalf.
    worked_by: Option<String>,
    /// Work beyond what was agreed: it covers no part.
    gift: bool,
    reversal_reason: Option<String>,
}

impl From<Labour> for LabourOut {
    fn from(row: Labour) -> Self {
        Self {
            id: row.id,
            member: row.member_id,
            worked_on: row.worked_on,
            days: row.days,
            task: row.task,
            worked_by: row.worked_by,
            gift: row.gift,
            reversal_reason: row.reversal_reason,
        }
    }
}

/// The days worked for a purchase.
#[utoipa::path(get, path = "/api/v1/purchases/{id}/labour", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = [LabourOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Json<Vec<LabourOut>>, Error> {
    purchases::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    Ok(Json(store::of_purchase(app.db.read(), id).await?.into_iter().map(LabourOut::from).collect()))
}

/// Record days worked by a member, or by a neighbour on their behalf.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/labour", tag = "purchases", params(("id" = Uuid, Path)), request_body = NewLabour,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(new): Body<NewLabour>,
) -> Result<(StatusCode, Json<Made>), Error> {
    purchases::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let made = verb::record(&app, &signed_in.0, key, id, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a record of days worked, with the reason. If a second person must confirm it, it waits, and the id is that of the
/// request.
#[utoipa::path(post, path = "/api/v1/labour/{id}/undo", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<LabourId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct LabourCorrection {
    worked_on: NaiveDate,
    /// Thousandths of a day.
    #[schema(value_type = DaysWorked)]
    days: i64,
    task: Line,
    reason: Line,
}

/// Correct days worked: the record is reversed and the right one recorded, in one step. If a second person must confirm it, it
/// waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/labour/{id}/correct", tag = "purchases", params(("id" = Uuid, Path)), request_body = LabourCorrection,
    responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LabourId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<LabourCorrection>,
) -> Result<Response, Error> {
    let right = put_right::Right { wrong: id, worked_on: body.worked_on, days: body.days, task: body.task };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(right, body.reason)).await?))
}
