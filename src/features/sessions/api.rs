//! Signing in over JSON: a token for a program.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sign_in::{self, SessionKind};
use super::{OwnSession, password};
use crate::app::App;
use crate::domain::ids::{AssociationId, MemberId, ProgrammeId};
use crate::domain::role::{Grant, Role};
use crate::domain::text::Note;
use crate::error::Error;
use crate::web::api::Body;
use crate::web::cookies::SESSION;
use crate::web::signed_in::{MaybeSignedIn, Secret, Visitor};
use crate::web::text::Language;

#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    login: String,
    password: String,
    /// A name for the token, to recognise it.
    #[serde(default)]
    name: Note,
}

#[derive(Serialize, ToSchema)]
pub struct Token {
    /// To be sent as `Authorization: Bearer …`; it is not shown again.
    token: String,
    must_change_password: bool,
}

/// Sign in and receive a token.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", request_body = SignIn, security(()),
    responses((status = 201, body = Token)))]
pub async fn sign_in(State(app): State<App>, visitor: Visitor, Body(body): Body<SignIn>) -> Result<(StatusCode, Json<Token>), Error> {
    let opened = sign_in::sign_in(&app, &body.login, body.password, SessionKind::Token, body.name, &visitor).await?;
    Ok((StatusCode::CREATED, Json(Token { token: opened.secret, must_change_password: opened.actor.must_change_password })))
}

/// End the caller's own session, of a token or a cookie.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions", responses((status = 204)))]
pub async fn sign_out(
    State(app): State<App>,
    MaybeSignedIn(actor): MaybeSignedIn,
    Secret(secret): Secret,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Error> {
    actor.ok_or(Error::NotSignedIn)?;
    if let Some(secret) = secret {
        sign_in::sign_out(&app, &secret).await?;
    }
    let cookies = app.access.cookies();
    let own = cookies.get(&jar, SESSION).is_some();
    Ok((if own { jar.add(cookies.gone(SESSION)) } else { jar }, StatusCode::NO_CONTENT))
}

#[derive(Serialize, ToSchema)]
pub struct Me {
    login: String,
    name: String,
    #[schema(value_type = Language)]
    language: String,
    must_change_password: bool,
    roles: Vec<RoleOf>,
}

/// A role within its scope.
#[derive(Serialize, ToSchema)]
pub struct RoleOf {
    pub role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<AssociationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
}

impl From<Grant> for RoleOf {
    fn from(grant: Grant) -> Self {
        let (programme, association, member) = match grant {
            Grant::Admin => (None, None, None),
            Grant::Staff(programme) => (Some(programme), None, None),
            Grant::Treasurer(association) | Grant::Auditor(association) => (None, Some(association), None),
            Grant::Committee(association, member) | Grant::Member(association, member) => (None, Some(association), Some(member)),
        };
        Self { role: grant.role(), programme, association, member }
    }
}

/// The caller.
#[utoipa::path(get, path = "/api/v1/me", tag = "sessions", responses((status = 200, body = Me)))]
pub async fn me(MaybeSignedIn(actor): MaybeSignedIn) -> Result<Json<Me>, Error> {
    let actor = actor.ok_or(Error::NotSignedIn)?;
    let roles = actor.grants.iter().map(|grant| RoleOf::from(*grant)).collect();
    Ok(Json(Me { login: actor.login, name: actor.name, language: actor.language, must_change_password: actor.must_change_password, roles }))
}

#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    password: String,
    new_password: String,
}

/// Change the caller's own password; other sessions end, and other devices are forgotten.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "sessions", request_body = NewPassword,
    responses((status = 204)))]
pub async fn change_password(
    State(app): State<App>,
    MaybeSignedIn(actor): MaybeSignedIn,
    Secret(secret): Secret,
    visitor: Visitor,
    Body(body): Body<NewPassword>,
) -> Result<StatusCode, Error> {
    let actor = actor.ok_or(Error::NotSignedIn)?;
    password::change(&app, &actor, body.password, body.new_password, OwnSession::of(secret, &visitor)).await?;
    Ok(StatusCode::NO_CONTENT)
}
