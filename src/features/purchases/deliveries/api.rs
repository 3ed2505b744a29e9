//! Deliveries over JSON. Quantities and hectares in thousandths.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{count as counting, deliver as handing, put_right, receive as closing};
use crate::app::App;
use crate::domain::cofinancing::installed::MOST;
use crate::domain::ids::{DeliveryId, MemberId, PurchaseId};
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::api::{Undoing, reversed};
use crate::features::purchases::bodies::DeliveredLine;
use crate::features::purchases::held::no_of;
use crate::web::api::{Body, IdempotencyKey, Made, Reason};
use crate::web::schemas::figures;
use crate::web::signed_in::SignedIn;

figures! {
    /// Thousandths of a hectare.
    Hectares: 0, MOST;
}

#[derive(Deserialize, ToSchema)]
pub struct NewDelivery {
    on: NaiveDate,
    #[serde(default)]
    note: Note,
    lines: Vec<DeliveredLine>,
}

/// Record goods that were received or handed out; often in parts.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/deliveries", tag = "purchases", params(("id" = Uuid, Path)), request_body = NewDelivery,
    responses((status = 201, body = Made)))]
pub async fn deliver(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<NewDelivery>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let line = |row: DeliveredLine| handing::Line { item_no: no_of(row.item), member: row.member, quantity: row.quantity };
    let new = handing::NewDelivery { on: body.on, note: body.note, lines: body.lines.into_iter().map(line).collect() };
    let made = handing::deliver(&app, &signed_in.0, key, id, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a wrong delivery, with the reason. If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/deliveries/{id}/undo", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<DeliveryId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct CloseBody {
    on: NaiveDate,
    /// When the members' loans fall due; at harvest where no day is given.
    due_on: Option<NaiveDate>,
    #[serde(default)]
    note: Note,
    /// Confirms that loans open. Without it the request is refused as `closing-opens-loans`, which says how many.
    #[serde(default)]
    confirmed: bool,
}

/// Close a delivery: only the quantities handed out count from then on, and loans open.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/receive", tag = "purchases", params(("id" = Uuid, Path)), request_body = CloseBody,
    responses((status = 204)))]
pub async fn receive(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CloseBody>,
) -> Result<StatusCode, Error> {
    let close = closing::Close { on: body.on, due_on: body.due_on, note: body.note, confirmed: body.confirmed };
    closing::receive(&app, &signed_in.0, key, id, close).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct CountedBody {
    item: usize,
    member: MemberId,
    #[schema(value_type = Hectares)]
    hectares: i64,
    /// Why it is more than planned; without a reason, more is refused.
    reason: Option<Line>,
}

/// Count the hectares installed with the received seed.
#[utoipa::path(put, path = "/api/v1/purchases/{id}/hectares", tag = "purchases", params(("id" = Uuid, Path)), request_body = [CountedBody],
    responses((status = 204)))]
pub async fn count(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Vec<CountedBody>>,
) -> Result<StatusCode, Error> {
    let counted =
        body.into_iter().map(|row| counting::Counted { item_no: no_of(row.item), member: row.member, hectares: row.hectares, reason: row.reason });
    counting::count(&app, &signed_in.0, key, id, counted.collect()).await?;
    Ok(StatusCode::NO_CONTENT)
}
