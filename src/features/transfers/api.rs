//! Transfers over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::put_right::{self, Right};
use super::record::{self as verb, NewTransfer};
use super::{Transfer, see, store};
use crate::app::App;
use crate::domain::ids::{CapitalId, CapitalReturnId, FundId, TransferId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Paged, Query, Reason};
use crate::web::schemas::AmountAboveZero;
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct TransferOut {
    id: TransferId,
    kind: TransferKind,
    from: FundId,
    /// The same fund where money moved between its own cash and bank.
    to: FundId,
    taken_from: PaymentMethod,
    put_into: PaymentMethod,
    amount_minor: i64,
    happens_on: NaiveDate,
    owed_back_on: Option<NaiveDate>,
    acta: String,
    note: String,
    /// The loan between funds that this transfer pays back.
    repays: Option<TransferId>,
    /// The capital that this transfer brought, or that it pays back.
    capital: Option<CapitalId>,
    /// In the paying fund, the return of capital, with its voucher.
    capital_return: Option<CapitalReturnId>,
    reversal_reason: Option<String>,
}

impl From<Transfer> for TransferOut {
    fn from(row: Transfer) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            from: row.from_fund_id,
            to: row.to_fund_id,
            taken_from: row.taken_from,
            put_into: row.put_into,
            amount_minor: row.amount_minor,
            happens_on: row.happens_on,
            owed_back_on: row.owed_back_on,
            acta: row.acta,
            note: row.note,
            repays: row.repays_id,
            capital: row.capital_id,
            capital_return: row.return_id,
            reversal_reason: row.reversal_reason,
        }
    }
}

/// A fund's transfers: moved, given, lent and received, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/transfers", tag = "transfers", params(("id" = Uuid, Path), Paged),
    responses((status = 200, body = [TransferOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Paged>,
) -> Result<Json<Vec<TransferOut>>, Error> {
    funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let rows = store::of_fund(app.db.read(), id, asked.number(), Paged::MOST).await?;
    Ok(Json(rows.into_iter().map(TransferOut::from).collect()))
}

/// One transfer.
#[utoipa::path(get, path = "/api/v1/transfers/{id}", tag = "transfers", params(("id" = Uuid, Path)),
    responses((status = 200, body = TransferOut)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<TransferId>) -> Result<Json<TransferOut>, Error> {
    Ok(Json(see(&app, &signed_in.0, id, Action::SeeMembers).await?.transfer.into()))
}

#[derive(Deserialize, ToSchema)]
pub struct TransferBody {
    /// `own` between cash and bank of the fund, `gift` or `lent` to another fund.
    kind: TransferKind,
    /// The receiving fund; none between cash and bank.
    to: Option<FundId>,
    /// `cash`, `deposit` or `wallet`.
    #[schema(value_type = PaymentMethod)]
    taken_from: String,
    #[schema(value_type = PaymentMethod)]
    put_into: String,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    /// When lent money is to be paid back.
    owed_back_on: Option<NaiveDate>,
    /// Number and date of the acta that gives or lends it.
    #[serde(default)]
    acta: Note,
    #[serde(default)]
    note: Note,
}

impl TransferBody {
    fn read(self, from: FundId) -> Result<NewTransfer, Refusal> {
        let (taken_from, put_into) = places(&self.taken_from, &self.put_into)?;
        Ok(NewTransfer {
            kind: self.kind,
            from,
            to: self.to.filter(|_| self.kind != TransferKind::Own).unwrap_or(from),
            taken_from,
            put_into,
            amount_minor: self.amount_minor,
            happens_on: self.happens_on,
            owed_back_on: self.owed_back_on,
            acta: self.acta,
            note: self.note,
            repays: None,
        })
    }
}

fn places(taken_from: &str, put_into: &str) -> Result<(PaymentMethod, PaymentMethod), Refusal> {
    let of = |field, code| PaymentMethod::of_money(code).ok_or_else(|| Refusal::invalid(field, "choice-unknown"));
    Ok((of("taken_from", taken_from)?, of("put_into", put_into)?))
}

/// Move money between cash and bank, or give or lend it to another fund of the association.
#[utoipa::path(post, path = "/api/v1/funds/{id}/transfers", tag = "transfers", params(("id" = Uuid, Path)), request_body = TransferBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<TransferBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let new = body.read(id)?;
    if new.kind == TransferKind::PaidBack {
        return Err(Refusal::invalid("kind", "choice-unknown").into());
    }
    let made = verb::record(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Deserialize, ToSchema)]
pub struct PayBackBody {
    #[schema(value_type = PaymentMethod)]
    taken_from: String,
    #[schema(value_type = PaymentMethod)]
    put_into: String,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    #[serde(default)]
    note: Note,
}

impl PayBackBody {
    fn read(self, lent: &Transfer) -> Result<NewTransfer, Refusal> {
        let (taken_from, put_into) = places(&self.taken_from, &self.put_into)?;
        Ok(NewTransfer {
            kind: TransferKind::PaidBack,
            from: lent.to_fund_id,
            to: lent.from_fund_id,
            taken_from,
            put_into,
            amount_minor: self.amount_minor,
            happens_on: self.happens_on,
            owed_back_on: None,
            acta: Note::default(),
            note: self.note,
            repays: Some(lent.id),
        })
    }
}

/// Pay back a loan between two funds, whole or in part.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/pay-back", tag = "transfers", params(("id" = Uuid, Path)), request_body = PayBackBody,
    responses((status = 201, body = Made)))]
pub async fn pay_back(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<TransferId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PayBackBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let lent = see(&app, &signed_in.0, id, Action::ManageFund).await?.transfer;
    let made = verb::pay_back(&app, &signed_in.0, key, id, body.read(&lent)?).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a transfer in both funds, with the reason.
///
/// If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/undo", tag = "transfers", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<TransferId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

/// The right content of a transfer.
#[derive(Deserialize, ToSchema)]
pub struct TransferCorrection {
    /// The giving fund; unchanged where none is named.
    from: Option<FundId>,
    /// Unchanged where none is named. A repayment stays a repayment.
    kind: Option<TransferKind>,
    /// Unchanged where none is named.
    to: Option<FundId>,
    #[schema(value_type = PaymentMethod)]
    taken_from: String,
    #[schema(value_type = PaymentMethod)]
    put_into: String,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    owed_back_on: Option<NaiveDate>,
    #[serde(default)]
    acta: Note,
    #[serde(default)]
    note: Note,
    reason: Line,
}

/// Correct a transfer: it is reversed in both funds and the right one recorded, in one step.
///
/// If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/correct", tag = "transfers", params(("id" = Uuid, Path)),
    request_body = TransferCorrection, responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<TransferId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<TransferCorrection>,
) -> Result<Response, Error> {
    let wrong = see(&app, &signed_in.0, id, Action::ManageFund).await?.transfer;
    let TransferCorrection { from, kind, to, taken_from, put_into, amount_minor, happens_on, owed_back_on, acta, note, reason } = body;
    let kind = kind.unwrap_or(wrong.kind);
    let body = TransferBody { kind, to: to.or(Some(wrong.to_fund_id)), taken_from, put_into, amount_minor, happens_on, owed_back_on, acta, note };
    let right = NewTransfer { repays: wrong.repays_id, ..body.read(from.unwrap_or(wrong.from_fund_id))? };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right }, reason)).await?))
}
