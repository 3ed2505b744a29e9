//! Documents over JSON: the request's body is the document.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::attach::{KINDS, NewAttachment, attach};
use super::put_right::{Wrong, mark};
use super::{Attachment, pages, store};
use crate::app::App;
use crate::domain::document::Media;
use crate::domain::ids::{AttachmentId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::reversed;
use crate::features::purchases;
use crate::web::api::{Body, IdempotencyKey, Made, Query};
use crate::web::schemas::{FileBytes, describe};
use crate::web::signed_in::SignedIn;

/// The kind of a purchase's document.
pub struct AttachmentKind;

describe! { AttachmentKind: KINDS; }

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    #[param(value_type = AttachmentKind, inline)]
    kind: String,
    /// The file's name.
    name: String,
}

/// Attach a photo (JPEG, PNG, WebP) or a PDF, up to 10 MB, to a purchase.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/attachments", tag = "purchases", params(("id" = Uuid, Path), Named),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 201, body = Made)))]
pub async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    Query(named): Query<Named>,
    IdempotencyKey(key): IdempotencyKey,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Made>), Error> {
    let kind = KINDS.into_iter().find(|kind| *kind == named.kind).ok_or_else(|| Refusal::invalid("kind", "choice-unknown"))?;
    let name = Note::parse(&named.name).map_err(|refusal| refusal.at("name"))?;
    let new = NewAttachment { kind, name, bytes: bytes.to_vec() };
    let made = attach(&app, &signed_in.0, key, id, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Serialize, ToSchema)]
pub struct AttachmentOut {
    id: AttachmentId,
    #[schema(value_type = AttachmentKind)]
    kind: String,
    name: String,
    #[schema(value_type = Media)]
    media: String,
    /// In bytes.
    size: i64,
    sha256: String,
    /// Why it is wrong, where it is marked as wrong.
    wrong_reason: Option<String>,
    /// The document that replaces it.
    replaced_by: Option<AttachmentId>,
}

impl From<Attachment> for AttachmentOut {
    fn from(row: Attachment) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            media: row.media,
            size: row.size,
            sha256: row.sha256,
            wrong_reason: row.wrong_reason,
            replaced_by: row.replaced_by,
        }
    }
}

/// The documents of a purchase.
#[utoipa::path(get, path = "/api/v1/purchases/{id}/attachments", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = [AttachmentOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PurchaseId>) -> Result<Json<Vec<AttachmentOut>>, Error> {
    purchases::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    Ok(Json(store::of_purchase(app.db.read(), id).await?.into_iter().map(AttachmentOut::from).collect()))
}

/// A document itself.
#[utoipa::path(get, path = "/api/v1/attachments/{id}", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, content((FileBytes = "image/jpeg"), (FileBytes = "image/png"), (FileBytes = "image/webp"), (FileBytes = "application/pdf")))))]
pub async fn get(state: State<App>, signed_in: SignedIn, path: Path<AttachmentId>) -> Result<Response, Error> {
    pages::serve(state, signed_in, path).await
}

#[derive(Deserialize, ToSchema)]
pub struct WrongBody {
    /// The document of the same purchase that replaces it.
    replaced_by: Option<AttachmentId>,
    reason: Line,
}

/// Mark a document as wrong, with the reason: it stays visible. If a second person must confirm it, it waits, and the id is
/// that of the request.
#[utoipa::path(post, path = "/api/v1/attachments/{id}/wrong", tag = "purchases", params(("id" = Uuid, Path)), request_body = WrongBody,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn mark_wrong(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AttachmentId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<WrongBody>,
) -> Result<Response, Error> {
    let wrong = Wrong { wrong: id, right: body.replaced_by };
    Ok(reversed(mark(&app, &signed_in.0, key, Order::new(wrong, body.reason)).await?))
}
