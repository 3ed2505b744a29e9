//! Corrections over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use uuid::Uuid;

use super::decline::decline as verb;
use super::history::{changes_of, names_of};
use super::{Answer, Order, store};
use crate::app::App;
use crate::domain::correction::{CorrectionKind, FieldChange, RecordKind};
use crate::domain::ids::{CorrectionId, CorrectionRequestId, FundId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Paged, Query, Reason};
use crate::web::signed_in::SignedIn;

/// A reversal, correction or change.
#[derive(Serialize, ToSchema)]
pub struct CorrectionOut {
    id: CorrectionId,
    record: RecordKind,
    record_id: Uuid,
    kind: CorrectionKind,
    /// The record that replaces it.
    replaced_by: Option<Uuid>,
    amount_minor: i64,
    changes: Vec<FieldChange>,
    reason: String,
    by: String,
    /// The second person who confirmed it, where the rules need one.
    confirmed_by: Option<String>,
    at: DateTime<Utc>,
}

/// A page of a fund's corrections, with the number and sum of all.
#[derive(Serialize, ToSchema)]
pub struct CorrectionsOut {
    count: u64,
    sum_minor: i64,
    /// The number of entries in the fund's ledger.
    entries: u64,
    corrections: Vec<CorrectionOut>,
}

/// A fund's reversals and corrections, newest first, with their sum.
#[utoipa::path(get, path = "/api/v1/funds/{id}/corrections", tag = "corrections", params(("id" = Uuid, Path), Paged),
    responses((status = 200, body = CorrectionsOut)))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Paged>,
) -> Result<Json<CorrectionsOut>, Error> {
    funds::see(&app, &signed_in.0, id, Action::SeeCorrections).await?;
    let rows = store::of_fund(app.db.read(), id, asked.number(), Paged::MOST).await?;
    let names = names_of(&app, &rows).await?;
    let totals = store::totals(app.db.read(), id).await?;
    let corrections = rows.into_iter().map(|row| {
        Ok(CorrectionOut {
            id: row.id,
            record: row.record_kind,
            record_id: row.record_id,
            kind: row.kind,
            replaced_by: row.replaced_by,
            amount_minor: row.amount_minor,
            changes: changes_of(&row)?,
            reason: row.reason,
            by: names.get(&row.corrected_by).cloned().unwrap_or_default(),
            confirmed_by: row.confirmed_by.and_then(|id| names.get(&id).cloned()),
            at: row.corrected_at,
        })
    });
    let corrections = corrections.collect::<Result<Vec<_>, Error>>()?;
    Ok(Json(CorrectionsOut { count: totals.corrections, sum_minor: totals.amount_minor, entries: totals.entries, corrections }))
}

/// Decline a correction that takes two people, or withdraw one's own request.
#[utoipa::path(post, path = "/api/v1/correction-requests/{id}/decline", tag = "corrections", params(("id" = Uuid, Path)),
    responses((status = 204)))]
pub async fn decline(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CorrectionRequestId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<StatusCode, Error> {
    verb(&app, &signed_in.0, key, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is to be undone, by its id in the address, with the reason of the body; and the key.
pub struct Undoing<T>(pub Uuid, pub Order<T>);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequest<S> for Undoing<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let Path(what) = Path::<T>::from_request_parts(&mut parts, state).await.map_err(|_| Refusal::not_found())?;
        let IdempotencyKey(key) = IdempotencyKey::from_request_parts(&mut parts, state).await?;
        let Body(Reason { reason }) = Body::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self(key, Order::new(what, reason)))
    }
}

/// Done: no content. Waiting for a second person: 202 with the id of the request.
pub fn reversed<I>(answer: Answer<I>) -> Response {
    match answer {
        Answer::Done(_) => StatusCode::NO_CONTENT.into_response(),
        Answer::Waits(request) => waits(request),
    }
}

/// Corrected: the id of the right record. Waiting for a second person: 202 with the id of the request.
pub fn corrected<I: Into<Uuid>>(answer: Answer<I>) -> Response {
    match answer {
        Answer::Done(id) => (StatusCode::CREATED, Json(Made { id: id.into() })).into_response(),
        Answer::Waits(request) => waits(request),
    }
}

fn waits(request: CorrectionRequestId) -> Response {
    (StatusCode::ACCEPTED, Json(Made { id: request.0 })).into_response()
}
