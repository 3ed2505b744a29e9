//! Capital over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::put_right::{self, Right};
use super::record::{self as verb, NewCapital};
use super::{Account, store};
use crate::app::App;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{CapitalId, FundId, MemberId, TransferId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, corrected, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::{AmountAboveZero, MoneyPaymentMethod};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct CapitalOut {
    id: CapitalId,
    kind: CapitalKind,
    status: CapitalStatus,
    source: String,
    /// Whose contribution it is.
    member: Option<MemberId>,
    amount_minor: i64,
    happens_on: NaiveDate,
    owed_back_on: Option<NaiveDate>,
    /// Seed capital paid back.
    returned_minor: i64,
    /// Seed capital still owed.
    owed_minor: i64,
    /// The transfer from another fund that brought it.
    transfer: Option<TransferId>,
    reversal_reason: Option<String>,
}

/// A fund's capital, received and pledged, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/capital", tag = "capital", params(("id" = Uuid, Path)),
    responses((status = 200, body = [CapitalOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<CapitalOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let out = |account: Account| CapitalOut {
        returned_minor: account.returned_minor(),
        owed_minor: account.owed_minor(),
        id: account.capital.id,
        transfer: account.capital.transfer_id,
        kind: account.capital.kind,
        status: account.capital.status,
        source: account.capital.source,
        amount_minor: account.capital.amount_minor,
        member: account.capital.member_id,
        happens_on: account.capital.happens_on,
        owed_back_on: account.capital.owed_back_on,
        reversal_reason: account.capital.reversal_reason,
    };
    Ok(Json(store::accounts(app.db.read(), &[fund.id], None).await?.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct CapitalBody {
    kind: CapitalKind,
    /// Whether it is only promised.
    #[serde(default)]
    pledged: bool,
    /// Whose contribution it is, of what a member gives.
    member: Option<MemberId>,
    source: Line,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    owed_back_on: Option<NaiveDate>,
    #[serde(default)]
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
}

impl CapitalBody {
    fn read(self, fund: FundId) -> Result<NewCapital, Refusal> {
        Ok(NewCapital {
            fund,
            member: self.member,
            kind: self.kind,
            source: self.source.into(),
            amount_minor: self.amount_minor,
            happens_on: self.happens_on,
            owed_back_on: self.owed_back_on,
            payment_method: payment_method_of(self.payment_method.as_deref())?,
        })
    }
}

/// Record capital received, or a pledge.
#[utoipa::path(post, path = "/api/v1/funds/{id}/capital", tag = "capital", params(("id" = Uuid, Path)), request_body = CapitalBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CapitalBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let pledged = body.pledged;
    let new = body.read(id)?;
    let made = if pledged { verb::pledge(&app, &signed_in.0, key, new).await? } else { verb::receive(&app, &signed_in.0, key, new).await? };
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Deserialize, ToSchema)]
pub struct Came {
    on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    #[serde(alias = "means")]
    payment_method: Option<String>,
}

/// Record that a pledge was received.
#[utoipa::path(post, path = "/api/v1/capital/{id}/receive", tag = "capital", params(("id" = Uuid, Path)), request_body = Came,
    responses((status = 204)))]
pub async fn fulfil(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CapitalId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Came>,
) -> Result<StatusCode, Error> {
    verb::fulfil(&app, &signed_in.0, key, id, body.on, payment_method_of(body.payment_method.as_deref())?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undo capital that was recorded by mistake. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/capital/{id}/undo", tag = "capital", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<CapitalId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}

/// The right content of a capital record. Received capital stays received; a pledge stays a pledge.
#[derive(Deserialize, ToSchema)]
pub struct CapitalCorrection {
    kind: CapitalKind,
    /// Whose contribution it is, of what a member gives.
    member: Option<MemberId>,
    source: Line,
    #[schema(value_type = AmountAboveZero)]
    amount_minor: i64,
    happens_on: NaiveDate,
    owed_back_on: Option<NaiveDate>,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
    reason: Line,
}

/// Correct capital: it is reversed and the right one recorded, in one step; a pledge is postponed or changed.
///
/// Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/capital/{id}/correct", tag = "capital", params(("id" = Uuid, Path)), request_body = CapitalCorrection,
    responses((status = 201, body = Made), (status = 202, body = Made)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CapitalId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CapitalCorrection>,
) -> Result<Response, Error> {
    let fund = store::find(app.db.read(), id).await?.fund_id;
    let CapitalCorrection { kind, member, source, amount_minor, happens_on, owed_back_on, payment_method, reason } = body;
    let right = CapitalBody { kind, pledged: false, member, source, amount_minor, happens_on, owed_back_on, payment_method }.read(fund)?;
    Ok(corrected(put_right::correct(&app, &signed_in.0, key, Order::new(Right { wrong: id, right }, reason)).await?))
}
