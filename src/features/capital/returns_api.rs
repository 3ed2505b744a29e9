//! Seed capital paid back, over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::put_right_return::{self, Right};
use super::return_capital::{self as returning, NewCapitalReturn};
use super::{Account, CapitalReturn, store};
use crate::app::App;
use crate::domain::ids::{CapitalId, CapitalReturnId};
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct CapitalReturnOut {
    id: CapitalReturnId,
    capital: CapitalId,
    /// Numbered without gaps within the fund.
    voucher_no: i64,
    happens_on: NaiveDate,
    amount_minor: i64,
    payment_method: PaymentMethod,
    paid_to: String,
    note: String,
    /// The amount of the capital still owed after this return.
    owed_after_minor: i64,
    reversal_reason: Option<String>,
}

impl CapitalReturnOut {
    fn of(account: &Account, row: &CapitalReturn) -> Self {
        let row = row.clone();
        Self {
            owed_after_minor: account.owed_after_minor(&row),
            id: row.id,
            capital: row.capital_id,
            voucher_no: row.voucher_no,
            happens_on: row.happens_on,
            amount_minor: row.amount_minor,
            payment_method: row.payment_method,
            paid_to: row.paid_to,
            note: row.note,
            reversal_reason: row.reversal_reason,
        }
    }
}

/// The returns of seed capital, by voucher number.
#[utoipa::path(get, path = "/api/v1/capital/{id}/returns", tag = "capital", params(("id" = Uuid, Path)),
    responses((status = 200, body = [CapitalReturnOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalId>) -> Result<Json<Vec<CapitalReturnOut>>, Error> {
    let account = store::account(app.db.read(), id).await?;
    funds::see(&app, &signed_in.0, account.capital.fund_id, Action::SeeMembers).await?;
    Ok(Json(account.returns.iter().map(|row| CapitalReturnOut::of(&account, row)).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct CapitalReturnBody {
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    /// The person who takes the money.
    paid_to: Line,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
}

/// Pay seed capital back, whole or in part.
#[utoipa::path(post, path = "/api/v1/capital/{id}/returns", tag = "capital", params(("id" = Uuid, Path)), request_body = CapitalReturnBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CapitalId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CapitalReturnBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewCapitalReturn {
        capital: id,
        amount_minor: body.amount_minor,
        happens_on: body.happens_on,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        paid_to: body.paid_to,
        note: body.note,
    };
    let made = returning::return_capital(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// One return of seed capital.
#[utoipa::path(get, path = "/api/v1/capital-returns/{id}", tag = "capital", params(("id" = Uuid, Path)),
    responses((status = 200, body = CapitalReturnOut)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CapitalReturnId>) -> Result<Json<CapitalReturnOut>, Error> {
    let row = store::find_return(app.db.read(), id).await?;
    funds::see(&app, &signed_in.0, row.fund_id, Action::SeeMembers).await?;
    let account = store::account(app.db.read(), row.capital_id).await?;
    Ok(Json(CapitalReturnOut::of(&account, &row)))
}

/// Reverse a wrong return: the amount is owed again. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/capital-returns/{id}/reverse", tag = "capital", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn reverse(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<CapitalReturnId>) -> Result<Response, Error> {
    Ok(reversed(put_right_return::reverse(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct CapitalReturnCorrection {
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    /// The person who takes the money.
    paid_to: Line,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
    reason: Line,
}

/// Correct a return: the wrong one is reversed and the right one recorded with a new voucher number, in one step.
///
/// Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/capital-returns/{id}/correct", tag = "capital", params(("id" = Uuid, Path)),
    request_body = CapitalReturnCorrection, responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CapitalReturnId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CapitalReturnCorrection>,
) -> Result<Response, Error> {
    let right = NewCapitalReturn {
        capital: store::find_return(app.db.read(), id).await?.capital_id,
        amount_minor: body.amount_minor,
        happens_on: body.happens_on,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        paid_to: body.paid_to,
        note: body.note,
    };
    Ok(corrected(put_right_return::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right }, body.reason)).await?))
}
