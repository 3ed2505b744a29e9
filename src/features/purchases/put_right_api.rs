//! Putting a purchase right over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::adjust::{Adjustment, Charge, Price, adjust};
use super::answers::PaymentOut;
use super::deliveries::reopen;
use super::held::no_of;
use super::put_right::{self, Right};
use super::shifts::record::{self as shifting, NewShift};
use super::{see_own, store};
use crate::app::App;
use crate::domain::cofinancing::{Payer, ShiftKind};
use crate::domain::ids::{MemberId, PartShiftId, PaymentId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
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

/// Undo a wrong payment of a purchase, with the reason. If a second person must confirm it, it waits, and the id is that of the
/// request.
#[utoipa::path(post, path = "/api/v1/payments/{id}/undo", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo_payment(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<PaymentId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

/// Undo the closing of a delivery, with the reason: its loans are reversed and the purchase is ordered again. It is refused
/// where repayments or later records depend on it. If a second person must confirm it, it waits, and the id is that of the
/// request.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/reopen", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn reopen(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<PurchaseId>) -> Result<Response, Error> {
    Ok(reversed(reopen::undo(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct PaymentCorrection {
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
    reason: Line,
}

/// Correct a payment of a purchase: it is reversed and the right one recorded, in one step. If a second person must confirm it,
/// it waits, and the id is that of the request.
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
        amount_minor: body.amount_minor,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        happens_on: body.happens_on,
        note: body.note,
    };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(right, body.reason)).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct PriceBody {
    /// The item's place, from 0.
    item: usize,
    #[schema(value_type = AmountAboveZero)]
    unit_price: i64,
}

#[derive(Deserialize, ToSchema)]
pub struct AdjustmentBody {
    #[serde(default)]
    prices: Vec<PriceBody>,
    /// Freight, and other charges of the invoice besides the goods.
    #[serde(default)]
    charges: Vec<Charge>,
    /// The acta, needed where the total is more than was approved.
    acta: Option<Line>,
    reason: Line,
}

/// Record other prices or freight of the invoice: parts are computed again. If a second person must confirm it, it waits, and
/// the id is that of the request.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/adjust", tag = "purchases", params(("id" = Uuid, Path)), request_body = AdjustmentBody,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn adjust_invoice(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<AdjustmentBody>,
) -> Result<Response, Error> {
    let prices = body.prices.into_iter().map(|row| Price { item_no: no_of(row.item), unit_price_minor: row.unit_price }).collect();
    let what = Adjustment { purchase: id, prices, charges: body.charges, acta: body.acta };
    Ok(reversed(adjust(&app, &signed_in.0, key, Order::new(what, body.reason)).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct ShiftBody {
    kind: ShiftKind,
    /// The payer whose part it is: a member, or a party by its place from 0.
    from_member: Option<MemberId>,
    from_party: Option<usize>,
    /// The payer who takes it over; the producers as a party are all members. None where it is lent or written off.
    to_member: Option<MemberId>,
    to_party: Option<usize>,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    acta: Line,
    reason: Line,
}

/// Have a part that its payer does not give taken over, lent to the members, or written off, by acta.
#[utoipa::path(post, path = "/api/v1/purchases/{id}/shifts", tag = "purchases", params(("id" = Uuid, Path)), request_body = ShiftBody,
    responses((status = 201, body = Made)))]
pub async fn record_shift(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ShiftBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    super::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let payer = |member: Option<MemberId>, party: Option<usize>| member.map(Payer::Member).or(party.map(Payer::Party));
    let from = payer(body.from_member, body.from_party).ok_or_else(|| Refusal::invalid("from", "payer-unknown"))?;
    let new = NewShift {
        kind: body.kind,
        from,
        to: payer(body.to_member, body.to_party),
        amount_minor: body.amount_minor,
        happens_on: body.happens_on,
        acta: body.acta,
        reason: body.reason,
    };
    let made = shifting::record(&app, &signed_in.0, key, id, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a part taken over or written off, with the reason. If a second person must confirm it, it waits, and the id is that of
/// the request.
#[utoipa::path(post, path = "/api/v1/part-shifts/{id}/undo", tag = "purchases", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo_shift(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<PartShiftId>) -> Result<Response, Error> {
    Ok(reversed(shifting::undo(&app, &signed_in.0, key, order).await?))
}
