//! Associations over JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::create::{self as verb, NewAssociation};
use super::{Association, store};
use crate::app::App;
use crate::domain::ids::AssociationId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::describe;
use crate::web::signed_in::SignedIn;

/// A country that Muyu supports.
pub struct Country;

describe! { Country: verb::COUNTRIES; }

#[derive(Serialize, ToSchema)]
pub struct AssociationOut {
    id: AssociationId,
    name: String,
    #[schema(value_type = Country)]
    country: String,
    region: Option<String>,
    province: Option<String>,
    district: Option<String>,
    community: Option<String>,
    /// Its number in the public registry.
    registry_no: Option<String>,
    time_zone: String,
}

impl From<Association> for AssociationOut {
    fn from(row: Association) -> Self {
        Self {
            id: row.id,
            name: row.name,
            country: row.country,
            region: row.region,
            province: row.province,
            district: row.district,
            community: row.community,
            registry_no: row.registry_no,
            time_zone: row.time_zone,
        }
    }
}

/// The associations that the reader may see.
#[utoipa::path(get, path = "/api/v1/associations", tag = "associations", responses((status = 200, body = [AssociationOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn) -> Result<Json<Vec<AssociationOut>>, Error> {
    let only = signed_in.0.associations();
    let all = store::list(app.db.read(), only.as_deref()).await?;
    Ok(Json(all.into_iter().map(AssociationOut::from).collect()))
}

/// Register an association.
#[utoipa::path(post, path = "/api/v1/associations", tag = "associations", request_body = NewAssociation,
    responses((status = 201, body = Made)))]
pub async fn create(
    State(app): State<App>,
    signed_in: SignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Body(new): Body<NewAssociation>,
) -> Result<(StatusCode, Json<Made>), Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let id = verb::create(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}

/// One association.
#[utoipa::path(get, path = "/api/v1/associations/{id}", tag = "associations", params(("id" = Uuid, Path)),
    responses((status = 200, body = AssociationOut)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Json<AssociationOut>, Error> {
    Ok(Json(super::see(&app, &signed_in.0, id, Action::SeeFund).await?.into()))
}
