//! Capitalises surplus (spec §9): only what the fund earned and has not capitalised yet. No money moves.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::record::NewCapital;
use super::{Capital, store};
use crate::db::journal;
use crate::domain::amount::Unit;
use crate::domain::capital::CapitalKind;
use crate::domain::ids::FundId;
use crate::domain::ledger::Account;
use crate::domain::ledger::days::{Days, Shortfall, first_shortfall};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// What each day added to the surplus that can be capitalised: income less expense, less the amount capitalised. Surplus that
/// an earlier version booked as cash received is left out.
async fn by_day(db: &impl ConnectionTrait, fund: FundId) -> Result<Days, Error> {
    let accounts: Vec<Account> = Account::ALL.into_iter().filter(|account| account.makes_surplus()).collect();
    let mut days = journal::moved_by_day(db, fund, &accounts).await?;
    days.values_mut().for_each(|minor| *minor = -*minor);
    for row in store::surplus_as_money(db, fund).await? {
        *days.entry(row.happens_on).or_default() -= row.amount_minor;
    }
    Ok(days)
}

/// The surplus that can be capitalised on a day: its lowest level from that day on.
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

/// Checks surplus to capitalise. `in_place_of` is a record reversed with it, whose surplus can be capitalised again.
///
/// # Errors
/// `surplus-short` with the surplus left, where the amount is above the surplus of its day or of a later one.
pub async fn check(db: &impl ConnectionTrait, unit: Unit, new: &NewCapital, in_place_of: Option<&Capital>) -> Result<(), Error> {
    let days = by_day(db, new.fund).await?;
    let mut change = Days::from([(new.happens_on, -new.amount_minor)]);
    if let Some(wrong) = in_place_of.filter(|wrong| wrong.kind == CapitalKind::Surplus && wrong.payment_method == PaymentMethod::Nothing) {
        *change.entry(wrong.happens_on).or_default() += wrong.amount_minor;
    }
    let first = change.keys().next().copied().unwrap_or(new.happens_on);
    let balance = days.values().sum();
    let kept = days.range(first..).map(|(day, minor)| (*day, *minor)).collect();
    match first_shortfall(balance, &kept, &change) {
        Some(short) => Err(refusal(short, unit, new.amount_minor).into()),
        None => Ok(()),
    }
}

/// The refusal for missing surplus, with both figures.
pub fn refusal(short: Shortfall, unit: Unit, amount_minor: i64) -> Refusal {
    let refusal = Refusal::conflict("surplus-short").at("amount").with("day", Fact::Date(short.day));
    refusal.with("surplus", Fact::Money(short.held, unit)).with("amount", Fact::Money(amount_minor, unit))
}
