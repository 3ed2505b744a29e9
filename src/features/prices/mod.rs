//! Prices of produce: what a fund of seed is worth in money, told beside it and never added to it.

pub mod api;
pub mod keep;
pub mod pages;
mod store;

pub use store::Price;

use crate::domain::amount::Unit;

/// What an amount of produce is worth, down to the minor unit.
pub fn value(minor: i64, unit: Unit, price_minor: i64) -> i64 {
    let whole = i128::from(10_i64.pow(unit.decimals()));
    i64::try_from((i128::from(minor) * i128::from(price_minor)).div_euclid(whole)).unwrap_or(i64::MAX)
}
