//! An approved loan is disbursed over JSON: whole, or a part of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Allowance, disburse as hand_over};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::domain::refusal::Refusal;
use crate::domain::text::Line;
use crate::error::Error;
use crate::web::api::{Body, IdempotencyKey, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, ToSchema)]
pub struct LoanHandOver {
    on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
    /// The part that is disbursed now; the rest waits as a loan of its own. None for the whole loan.
    #[schema(value_type = Option<AmountAboveZero>)]
    part_minor: Option<i64>,
    /// Number and date of the acta that lends more than is available, where the rules allow it.
    acta: Option<Line>,
    /// Lend although the member is late on another loan.
    #[serde(default)]
    despite_arrears: bool,
}

/// Disburse an approved loan.
#[utoipa::path(post, path = "/api/v1/loans/{id}/disburse", tag = "loans", params(("id" = Uuid, Path)), request_body = LoanHandOver,
    responses((status = 204)))]
pub async fn disburse(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<LoanId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<LoanHandOver>,
) -> Result<StatusCode, Error> {
    let allowance = Allowance { acta: body.acta, despite_arrears: body.despite_arrears };
    let payment_method = payment_method_of(body.payment_method.as_deref())?;
    match body.part_minor {
        Some(amount_minor) if amount_minor < 1 => return Err(Refusal::invalid("part_minor", "amount-not-positive").into()),
        Some(amount_minor) => {
            let part = hand_over::FirstPart { loan: id, on: body.on, payment_method, amount_minor, allowance };
            hand_over::disburse_part(&app, &signed_in.0, key, part).await?;
        }
        None => {
            hand_over::disburse(&app, &signed_in.0, key, id, body.on, payment_method, allowance).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
