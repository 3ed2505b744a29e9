//! Writing a loan off over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::write_off::{NewWriteOff, write_off as verb};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::domain::text::Line;
use crate::error::Error;
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::AmountAboveZero;
use crate::web::signed_in::SignedIn;

/// The assembly's decision.
#[derive(Deserialize, ToSchema)]
pub struct WriteOffBody {
    /// Number and date of the acta.
    acta: Line,
    decided_on: NaiveDate,
    /// The principal that is lost: what is unpaid at the end of that day. It is refused where it has changed since.
    #[schema(value_type = AmountAboveZero)]
    lost: i64,
}

/// Write a loan off by acta: it leaves the portfolio, and the debt remains.
#[utoipa::path(post, path = "/api/v1/loans/{id}/write-offs", tag = "loans", params(("id" = Uuid, Path)), request_body = WriteOffBody,
    responses((status = 201, body = Made)))]
pub async fn write_off(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<WriteOffBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewWriteOff { loan: id, acta: body.acta, decided_on: body.decided_on, lost_minor: body.lost };
    let made = verb(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}
