//! Small balances over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::forgive::{NewForgiveness, forgive as verb};
use super::reverse as undo;
use crate::app::App;
use crate::domain::ids::{FundId, LoanId, MemberId, RemissionId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::api::{Undoing, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Query, Reason};
use crate::web::schemas::AmountAboveZero;
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnDay {
    /// The day of the acta; today where none is given.
    on: Option<NaiveDate>,
}

#[derive(Serialize, ToSchema)]
pub struct RestOut {
    installment: u32,
    unpaid: i64,
}

/// A rest of a loan that is too small to collect.
#[derive(Serialize, ToSchema)]
pub struct SmallBalanceOut {
    loan: LoanId,
    number: i64,
    member: MemberId,
    amount_minor: i64,
    installments: Vec<RestOut>,
}

/// The small balances of a fund on a day, by the rules of that day.
#[utoipa::path(get, path = "/api/v1/funds/{id}/small-balances", tag = "loans", params(("id" = Uuid, Path), OnDay),
    responses((status = 200, body = [SmallBalanceOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<OnDay>,
) -> Result<Json<Vec<SmallBalanceOut>>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let today = app.clock.today(&association.time_zone);
    let small = super::list(app.db.read(), fund.id, asked.on.unwrap_or(today).min(today)).await?;
    let out = |one: super::SmallBalance| SmallBalanceOut {
        loan: one.held.loan.id,
        number: one.held.loan.number,
        member: one.held.loan.member_id,
        amount_minor: one.amount_minor(),
        installments: one.rests.iter().map(|rest| RestOut { installment: rest.no, unpaid: rest.unpaid }).collect(),
    };
    Ok(Json(small.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct ForgivenLoan {
    loan: LoanId,
    /// The amount as listed; it is refused where it has changed since.
    #[schema(value_type = AmountAboveZero)]
    #[serde(alias = "amount")]
    amount_minor: i64,
}

/// The committee's decision.
#[derive(Deserialize, ToSchema)]
pub struct Forgiveness {
    /// Number and date of the acta.
    acta: Line,
    decided_on: NaiveDate,
    loans: Vec<ForgivenLoan>,
}

/// Forgive small balances by acta: all of them, or none. Answers the id of the act.
#[utoipa::path(post, path = "/api/v1/funds/{id}/small-balances", tag = "loans", params(("id" = Uuid, Path)), request_body = Forgiveness,
    responses((status = 201, body = Made)))]
pub async fn forgive(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Forgiveness>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let loans = body.loans.into_iter().map(|one| (one.loan, one.amount_minor)).collect();
    let new = NewForgiveness { fund: id, acta: body.acta, decided_on: body.decided_on, loans };
    let made = verb(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made })))
}

/// Reverse a remission, with the reason: the loan's debt is as before.
#[utoipa::path(post, path = "/api/v1/remissions/{id}/reverse", tag = "loans", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn reverse(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<RemissionId>) -> Result<Response, Error> {
    Ok(reversed(undo::reverse(&app, &signed_in.0, key, order).await?))
}
