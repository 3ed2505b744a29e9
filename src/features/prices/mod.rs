//! Prices of produce: what a fund of seed is worth in money, shown beside its amounts and never added to them.

pub mod api;
pub mod keep;
pub mod pages;
mod store;

pub use store::Price;

use crate::domain::amount::Unit;

/// The worth of an amount of produce, rounded down to the minor unit.
pub fn value(minor: i64, unit: Unit, price_minor: i64) -> i64 {
    let whole = i128::from(10_i64.pow(unit.decimals()));
    i64::try_from((i128::from(minor) * i128::from(price_minor)).div_euclid(whole)).unwrap_or(i64::MAX)
}
