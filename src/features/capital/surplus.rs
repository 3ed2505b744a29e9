//! Surplus made capital (spec §9): only what the fund earned and has not capitalised yet. No money moves.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::store;
use crate::db::journal;
use crate::domain::amount::Unit;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::ledger::days::{Days, Shortfall, first_shortfall};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// What each day added to the surplus that can be capitalised: income less expense, less what was capitalised. What an
/// earlier version of Muyu booked as surplus that came in cash is no surplus.
async fn by_day(db: &impl ConnectionTrait, fund: FundId) -> Result<Days, Error> {
    let accounts: Vec<Account> = Account::ALL.into_iter().filter(|account| account.makes_surplus()).collect();
    let mut days = journal::moved_by_day(db, fund, &accounts).await?;
    days.values_mut().for_each(|minor| *minor = -*minor);
    for row in store::surplus_as_money(db, fund).await? {
        *days.entry(row.happens_on).or_default() -= row.amount_minor;
    }
    Ok(days)
}

/// What can be capitalised on a day: the least there is of it from that day on.
pub async fn left(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<i64, Error> {
    let days = by_day(db, fund).await?;
    let mut surplus = days.range(..=on).map(|(_, minor)| minor).sum::<i64>();
    let mut least = surplus;
    for (_, minor) in days.range(on..).filter(|(day, _)| **day > on) {
        surplus += minor;
        least = least.min(surplus);
    }
    Ok(least)
}

/// # Errors
/// `surplus-short` with what there is, where `amount_minor` is more than the surplus of that day or of one after it.
pub async fn check(db: &impl ConnectionTrait, fund: FundId, unit: Unit, on: NaiveDate, amount_minor: i64) -> Result<(), Error> {
    let days = by_day(db, fund).await?;
    let balance = days.values().sum();
    let kept = days.range(on..).map(|(day, minor)| (*day, *minor)).collect();
    match first_shortfall(balance, &kept, &Days::from([(on, -amount_minor)])) {
        Some(short) => Err(refusal(short, unit, amount_minor).into()),
        None => Ok(()),
    }
}

/// Surplus that is not there: with both figures.
pub fn refusal(short: Shortfall, unit: Unit, amount_minor: i64) -> Refusal {
    let refusal = Refusal::conflict("surplus-short").at("amount").with("day", Fact::Date(short.day));
    refusal.with("surplus", Fact::Money(short.held, unit)).with("amount", Fact::Money(amount_minor, unit))
}
