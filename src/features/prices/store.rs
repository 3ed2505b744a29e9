//! Prices of produce in the database.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::db::command::Step;
use crate::db::entity::unit_price;
use crate::domain::ids::FundId;
use crate::error::Error;

pub use crate::db::entity::unit_price::Model as Price;

/// A fund's prices, newest first; of one day, the one recorded last comes first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Price>, Error> {
    use unit_price::Column as C;
    let of = unit_price::Entity::find().filter(C::FundId.eq(fund));
    Ok(of.order_by_desc(C::CountsFrom).order_by_desc(C::RecordedAt).all(db).await?)
}

/// The price that applies on a day.
pub fn on(prices: &[Price], day: NaiveDate) -> Option<&Price> {
    prices.iter().find(|row| row.counts_from <= day)
}

pub async fn insert(step: &Step<'_>, row: Price) -> Result<(), Error> {
    unit_price::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}
