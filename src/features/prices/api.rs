//! Prices of produce over JSON. Amounts in minor units of their currency.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::keep::{self, NewPrice};
use super::store;
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds;
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::AmountAboveZero;
use crate::web::signed_in::SignedIn;

/// The worth of one whole unit of the fund from a day on.
#[derive(Serialize, ToSchema)]
pub struct UnitPriceOut {
    id: Uuid,
    counts_from: NaiveDate,
    currency: Unit,
    price_minor: i64,
    source: String,
    signed_by: String,
}

/// The prices of a fund of produce, newest first.
#[utoipa::path(get, path = "/api/v1/funds/{id}/prices", tag = "funds", params(("id" = Uuid, Path)), responses((status = 200, body = [UnitPriceOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<UnitPriceOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let out = store::of_fund(app.db.read(), fund.id).await?.into_iter().map(|row| UnitPriceOut {
        id: row.id,
        counts_from: row.counts_from,
        currency: row.currency,
        price_minor: row.price_minor,
        source: row.source,
        signed_by: row.signed_by,
    });
    Ok(Json(out.collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct UnitPriceBody {
    counts_from: NaiveDate,
    #[schema(value_type = Unit)]
    currency: String,
    #[schema(value_type = AmountAboveZero)]
    price_minor: i64,
    /// The source of the price: the market, the fair, a price list.
    source: Line,
    signed_by: Line,
}

/// Record the worth of one whole unit of a fund of produce from a day on.
#[utoipa::path(post, path = "/api/v1/funds/{id}/prices", tag = "funds", params(("id" = Uuid, Path)), request_body = UnitPriceBody,
    responses((status = 201, body = Made)))]
pub async fn record(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<UnitPriceBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let currency = Unit::read(&body.currency).ok_or_else(|| Refusal::invalid("currency", "choice-unknown"))?;
    let (counts_from, price_minor) = (body.counts_from, body.price_minor);
    let new = NewPrice { fund: id, counts_from, currency, price_minor, source: body.source, signed_by: body.signed_by };
    let id = keep::record(&app, &signed_in.0, key, new).await?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}
