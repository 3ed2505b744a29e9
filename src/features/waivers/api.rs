//! Waiving late fees over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::waive::{NewWaiver, waive as verb};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::domain::text::Line;
use crate::error::Error;
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::AmountAboveZero;
use crate::web::signed_in::SignedIn;

/// The committee's decision.
#[derive(Deserialize, ToSchema)]
pub struct WaiverBody {
    /// Number and date of the acta.
    acta: Line,
    decided_on: NaiveDate,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
}

/// Waive late fees of a loan by acta: at most what is unpaid that day.
#[utoipa::path(post, path = "/api/v1/loans/{id}/waivers", tag = "loans", params(("id" = Uuid, Path)), request_body = WaiverBody,
    responses((status = 201, body = Made)))]
pub async fn waive(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<WaiverBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewWaiver { loan: id, acta: body.acta, decided_on: body.decided_on, amount_minor: body.amount_minor };
    let made = verb(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}
