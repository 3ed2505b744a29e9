//! Sign-ins over JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::keep::{self, NewUser};
use super::store;
use crate::app::App;
use crate::domain::ids::{AssociationId, MemberId, ProgrammeId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant, Role};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::api::Undoing;
use crate::features::sessions::api::RoleOf;
use crate::features::sessions::password::temporary;
use crate::web::api::{Body, IdempotencyKey, Query, Reason};
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Of {
    /// Only the sign-ins of this association.
    association: Option<AssociationId>,
}

#[derive(Serialize, ToSchema)]
pub struct UserOut {
    id: UserId,
    login: String,
    name: String,
    disabled: bool,
    roles: Vec<RoleOf>,
}

/// List sign-ins.
#[utoipa::path(get, path = "/api/v1/users", tag = "users", params(Of), responses((status = 200, body = [UserOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Query(of): Query<Of>) -> Result<Json<Vec<UserOut>>, Error> {
    let association = of.association;
    signed_in.0.check(Action::ManageSignIns, association)?;
    let users = store::list(app.db.read(), association).await?;
    let out = |(user, grants): (super::User, Vec<Grant>)| UserOut {
        id: user.id,
        login: user.login,
        name: user.name,
        disabled: user.disabled_at.is_some(),
        roles: grants.into_iter().map(RoleOf::from).collect(),
    };
    Ok(Json(users.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct UserBody {
    login: String,
    name: Line,
    role: Role,
    programme: Option<ProgrammeId>,
    association: Option<AssociationId>,
    member: Option<MemberId>,
}

impl UserBody {
    fn grant(&self) -> Result<Grant, Refusal> {
        let missing = |field| Refusal::invalid(field, "choice-missing");
        let association = self.association.ok_or_else(|| missing("association"));
        match self.role {
            Role::Admin => Ok(Grant::Admin),
            Role::Staff => self.programme.map(Grant::Staff).ok_or_else(|| missing("programme")),
            Role::Treasurer => association.map(Grant::Treasurer),
            Role::Auditor => association.map(Grant::Auditor),
            Role::Committee => Ok(Grant::Committee(association?, self.member.ok_or_else(|| missing("member"))?)),
            Role::Member => Ok(Grant::Member(association?, self.member.ok_or_else(|| missing("member"))?)),
        }
    }
}

/// A sign-in with its temporary password, which is shown only once and changed at first use.
#[derive(Serialize, ToSchema)]
pub struct HandOver {
    id: UserId,
    temporary_password: String,
}

/// Create a sign-in. Its password is shown once: a request repeated with the same key is refused, and a reset gives another
/// password.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", request_body = UserBody,
    responses((status = 201, body = HandOver)))]
pub async fn create(
    State(app): State<App>,
    signed_in: SignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<UserBody>,
) -> Result<(StatusCode, Json<HandOver>), Error> {
    let grant = body.grant()?;
    let temporary_password = temporary()?;
    let new = NewUser { login: body.login, name: body.name, grant };
    let id = keep::create(&app, &signed_in.0, key, new, temporary_password.clone()).await?.told()?;
    Ok((StatusCode::CREATED, Json(HandOver { id, temporary_password })))
}

/// Give a sign-in a new temporary password. It is shown once: a request repeated with the same key is refused.
#[utoipa::path(post, path = "/api/v1/users/{id}/reset", tag = "users", params(("id" = Uuid, Path)),
    responses((status = 200, body = HandOver)))]
pub async fn reset(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<UserId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<Json<HandOver>, Error> {
    let temporary_password = temporary()?;
    keep::reset(&app, &signed_in.0, key, id, temporary_password.clone()).await?.told()?;
    Ok(Json(HandOver { id, temporary_password }))
}

/// Close a sign-in.
#[utoipa::path(post, path = "/api/v1/users/{id}/disable", tag = "users", params(("id" = Uuid, Path)),
    responses((status = 204)))]
pub async fn disable(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<UserId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<StatusCode, Error> {
    keep::disable(&app, &signed_in.0, key, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open a closed sign-in again, with its earlier roles. Its new temporary password is shown once: a request repeated with the
/// same key is refused.
#[utoipa::path(post, path = "/api/v1/users/{id}/reopen", tag = "users", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 200, body = HandOver)))]
pub async fn reopen(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<UserId>) -> Result<Json<HandOver>, Error> {
    let id = order.what;
    let temporary_password = temporary()?;
    keep::reopen(&app, &signed_in.0, key, order, temporary_password.clone()).await?.told()?;
    Ok(Json(HandOver { id, temporary_password }))
}
