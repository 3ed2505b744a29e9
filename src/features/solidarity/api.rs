//! Solidarity groups and guarantors over JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::groups::{self, NewGroup, NewMembers};
use super::guarantees::{self, Named, NewGuarantees};
use super::store;
use crate::app::App;
use crate::domain::ids::{AssociationId, GroupId, GuaranteeId, LoanId, MemberId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, reversed};
use crate::web::api::{Body, IdempotencyKey, Made, Reason};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct GroupOut {
    id: GroupId,
    name: String,
    formed_on: NaiveDate,
    dissolved_on: Option<NaiveDate>,
    /// Today's members.
    members: Vec<MemberId>,
}

/// An association's solidarity groups, including dissolved ones.
#[utoipa::path(get, path = "/api/v1/associations/{id}/groups", tag = "solidarity", params(("id" = Uuid, Path)),
    responses((status = 200, body = [GroupOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Json<Vec<GroupOut>>, Error> {
    let association = associations::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let known = store::list(app.db.read(), id).await?;
    let rows = store::memberships(app.db.read(), known.iter().map(|group| group.id).collect()).await?;
    let out = |group: super::Group| GroupOut {
        id: group.id,
        formed_on: group.formed_on,
        dissolved_on: group.dissolved_on,
        members: rows.iter().filter(|row| row.group_id == group.id && store::is_in(row, today)).map(|row| row.member_id).collect(),
        name: group.name,
    };
    Ok(Json(known.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct GroupBody {
    name: Line,
    formed_on: NaiveDate,
    /// Three to seven members.
    members: Vec<MemberId>,
}

/// Form a solidarity group.
#[utoipa::path(post, path = "/api/v1/associations/{id}/groups", tag = "solidarity", params(("id" = Uuid, Path)), request_body = GroupBody,
    responses((status = 201, body = Made)))]
pub async fn form(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AssociationId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<GroupBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewGroup { association: id, name: body.name, formed_on: body.formed_on, members: body.members };
    let made = groups::form(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Deserialize, ToSchema)]
pub struct GroupMembers {
    on: NaiveDate,
    /// All members of the group from that day on.
    members: Vec<MemberId>,
    reason: Line,
}

/// Change a group's members from a day on.
#[utoipa::path(post, path = "/api/v1/groups/{id}/members", tag = "solidarity", params(("id" = Uuid, Path)), request_body = GroupMembers,
    responses((status = 204)))]
pub async fn change(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<GroupId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<GroupMembers>,
) -> Result<StatusCode, Error> {
    let new = NewMembers { group: id, on: body.on, members: body.members };
    groups::change(&app, &signed_in.0, key, Order::new(new, body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct GroupEnd {
    on: NaiveDate,
    reason: Line,
}

/// Dissolve a group; its members' guarantees remain.
#[utoipa::path(post, path = "/api/v1/groups/{id}/dissolve", tag = "solidarity", params(("id" = Uuid, Path)), request_body = GroupEnd,
    responses((status = 204)))]
pub async fn dissolve(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<GroupId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<GroupEnd>,
) -> Result<StatusCode, Error> {
    groups::dissolve(&app, &signed_in.0, key, Order::new((id, body.on), body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A guarantor of a loan.
#[derive(Serialize, ToSchema)]
pub struct GuaranteeOut {
    id: GuaranteeId,
    loan: LoanId,
    guarantor: MemberId,
    /// The debtor's group, where they guarantee as one of it.
    group: Option<GroupId>,
    signed_on: NaiveDate,
    release_reason: Option<String>,
}

impl From<super::Guarantee> for GuaranteeOut {
    fn from(row: super::Guarantee) -> Self {
        Self {
            id: row.id,
            loan: row.loan_id,
            guarantor: row.guarantor_id,
            group: row.group_id,
            signed_on: row.signed_on,
            release_reason: row.release_reason,
        }
    }
}

/// The guarantors of a loan, including released ones.
#[utoipa::path(get, path = "/api/v1/loans/{id}/guarantees", tag = "solidarity", params(("id" = Uuid, Path)),
    responses((status = 200, body = [GuaranteeOut])))]
pub async fn of_loan(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Json<Vec<GuaranteeOut>>, Error> {
    let loan = store::loan(app.db.read(), id).await?;
    signed_in.0.check_member(loan.association_id, loan.member_id)?;
    Ok(Json(store::guarantors_of(app.db.read(), id).await?.into_iter().map(GuaranteeOut::from).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct GuaranteesBody {
    #[serde(default)]
    guarantors: Vec<MemberId>,
    /// The debtor's group guarantees it as a whole.
    #[serde(default)]
    by_group: bool,
    signed_on: NaiveDate,
}

/// Name guarantors of a loan that is approved or open.
#[utoipa::path(post, path = "/api/v1/loans/{id}/guarantees", tag = "solidarity", params(("id" = Uuid, Path)), request_body = GuaranteesBody,
    responses((status = 204)))]
pub async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<GuaranteesBody>,
) -> Result<StatusCode, Error> {
    let named = Named { guarantors: body.guarantors, by_group: body.by_group };
    guarantees::add(&app, &signed_in.0, key, NewGuarantees { loan: id, named, signed_on: body.signed_on }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Release a guarantor, with the reason.
#[utoipa::path(post, path = "/api/v1/guarantees/{id}/release", tag = "solidarity", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn release(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<GuaranteeId>) -> Result<Response, Error> {
    Ok(reversed(guarantees::release(&app, &signed_in.0, key, order).await?))
}
