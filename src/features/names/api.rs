//! Names over JSON.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::rename;
use crate::app::App;
use crate::domain::ids::{AssociationId, FundId, ProgrammeId};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations::Particulars;
use crate::features::corrections::Order;
use crate::web::api::{Body, IdempotencyKey};
use crate::web::signed_in::SignedIn;

/// An association's new name and place; a field left out is cleared.
#[derive(Deserialize, ToSchema)]
pub struct AssociationNames {
    name: Line,
    region: Option<Line>,
    province: Option<Line>,
    district: Option<Line>,
    community: Option<Line>,
    /// Its number in the public registry.
    registry_no: Option<Line>,
    reason: Line,
}

/// Rename an association, or change its place. The earlier name stays in its history.
#[utoipa::path(post, path = "/api/v1/associations/{id}/rename", tag = "associations", params(("id" = Uuid, Path)), request_body = AssociationNames,
    responses((status = 204)))]
pub async fn association(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AssociationId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<AssociationNames>,
) -> Result<StatusCode, Error> {
    let AssociationNames { name, region, province, district, community, registry_no, reason } = body;
    let called = Particulars { name, region, province, district, community, registry_no };
    rename::association(&app, &signed_in.0, key, Order::new((id, called), reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct NewName {
    name: Line,
    reason: Line,
}

/// Rename a fund. The earlier name stays in its history.
#[utoipa::path(post, path = "/api/v1/funds/{id}/rename", tag = "funds", params(("id" = Uuid, Path)), request_body = NewName,
    responses((status = 204)))]
pub async fn fund(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<NewName>,
) -> Result<StatusCode, Error> {
    rename::fund(&app, &signed_in.0, key, Order::new((id, body.name), body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Rename a programme. The earlier name stays in its history.
#[utoipa::path(post, path = "/api/v1/programmes/{id}/rename", tag = "programmes", params(("id" = Uuid, Path)), request_body = NewName,
    responses((status = 204)))]
pub async fn programme(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ProgrammeId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<NewName>,
) -> Result<StatusCode, Error> {
    rename::programme(&app, &signed_in.0, key, Order::new((id, body.name), body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}
