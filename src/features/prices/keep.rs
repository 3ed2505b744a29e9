//! A price is recorded with its day, its source and the person who signs for it. A price recorded later for the same day
//! replaces it.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Price};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::{Unit, positive};
use crate::domain::calendar::plausible;
use crate::domain::ids::FundId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize)]
pub struct NewPrice {
    pub fund: FundId,
    pub counts_from: NaiveDate,
    pub currency: Unit,
    /// The price of one whole unit of the fund, in minor units of the currency.
    pub price_minor: i64,
    /// The source of the price: the market, the fair, a price list.
    pub source: Line,
    pub signed_by: Line,
}

/// # Errors
/// `forbidden`, `not-found`, `price-of-money`, `price-in-money`, `amount-not-positive`, `date-out-of-range`.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewPrice) -> Result<Uuid, Error> {
    on_fund(app, by, key, Act("price.record", Action::ManageFund), new.fund, new, work).await
}

async fn work(OnFund { step, fund, .. }: OnFund<'_>, new: NewPrice) -> Outcome<Uuid> {
    if fund.unit.is_money() {
        return Err(Refusal::conflict("price-of-money").into());
    }
    if !new.currency.is_money() {
        return Err(Refusal::invalid("currency", "price-in-money").into());
    }
    positive(new.price_minor).map_err(|refusal| refusal.at("price"))?;
    plausible(new.counts_from).map_err(|refusal| refusal.at("counts_from"))?;
    let row = Price {
        id: step.new_id(),
        association_id: fund.association,
        fund_id: fund.id,
        counts_from: new.counts_from,
        currency: new.currency,
        price_minor: new.price_minor,
        source: new.source.to_string(),
        signed_by: new.signed_by.to_string(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
    };
    let id = row.id;
    store::insert(step, row).await?;
    Ok((id, json!({ "counts_from": new.counts_from, "price": new.price_minor, "signed_by": new.signed_by })))
}
