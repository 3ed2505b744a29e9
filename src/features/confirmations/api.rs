//! Confirming over JSON.

use axum::Json;
use axum::extract::{Path, State};

use super::confirm::confirm as verb;
use crate::app::App;
use crate::domain::ids::CorrectionRequestId;
use crate::error::Error;
use crate::web::api::{IdempotencyKey, Made};
use crate::web::signed_in::SignedIn;

/// Confirm, as a second person, a correction that takes two people. It is made now.
///
/// The answer is the record put right, or the new right record.
#[utoipa::path(post, path = "/api/v1/correction-requests/{id}/confirm", tag = "corrections", params(("id" = Uuid, Path)),
    responses((status = 200, body = Made)))]
pub async fn confirm(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CorrectionRequestId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<Json<Made>, Error> {
    Ok(Json(Made { id: verb(&app, &signed_in.0, key, id).await? }))
}
