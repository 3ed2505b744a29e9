//! Expenses over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::put_right::{self, Right};
use super::record::{self as verb, NewExpense};
use super::{Expense, decide, store};
use crate::app::App;
use crate::domain::expense::ExpenseStatus;
use crate::domain::ids::{ExpenseId, FundId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Paged, Query, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct ExpenseOut {
    id: ExpenseId,
    /// `paid`, `planned`, `waiting` for another person, `refused` by them, or `undone`.
    status: ExpenseStatus,
    concept: String,
    amount_minor: i64,
    happens_on: NaiveDate,
    /// The acta that approved it.
    acta: Option<String>,
    /// When another person approved or refused it, where it waited for one.
    decided_at: Option<DateTime<Utc>>,
    /// Why it was undone or refused.
    reversal_reason: Option<String>,
}

/// A fund's expenses, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/expenses", tag = "expenses", params(("id" = Uuid, Path), Paged),
    responses((status = 200, body = [ExpenseOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Paged>,
) -> Result<Json<Vec<ExpenseOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let out = |row: Expense| ExpenseOut {
        id: row.id,
        status: row.status,
        concept: row.concept,
        amount_minor: row.amount_minor,
        happens_on: row.happens_on,
        acta: row.acta,
        decided_at: row.decided_at,
        reversal_reason: row.reversal_reason,
    };
    Ok(Json(store::of_fund(app.db.read(), fund.id, asked.number(), Paged::MOST).await?.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct ExpenseBody {
    /// Whether it is only planned.
    #[serde(default)]
    planned: bool,
    concept: Line,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    /// The acta that approved it: needed for a paid expense from the amount of the rules on.
    acta: Option<Line>,
}

/// Record an expense paid, or planned.
///
/// From the amount of the rules on it waits until another person approved it, and the answer is 202.
#[utoipa::path(post, path = "/api/v1/funds/{id}/expenses", tag = "expenses", params(("id" = Uuid, Path)), request_body = ExpenseBody,
    responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ExpenseBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewExpense {
        fund: id,
        concept: body.concept,
        amount_minor: body.amount_minor,
        happens_on: body.happens_on,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
    };
    let made = if body.planned {
        verb::plan(&app, &signed_in.0, key, new).await?
    } else {
        verb::pay_by_acta(&app, &signed_in.0, key, new, body.acta.into()).await?
    };
    Ok((if waits(&app, made).await? { StatusCode::ACCEPTED } else { StatusCode::CREATED }, Json(Made { id: made.0 })))
}

async fn waits(app: &App, id: ExpenseId) -> Result<bool, Error> {
    Ok(store::find(app.db.read(), id).await?.status == ExpenseStatus::Waiting)
}

#[derive(Deserialize, ToSchema)]
pub struct PaidOn {
    on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    /// The acta that approved it: needed from the amount of the rules on.
    acta: Option<Line>,
}

/// Pay a planned expense.
///
/// From the amount of the rules on it waits until another person approved it, and the answer is 202.
#[utoipa::path(post, path = "/api/v1/expenses/{id}/pay", tag = "expenses", params(("id" = Uuid, Path)), request_body = PaidOn,
    responses((status = 204), (status = 202)))]
pub async fn pay(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ExpenseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PaidOn>,
) -> Result<StatusCode, Error> {
    let paid = (body.on, payment_method_of(body.payment_method.as_deref())?);
    verb::pay_planned_by_acta(&app, &signed_in.0, key, id, paid, body.acta.into()).await?;
    Ok(if waits(&app, id).await? { StatusCode::ACCEPTED } else { StatusCode::NO_CONTENT })
}

/// Approve an expense that another person recorded and that waits: it is paid.
#[utoipa::path(post, path = "/api/v1/expenses/{id}/approve", tag = "expenses", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn approve(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ExpenseId>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<StatusCode, Error> {
    decide::approve(&app, &signed_in.0, key, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuse an expense that waits, with the reason: it is not paid.
#[utoipa::path(post, path = "/api/v1/expenses/{id}/refuse", tag = "expenses", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn refuse(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ExpenseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Reason>,
) -> Result<StatusCode, Error> {
    decide::refuse(&app, &signed_in.0, key, id, body.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undo an expense, with the reason. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/expenses/{id}/undo", tag = "expenses", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<ExpenseId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct ExpenseCorrection {
    concept: Line,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    reason: Line,
}

/// Correct an expense: it is reversed and the right one recorded, in one step.
///
/// Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/expenses/{id}/correct", tag = "expenses", params(("id" = Uuid, Path)), request_body = ExpenseCorrection,
    responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ExpenseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ExpenseCorrection>,
) -> Result<Response, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    let right = NewExpense {
        fund,
        concept: body.concept,
        amount_minor: body.amount_minor,
        happens_on: body.happens_on,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
    };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right }, body.reason)).await?))
}
