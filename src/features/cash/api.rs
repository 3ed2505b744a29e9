//! Cash counts over JSON. Amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::count::{self as verb, NewCount};
use super::{CashCount, put_right, store};
use crate::app::App;
use crate::domain::cash::Pile;
use crate::domain::ids::{CashCountId, FundId};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::api::{Undoing, reversed};
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made, Paged, Query, Reason};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct CashCountOut {
    id: CashCountId,
    counted_on: NaiveDate,
    counted_by: String,
    witnessed_by: String,
    counted_minor: i64,
    /// The books' cash, verified and to verify.
    books_minor: i64,
    /// The part to verify, which the count confirms.
    to_verify_minor: i64,
    /// Counted less books: below zero, money is missing.
    difference_minor: i64,
    note: String,
    reversal_reason: Option<String>,
}

/// A fund's cash counts, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/cash-counts", tag = "cash", params(("id" = Uuid, Path), Paged),
    responses((status = 200, body = [CashCountOut])))]
pub async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(asked): Query<Paged>,
) -> Result<Json<Vec<CashCountOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let out = |row: CashCount| CashCountOut {
        difference_minor: row.difference_minor(),
        id: row.id,
        counted_on: row.counted_on,
        counted_by: row.counted_by,
        witnessed_by: row.witnessed_by,
        counted_minor: row.counted_minor,
        books_minor: row.books_minor,
        to_verify_minor: row.to_verify_minor,
        note: row.note,
        reversal_reason: row.reversal_reason,
    };
    Ok(Json(store::of_fund(app.db.read(), fund.id, asked.number(), Paged::MOST).await?.into_iter().map(out).collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct CashCountBody {
    counted_on: NaiveDate,
    piles: Vec<Pile>,
    counted_by: Line,
    /// The second person who counted.
    witnessed_by: Line,
    /// The reason for a difference; needed where there is one.
    #[serde(default)]
    note: Note,
    /// The books' cash when the count was compared. The count is refused where the books have changed since.
    books_minor: Option<i64>,
}

/// Record a count of the box by denomination. A difference from the books is posted to cash over and short.
#[utoipa::path(post, path = "/api/v1/funds/{id}/cash-counts", tag = "cash", params(("id" = Uuid, Path)), request_body = CashCountBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CashCountBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let new = NewCount {
        fund: id,
        counted_on: body.counted_on,
        piles: body.piles,
        counted_by: body.counted_by,
        witnessed_by: body.witnessed_by,
        note: body.note,
        books_minor: body.books_minor,
    };
    let made = verb::record(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

/// Undo a cash count, with the reason. Where the rules ask for two people, it waits, and the id is the request's.
#[utoipa::path(post, path = "/api/v1/cash-counts/{id}/undo", tag = "cash", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204), (status = 202, body = Made)))]
pub async fn undo(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<CashCountId>) -> Result<Response, Error> {
    Ok(reversed(put_right::undo(&app, &signed_in.0, key, order).await?))
}
