//! Members over JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::keep::{self, Person};
use super::{Member, store};
use crate::app::App;
use crate::domain::ids::{AssociationId, MemberId};
use crate::domain::member::{BIRTH_YEARS, Sex};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;
use crate::web::api::{Body, IdempotencyKey, Made, Query};
use crate::web::schemas::figures;
use crate::web::signed_in::SignedIn;

figures! {
    /// A year of birth.
    BirthYear: *BIRTH_YEARS.start(), *BIRTH_YEARS.end();
}

#[derive(Serialize, ToSchema)]
pub struct MemberOut {
    id: MemberId,
    association: AssociationId,
    number: i64,
    name: String,
    document: Option<String>,
    /// `female`, `male` or `unsaid`.
    sex: Sex,
    birth_year: Option<i64>,
    community: Option<String>,
    phone: Option<String>,
    joined_on: Option<NaiveDate>,
    left_on: Option<NaiveDate>,
}

impl From<Member> for MemberOut {
    fn from(row: Member) -> Self {
        Self {
            id: row.id,
            association: row.association_id,
            number: row.number,
            name: row.name,
            document: row.document,
            sex: row.sex,
            birth_year: row.birth_year,
            community: row.community,
            phone: row.phone,
            joined_on: row.joined_on,
            left_on: row.left_on,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MemberQuery {
    /// A name, document or number, or parts of them.
    q: Option<String>,
}

/// An association's members.
#[utoipa::path(get, path = "/api/v1/associations/{id}/members", tag = "members", params(("id" = Uuid, Path), MemberQuery),
    responses((status = 200, body = [MemberOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AssociationId>,
    Query(looking): Query<MemberQuery>,
) -> Result<Json<Vec<MemberOut>>, Error> {
    associations::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let found = store::search(app.db.read(), id, looking.q.as_deref().unwrap_or_default(), 1_000).await?;
    Ok(Json(found.into_iter().map(MemberOut::from).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct PersonBody {
    name: Line,
    document: Option<Line>,
    sex: Option<Sex>,
    #[schema(value_type = Option<BirthYear>)]
    birth_year: Option<i64>,
    community: Option<Line>,
    phone: Option<Line>,
    joined_on: Option<NaiveDate>,
    left_on: Option<NaiveDate>,
}

impl From<PersonBody> for Person {
    fn from(body: PersonBody) -> Self {
        let (document, birth_year, community, phone) = (body.document, body.birth_year, body.community, body.phone);
        let sex = body.sex.unwrap_or(Sex::Unsaid);
        Self { name: body.name, document, sex, birth_year, community, phone, joined_on: body.joined_on, left_on: body.left_on }
    }
}

/// Register a member.
#[utoipa::path(post, path = "/api/v1/associations/{id}/members", tag = "members", params(("id" = Uuid, Path)), request_body = PersonBody,
    responses((status = 201, body = Made)))]
pub async fn register(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AssociationId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PersonBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let made = keep::register(&app, &signed_in.0, key, id, body.into()).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// One member.
#[utoipa::path(get, path = "/api/v1/members/{id}", tag = "members", params(("id" = Uuid, Path)),
    responses((status = 200, body = MemberOut)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>) -> Result<Json<MemberOut>, Error> {
    Ok(Json(super::see(&app, &signed_in.0, id).await?.into()))
}

/// Change a member's particulars.
#[utoipa::path(put, path = "/api/v1/members/{id}", tag = "members", params(("id" = Uuid, Path)), request_body = PersonBody,
    responses((status = 204)))]
pub async fn mend(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<MemberId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PersonBody>,
) -> Result<StatusCode, Error> {
    keep::mend(&app, &signed_in.0, key, id, body.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
