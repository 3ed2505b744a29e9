//! Members' credit balances over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::put_right::{self, Right};
use super::store::{self, CreditUse};
use super::use_credit::{self, NewRefund, NewUse};
use crate::app::App;
use crate::domain::ids::{FundId, LoanId, MemberId, RepaymentId};
use crate::domain::loan::PaymentMethod;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::features::{associations, funds, loans, members, repayments};
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

/// A refund with a voucher, or a use on a loan, which makes a payment.
#[derive(Serialize, ToSchema)]
pub struct CreditUseOut {
    id: Uuid,
    used_on: NaiveDate,
    amount_minor: i64,
    voucher_no: Option<i64>,
    payment_method: PaymentMethod,
    repayment: Option<RepaymentId>,
    note: String,
    reversal_reason: Option<String>,
}

impl From<CreditUse> for CreditUseOut {
    fn from(row: CreditUse) -> Self {
        Self {
            id: row.id,
            used_on: row.used_on,
            amount_minor: row.amount_minor,
            voucher_no: row.voucher_no,
            payment_method: row.payment_method,
            repayment: row.repayment_id,
            note: row.note,
            reversal_reason: row.reversal_reason,
        }
    }
}

/// A member's credit balance in one fund.
#[derive(Serialize, ToSchema)]
pub struct MemberCreditOut {
    fund: FundId,
    balance_minor: i64,
    uses: Vec<CreditUseOut>,
}

/// A member's credit balances by fund, and their uses.
#[utoipa::path(get, path = "/api/v1/members/{id}/credit", tag = "members", params(("id" = Uuid, Path)),
    responses((status = 200, body = [MemberCreditOut])))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>) -> Result<Json<Vec<MemberCreditOut>>, Error> {
    let member = members::see(&app, &signed_in.0, id).await?;
    let (db, association) = (app.db.read(), associations::find(app.db.read(), member.association_id).await?);
    let today = app.clock.today(&association.time_zone);
    let mut out = Vec::new();
    for fund in funds::of_association(db, association.id).await? {
        let balance_minor = repayments::credit_of(db, (fund.id, id), Some(today)).await?;
        let uses = store::of_member(db, fund.id, id).await?.into_iter().map(CreditUseOut::from).collect();
        out.push(MemberCreditOut { fund: fund.id, balance_minor, uses });
    }
    Ok(Json(out))
}

#[derive(Deserialize, ToSchema)]
pub struct CreditRefundBody {
    member: MemberId,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    refunded_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
}

/// Refund a member's credit balance.
#[utoipa::path(post, path = "/api/v1/funds/{id}/credit-refunds", tag = "members", params(("id" = Uuid, Path)), request_body = CreditRefundBody,
    responses((status = 201, body = Made)))]
pub async fn refund(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CreditRefundBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    funds::see(&app, &signed_in.0, id, Action::ManageLoans).await?;
    let new = NewRefund {
        fund: id,
        member: body.member,
        amount_minor: body.amount_minor,
        refunded_on: body.refunded_on,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        note: body.note,
    };
    let id = use_credit::refund(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

#[derive(Deserialize, ToSchema)]
pub struct CreditPaymentBody {
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    paid_on: NaiveDate,
}

/// Pay a loan from its member's credit balance. The answer is the payment.
#[utoipa::path(post, path = "/api/v1/loans/{id}/pay-from-credit", tag = "loans", params(("id" = Uuid, Path)), request_body = CreditPaymentBody,
    responses((status = 201, body = Made)))]
pub async fn pay(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CreditPaymentBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let association = loans::see(&app, &signed_in.0, id).await?.loan.association_id;
    signed_in.0.check(Action::ManageLoans, Some(association))?;
    let new = NewUse { loan: id, amount_minor: body.amount_minor, paid_on: body.paid_on };
    let made = use_credit::pay(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a refund. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/credit-uses/{id}/undo", tag = "members", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<Uuid>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct CreditRefundCorrection {
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    refunded_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    #[serde(default)]
    note: Note,
    reason: Line,
}

/// Correct what was given back: it is reversed and the right one recorded with a voucher of its own, in one step. Where it takes
/// two people it waits, and the id is of the request.
#[utoipa::path(post, path = "/api/v1/credit-uses/{id}/correct", tag = "members", params(("id" = Uuid, Path)),
    request_body = CreditRefundCorrection, responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<Uuid>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CreditRefundCorrection>,
) -> Result<Response, Error> {
    let row = super::see(&app, &signed_in.0, id).await?;
    let right = NewRefund {
        fund: row.fund_id,
        member: row.member_id,
        amount_minor: body.amount_minor,
        refunded_on: body.refunded_on,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        note: body.note,
    };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right }, body.reason)).await?))
}
