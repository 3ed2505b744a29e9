//! Loans put right over JSON: cancelled, reversed, corrected.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::api::TermsBody;
use super::decide::NewLoan;
use super::put_right::{self, Right};
use super::{Allowance, see};
use crate::app::App;
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::MoneyPaymentMethod;
use crate::web::signed_in::SignedIn;

/// Cancel an agreed loan, with the reason.
///
/// If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/loans/{id}/cancel", tag = "loans", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn cancel(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<LoanId>) -> Result<Response, Error> {
    Ok(reversed(put_right::cancel(&app, &signed_in.0, key, order).await?))
}

/// Reverse a disbursed loan on which nothing was paid: it counts on no day.
///
/// If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/loans/{id}/undo", tag = "loans", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<LoanId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

/// The right content of a loan. Whether it was disbursed cannot change.
#[derive(Deserialize, ToSchema)]
pub struct LoanCorrection {
    member: MemberId,
    purpose: Line,
    terms: TermsBody,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    /// Number and date of the acta that lends more than is available, where the rules allow it.
    acta: Option<Line>,
    /// Lend although the member is late on another loan.
    #[serde(default)]
    despite_arrears: bool,
    reason: Line,
}

/// Correct a loan on which nothing was paid: it is reversed and the right one recorded with its own number, in one step.
///
/// If a second person must confirm it, it waits, and the id is that of the request.
#[utoipa::path(post, path = "/api/v1/loans/{id}/correct", tag = "loans", params(("id" = Uuid, Path)), request_body = LoanCorrection,
    responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<LoanCorrection>,
) -> Result<Response, Error> {
    let held = see(&app, &signed_in.0, id).await?;
    let right = NewLoan {
        fund: held.loan.fund_id,
        member: body.member,
        purpose: body.purpose.into(),
        terms: body.terms.try_into()?,
        payment_method: payment_method_of(body.payment_method.as_deref())?,
        // Ignored here: the loan keeps its own state. A repeated key compares the input that was sent.
        handed_over: true,
        named: None,
    };
    let allowance = Allowance { acta: body.acta, despite_arrears: body.despite_arrears };
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right, allowance }, body.reason)).await?))
}
