//! Repayments over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::preview::{self as looking, kind_of};
use super::put_right::{self, Right};
use super::record::{NewRepayment, Payer, record_of as verb};
use super::see;
use crate::app::App;
use crate::domain::ids::{LoanId, MemberId, RepaymentId};
use crate::domain::quality::Quality;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::features::loans::api::RepaymentOut;
use crate::features::{associations, loans};
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, ToSchema)]
pub struct RepaymentBody {
    /// The day on which the money was paid.
    paid_on: NaiveDate,
    #[schema(value_type = AmountAboveZero)]
    #[serde(alias = "amount")]
    amount_minor: i64,
    /// Whether it settles the whole loan early: interest not yet earned is forgiven.
    #[serde(default)]
    settles: bool,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
    /// In a fund of seed: the share of what came back that germinates, in parts per million.
    germination_ppm: Option<i64>,
    /// In a fund of produce: how what came back looked.
    #[serde(default)]
    quality: Note,
    /// Accepts that the loan is already paid and the money becomes the member's credit. Without it such a payment is refused as
    /// `loan-closed`.
    #[serde(default)]
    as_credit: bool,
    /// The member who pays on the debtor's behalf: the debtor then owes it to them.
    payer: Option<MemberId>,
    /// The name of the person who pays on the debtor's behalf.
    payer_name: Option<Line>,
    /// Confirms an unusual payment. Without it a second payment of the same member on the same day is refused as
    /// `payment-same-day`, and one of more than twice the debt as `payment-far-beyond`.
    #[serde(default)]
    confirmed: bool,
}

impl RepaymentBody {
    fn payer(&self) -> Option<Payer> {
        let named = self.payer.is_some() || self.payer_name.is_some();
        named.then(|| Payer { member: self.payer, name: self.payer_name.clone().unwrap_or_default() })
    }

    fn of(self, loan: LoanId) -> Result<NewRepayment, Error> {
        Ok(NewRepayment {
            loan,
            paid_on: self.paid_on,
            amount_minor: self.amount_minor,
            kind: kind_of(self.settles),
            payment_method: payment_method_of(self.payment_method.as_deref())?,
            note: self.note,
            quality: Quality { germination_ppm: self.germination_ppm, said: self.quality },
            as_credit: self.as_credit,
            confirmed: self.confirmed,
        })
    }
}

/// Record a repayment; its receipt is numbered without gaps.
#[utoipa::path(post, path = "/api/v1/loans/{id}/repayments", tag = "repayments", params(("id" = Uuid, Path)), request_body = RepaymentBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<RepaymentBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let payer = body.payer();
    let new = body.of(id)?;
    let made = verb(&app, &signed_in.0, key, new, payer).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Serialize, ToSchema)]
pub struct AppliedOut {
    installment: u32,
    late_fee: i64,
    interest: i64,
    principal: i64,
}

/// How a repayment would be applied.
#[derive(Serialize, ToSchema)]
pub struct PreviewOut {
    late_fee: i64,
    interest: i64,
    principal: i64,
    credit: i64,
    forgiven: i64,
    /// The rest below the cash step of a cash payment: it is not asked for, and is part of what the lines close.
    rounding: i64,
    /// What it adds to the member's credit on this loan, after later payments are applied again.
    to_credit: i64,
    lines: Vec<AppliedOut>,
    left: i64,
    next_due_on: Option<NaiveDate>,
}

/// Show how a repayment would be applied; nothing is recorded.
#[utoipa::path(post, path = "/api/v1/loans/{id}/repayments/preview", tag = "repayments", params(("id" = Uuid, Path)), request_body = RepaymentBody,
    responses((status = 200, body = PreviewOut)))]
pub async fn preview(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    Body(body): Body<RepaymentBody>,
) -> Result<Json<PreviewOut>, Error> {
    let held = loans::see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, held.loan.association_id, Action::RecordRepayments).await?;
    let preview = looking::preview(&held, &body.of(id)?, app.clock.today(&association.time_zone))?;
    let split = preview.split;
    let lines = preview.lines.iter().map(|line| AppliedOut {
        installment: line.no,
        late_fee: line.late_fee,
        interest: line.interest,
        principal: line.principal,
    });
    Ok(Json(PreviewOut {
        late_fee: split.late_fee,
        interest: split.interest,
        principal: split.principal,
        credit: split.credit,
        forgiven: split.forgiven,
        rounding: split.rounding.total(),
        to_credit: preview.to_credit,
        lines: lines.collect(),
        left: preview.left,
        next_due_on: preview.next_due.map(|(due_on, _)| due_on),
    }))
}

/// One repayment, as it is applied now.
#[utoipa::path(get, path = "/api/v1/repayments/{id}", tag = "repayments", params(("id" = Uuid, Path)),
    responses((status = 200, body = RepaymentOut)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<RepaymentId>) -> Result<Json<RepaymentOut>, Error> {
    let (row, _) = see(&app, &signed_in.0, id).await?;
    Ok(Json(row.into()))
}

/// Reverse a repayment, with the reason. If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/repayments/{id}/reverse", tag = "repayments", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn reverse(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<RepaymentId>) -> Result<Response, Error> {
    Ok(reversed(put_right::reverse(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct RepaymentCorrection {
    /// The loan that it was paid for.
    loan: LoanId,
    #[serde(flatten)]
    repayment: RepaymentBody,
    reason: Line,
}

/// Correct a repayment: it is reversed and the right one recorded with its own receipt, in one step. If a second person must
/// confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/repayments/{id}/correct", tag = "repayments", params(("id" = Uuid, Path)),
    request_body = RepaymentCorrection, responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<RepaymentId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<RepaymentCorrection>,
) -> Result<Response, Error> {
    let right = body.repayment.of(body.loan)?;
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right }, body.reason)).await?))
}
