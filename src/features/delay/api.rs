//! Delay over JSON: calls, claims, promises and changes of debtor. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::call::{self, NewCall};
use super::claims::{self, NewClaimPayment};
use super::promises::{self, NewPromise};
use super::take_over::{self, NewDebtor};
use super::undo::undo;
use super::{Claim, DelayRecord, Promise, history, lateness};
use crate::app::App;
use crate::domain::ids::{LoanId, MemberId, RepaymentId};
use crate::domain::promise::PromiseOutcome;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::api::Undoing;
use crate::features::{associations, loans};
use crate::web::api::{Body, IdempotencyKey, Reason};
use crate::web::schemas::AmountAboveZero;
use crate::web::signed_in::SignedIn;

/// The amount called from a guarantor.
#[derive(Serialize, ToSchema)]
pub struct CalledPart {
    guarantor: MemberId,
    amount_minor: i64,
}

#[derive(Serialize, ToSchema)]
pub struct CallOut {
    id: Uuid,
    called_on: NaiveDate,
    shortfall_minor: i64,
    parts: Vec<CalledPart>,
    reversal_reason: Option<String>,
}

/// A guarantor's payment for a debtor, as far as the debtor has not repaid it.
#[derive(Serialize, ToSchema)]
pub struct ClaimOut {
    repayment: RepaymentId,
    creditor: MemberId,
    debtor: MemberId,
    paid_minor: i64,
    open_minor: i64,
}

#[derive(Serialize, ToSchema)]
pub struct PromiseOut {
    id: Uuid,
    made_on: NaiveDate,
    due_on: NaiveDate,
    amount_minor: i64,
    outcome: PromiseOutcome,
    reversal_reason: Option<String>,
}

/// The delay of a loan, and what was done about it.
#[derive(Serialize, ToSchema)]
pub struct DelayOut {
    since_on: Option<NaiveDate>,
    days_late: i64,
    overdue_minor: i64,
    calls: Vec<CallOut>,
    claims: Vec<ClaimOut>,
    promises: Vec<PromiseOut>,
}

/// The delay of one loan: calls, claims and promises.
#[utoipa::path(get, path = "/api/v1/loans/{id}/delay", tag = "delay", params(("id" = Uuid, Path)), responses((status = 200, body = DelayOut)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>) -> Result<Json<DelayOut>, Error> {
    let held = loans::see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, held.loan.association_id, Action::SeeFund).await?;
    let today = app.clock.today(&association.time_zone);
    let late = lateness(&held, today)?;
    let known = history(&app, id).await?;
    let mut calls = Vec::new();
    for row in known.calls {
        let parts = call::parts_of(&row)?.into_iter().map(|(guarantor, amount_minor)| CalledPart { guarantor, amount_minor }).collect();
        let (called_on, shortfall_minor) = (row.called_on, row.shortfall_minor);
        calls.push(CallOut { id: row.id, called_on, shortfall_minor, parts, reversal_reason: row.reversal_reason });
    }
    let claim = |claim: &Claim| ClaimOut {
        repayment: claim.paid.id,
        creditor: claim.creditor,
        debtor: claim.debtor,
        paid_minor: claim.paid.amount_minor,
        open_minor: claim.open_minor(),
    };
    let promise = |row: Promise| PromiseOut {
        outcome: promises::outcome_of(&held, &row, today),
        id: row.id,
        made_on: row.made_on,
        due_on: row.due_on,
        amount_minor: row.amount_minor,
        reversal_reason: row.reversal_reason,
    };
    Ok(Json(DelayOut {
        since_on: late.map(|late| late.since_on),
        days_late: late.map_or(0, |late| late.days),
        overdue_minor: late.map_or(0, |late| late.overdue_minor),
        calls,
        claims: known.claims.iter().map(claim).collect(),
        promises: known.promises.into_iter().map(promise).collect(),
    }))
}

#[derive(Deserialize, ToSchema)]
pub struct CallBody {
    called_on: NaiveDate,
    #[serde(default)]
    note: Note,
}

/// Call the guarantors of a late loan: the overdue amount is split equally among them.
#[utoipa::path(post, path = "/api/v1/loans/{id}/call", tag = "delay", params(("id" = Uuid, Path)), request_body = CallBody,
    responses((status = 204)))]
pub async fn call_guarantors(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CallBody>,
) -> Result<StatusCode, Error> {
    call::call(&app, &signed_in.0, key, NewCall { loan: id, called_on: body.called_on, note: body.note }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take back a call made by mistake, with the reason.
#[utoipa::path(post, path = "/api/v1/guarantee-calls/{id}/undo", tag = "delay", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn undo_call(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<Uuid>) -> Result<StatusCode, Error> {
    undo(&app, &signed_in.0, key, DelayRecord::Call, order).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct PromiseBody {
    due_on: NaiveDate,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    #[serde(default)]
    note: Note,
}

/// Record a promise to pay.
#[utoipa::path(post, path = "/api/v1/loans/{id}/promises", tag = "delay", params(("id" = Uuid, Path)), request_body = PromiseBody,
    responses((status = 204)))]
pub async fn promise(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PromiseBody>,
) -> Result<StatusCode, Error> {
    let new = NewPromise { loan: id, due_on: body.due_on, amount_minor: body.amount_minor, note: body.note };
    promises::promise(&app, &signed_in.0, key, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undo a promise recorded by mistake, with the reason.
#[utoipa::path(post, path = "/api/v1/promises/{id}/undo", tag = "delay", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn undo_promise(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<Uuid>) -> Result<StatusCode, Error> {
    undo(&app, &signed_in.0, key, DelayRecord::Promise, order).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct DebtorBody {
    /// An heir, a guarantor, or a member who answers for the group.
    member: MemberId,
    changed_on: NaiveDate,
    acta: Line,
    /// The cause: death, departure.
    cause: Line,
}

/// Take over a debt by acta: the same loan, owed by another member from that day.
#[utoipa::path(post, path = "/api/v1/loans/{id}/debtor", tag = "delay", params(("id" = Uuid, Path)), request_body = DebtorBody,
    responses((status = 204)))]
pub async fn change_debtor(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<DebtorBody>,
) -> Result<StatusCode, Error> {
    let new = NewDebtor { loan: id, to: body.member, changed_on: body.changed_on, acta: body.acta, cause: body.cause };
    take_over::take_over(&app, &signed_in.0, key, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct ClaimPaymentBody {
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    paid_on: NaiveDate,
    #[serde(default)]
    note: Note,
}

/// Record that the debtor repaid a guarantor.
#[utoipa::path(post, path = "/api/v1/repayments/{id}/pay-back", tag = "delay", params(("id" = Uuid, Path)), request_body = ClaimPaymentBody,
    responses((status = 204)))]
pub async fn pay_back(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<RepaymentId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ClaimPaymentBody>,
) -> Result<StatusCode, Error> {
    let new = NewClaimPayment { repayment: id, amount_minor: body.amount_minor, paid_on: body.paid_on, note: body.note };
    claims::pay_back(&app, &signed_in.0, key, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undo a repayment to a guarantor, with the reason.
#[utoipa::path(post, path = "/api/v1/claim-payments/{id}/undo", tag = "delay", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn undo_pay_back(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<Uuid>) -> Result<StatusCode, Error> {
    undo(&app, &signed_in.0, key, DelayRecord::ClaimPayment, order).await?;
    Ok(StatusCode::NO_CONTENT)
}
