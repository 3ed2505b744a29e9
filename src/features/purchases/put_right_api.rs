//! Putting a purchase right over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::answers::PaymentOut;
use super::put_right::{self, Right};
use super::{see_own, store};
use crate::app::App;
use crate::domain::ids::PaymentId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{corrected, reversed};
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

/// A payment of a purchase; a member sees their own.
#[utoipa::path(get, path = "/api/v1/payments/{id}", tag = "purchases", params(("id" = Uuid, Path)),
    responses((status = 200, body = PaymentOut)))]
pub async fn payment(State(app): State<App>, signed_in: SignedIn, Path(id): Path<PaymentId>) -> Result<Json<PaymentOut>, Error> {
    let (row, by) = (store::payment(app.db.read(), id).await?, &signed_in.0);
    let held = see_own(&app, by, row.purchase_id).await?;
    let whole = by.check_within(Action::SeeMembers, held.row.association_id, held.programme()).is_ok();
    let own = row.member_id.is_some() && by.member().map(|(_, member)| member) == row.member_id;
    if whole || own { Ok(Json(PaymentOut::from(&row))) } else { Err(Refusal::not_found().into()) }
}

/// Undo a wrong payment of a purchase, with the reason. Where it takes two people it waits, and the id is of the request.
#[utoipa::path(post, path = "/api/v1/payments/{id}/undo", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo_payment(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PaymentId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Reason>,
) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, Order::new(id, body.reason)).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct PaymentCorrection {
    #[schema(value_type = AmountAboveZero)]
    amount: i64,
    happens_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
    reason: Line,
}

/// Correct a payment of a purchase: it is reversed and the right one recorded, in one step. Where it takes two people it
/// waits, and the id is of the request.
#[utoipa::path(post, path = "/api/v1/payments/{id}/correct", tag = "purchases", params(("id" = Uuid, Path)), request_body = PaymentCorrection,
    responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct_payment(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PaymentId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PaymentCorrection>,
) -> Result<Response, Error> {
    let right = Right {
        wrong: id,
        amount_minor: body.amount,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        happens_on: body.happens_on,
        note: body.note,
    };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(right, body.reason)).await?))
}
