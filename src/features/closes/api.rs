//! Closing and sharing out over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::pay_share::{OfMember, SharePayment};
use super::share_out::NewShareOut;
use super::statement::of_cycle;
use super::{close, pay_share, see_cycle, see_share_out, share_out, store};
use crate::app::App;
use crate::domain::close::{PeriodKind, ShareBasis, Statement, SurplusSplit};
use crate::domain::ids::{CloseId, CycleId, FundId, MemberId, ShareOutId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::{Undoing, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Reason, payment_method_of};
use crate::web::schemas::MoneyPaymentMethod;
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct CloseOut {
    id: CloseId,
    kind: PeriodKind,
    cycle: Option<CycleId>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    surplus_minor: i64,
    provision_minor: i64,
}

/// The closed periods of a fund, oldest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/closes", tag = "closes", params(("id" = Uuid, Path)), responses((status = 200, body = [CloseOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<CloseOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let out = |row: super::PeriodClose| CloseOut {
        id: row.id,
        kind: row.kind,
        cycle: row.cycle_id,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        surplus_minor: row.surplus_minor,
        provision_minor: row.provision_minor,
    };
    Ok(Json(store::of_fund(app.db.read(), fund.id).await?.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct MonthBody {
    /// The last day of the next month to close.
    ends_on: NaiveDate,
    /// Confirms that the close is final. Without it, the answer is the closing result to confirm.
    #[serde(default)]
    confirmed: bool,
}

/// Close the next month of a fund. It is final.
#[utoipa::path(post, path = "/api/v1/funds/{id}/closes", tag = "closes", params(("id" = Uuid, Path)), request_body = MonthBody,
    responses((status = 201, body = Made)))]
pub async fn month(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<MonthBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let made = close::close_month(&app, &signed_in.0, key, id, body.ends_on, body.confirmed).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Deserialize, ToSchema)]
pub struct CycleClosing {
    /// Confirms that the close is final. Without it, the answer is the closing result to confirm.
    #[serde(default)]
    confirmed: bool,
}

/// Close a cycle. It is final.
#[utoipa::path(post, path = "/api/v1/cycles/{id}/close", tag = "closes", params(("id" = Uuid, Path)), request_body = CycleClosing,
    responses((status = 201, body = Made)))]
pub async fn cycle(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CycleId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CycleClosing>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let made = close::close_cycle(&app, &signed_in.0, key, id, body.confirmed).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// What a cycle opened with, what happened in it and what it ends with: as closed, or up to today.
#[utoipa::path(get, path = "/api/v1/cycles/{id}/statement", tag = "closes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Statement)))]
pub async fn statement(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>) -> Result<Json<Statement>, Error> {
    let seen = see_cycle(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let today = app.clock.today(&seen.association.time_zone);
    Ok(Json(of_cycle(app.db.read(), &seen.fund, &seen.cycle, seen.closed.as_ref(), today).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct ShareOutBody {
    decided_on: NaiveDate,
    acta: Line,
    basis: ShareBasis,
    split: SurplusSplit,
    /// The surplus that the decision was about. Refused where the surplus is another.
    surplus_minor: Option<i64>,
}

/// Share out the surplus of a closed cycle, as the assembly decided. The rest goes to the capital.
#[utoipa::path(post, path = "/api/v1/cycles/{id}/share-out", tag = "closes", params(("id" = Uuid, Path)), request_body = ShareOutBody,
    responses((status = 201, body = Made)))]
pub async fn share(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<CycleId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ShareOutBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let seen = see_cycle(&app, &signed_in.0, id, Action::ManageFund).await?;
    let close = seen.closed.ok_or_else(|| Refusal::conflict("cycle-not-closed"))?.id;
    let new = NewShareOut {
        close,
        decided_on: body.decided_on,
        acta: body.acta.into(),
        basis: body.basis,
        split: body.split,
        surplus_minor: body.surplus_minor,
    };
    let made = share_out::record(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Serialize, ToSchema)]
pub struct ShareOutOut {
    id: ShareOutId,
    decided_on: NaiveDate,
    acta: String,
    basis: ShareBasis,
    to_capital_minor: i64,
    split: SurplusSplit,
    reversal_reason: Option<String>,
    members: Vec<ShareOfMember>,
}

#[derive(Serialize, ToSchema)]
pub struct ShareOfMember {
    member: MemberId,
    /// The member's weight in the split.
    weight: i64,
    amount_minor: i64,
    paid_on: Option<NaiveDate>,
}

/// A share-out, member by member.
#[utoipa::path(get, path = "/api/v1/share-outs/{id}", tag = "closes", params(("id" = Uuid, Path)), responses((status = 200, body = ShareOutOut)))]
pub async fn share_out_of(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ShareOutId>) -> Result<Json<ShareOutOut>, Error> {
    let (row, _) = see_share_out(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let of = |share: super::Share| ShareOfMember {
        member: share.member_id,
        weight: share.weight,
        amount_minor: share.amount_minor,
        paid_on: share.paid_on,
    };
    let members = store::shares(app.db.read(), id).await?.into_iter().map(of).collect();
    Ok(Json(ShareOutOut {
        id,
        decided_on: row.decided_on,
        basis: row.basis,
        to_capital_minor: row.to_capital_minor,
        split: share_out::parts(&row),
        acta: row.acta,
        reversal_reason: row.reversal_reason,
        members,
    }))
}

#[derive(Deserialize, ToSchema)]
pub struct SharePaymentBody {
    /// The member to pay. Without one, every unpaid member.
    member: Option<MemberId>,
    paid_on: NaiveDate,
    #[schema(value_type = Option<MoneyPaymentMethod>)]
    payment_method: Option<String>,
}

/// Pay members their credit from a share-out.
#[utoipa::path(post, path = "/api/v1/share-outs/{id}/pay", tag = "closes", params(("id" = Uuid, Path)), request_body = SharePaymentBody,
    responses((status = 204)))]
pub async fn pay(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ShareOutId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<SharePaymentBody>,
) -> Result<StatusCode, Error> {
    let payment_method = payment_method_of(body.payment_method.as_deref())?;
    let new = SharePayment { share_out: id, member: body.member, paid_on: body.paid_on, payment_method };
    pay_share::pay(&app, &signed_in.0, key, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Undo a share-out without payments. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/share-outs/{id}/undo", tag = "closes", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<ShareOutId>) -> Result<Response, Error> {
    Ok(reversed(share_out::undo(&app, &signed_in.0, key, order).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct PaymentUndone {
    member: MemberId,
    reason: Line,
}

/// Undo the payment of one member's share. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/share-outs/{id}/undo-payment", tag = "closes", params(("id" = Uuid, Path)), request_body = PaymentUndone,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo_payment(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ShareOutId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PaymentUndone>,
) -> Result<Response, Error> {
    let what = OfMember { share_out: id, member: body.member };
    Ok(reversed(pay_share::undo(&app, &signed_in.0, key, Order::new(what, body.reason)).await?))
}
