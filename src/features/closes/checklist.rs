//! What has to be done before a period can be closed, with a link to the page of each task.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{PeriodClose, store};
use crate::db::journal;
use crate::domain::close::PeriodKind;
use crate::domain::ledger::Account;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::cash;
use crate::features::expenses;
use crate::features::funds::{self, Cycle, Fund};

/// A missing task: its refusal describes it, and its page is where to do it.
#[derive(Clone, Debug)]
pub struct Missing {
    pub refusal: Refusal,
    pub page: String,
}

/// The period to close.
#[derive(Clone, Copy, Debug)]
pub struct Period<'c> {
    pub kind: PeriodKind,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub cycle: Option<&'c Cycle>,
}

/// Every missing task, in the order to do them.
pub async fn missing(
    db: &impl ConnectionTrait,
    fund: &Fund,
    period: Period<'_>,
    cycles: &[Cycle],
    closes: &[PeriodClose],
    today: NaiveDate,
) -> Result<Vec<Missing>, Error> {
    let mut all = Vec::new();
    let mut add = |code: &'static str, facts: Vec<(&'static str, Fact)>, page: &str| {
        let refusal = facts.into_iter().fold(Refusal::conflict(code), |refusal, (name, fact)| refusal.with(name, fact));
        all.push(Missing { refusal, page: format!("/funds/{}/{page}", fund.id) });
    };
    if period.ends_on >= today {
        add("period-not-over", vec![("date", Fact::Date(period.ends_on))], "cycles");
    }
    let closed = |cycle: &Cycle| closes.iter().any(|close| close.cycle_id == Some(cycle.id) || close.ends_on >= cycle.ends_on);
    let first = store::first_entry_on(db, fund.id).await?;
    let own = period.cycle.map(|cycle| cycle.id);
    // The month in which a cycle ends is closed together with the cycle.
    let earlier = cycles.iter().filter(|cycle| cycle.ends_on <= period.ends_on && Some(cycle.id) != own && !closed(cycle));
    for cycle in earlier.filter(|cycle| first.is_some_and(|first| first <= cycle.ends_on)) {
        add("cycle-still-open", vec![("name", Fact::Text(cycle.name.clone()))], "closes");
    }
    // A campaign without a cycle could no longer be closed once a month's close has passed its last day.
    let window = funds::window_on(cycles, period.starts_on);
    if period.kind == PeriodKind::Month && window.ends_on <= period.ends_on && !cycles.iter().any(|cycle| cycle.ends_on == window.ends_on) {
        let dates = [("from", Fact::Date(window.starts_on)), ("to", Fact::Date(window.ends_on))];
        add("cycle-not-set-up", dates.into_iter().chain([("name", Fact::Text(window.name.to_string()))]).collect(), "cycles");
    }
    let waiting = store::waiting(db, fund.id).await?;
    if waiting > 0 {
        add("corrections-wait", vec![("count", Fact::Number(i64::try_from(waiting).unwrap_or(i64::MAX)))], "corrections");
    }
    // An expense approved after the close would have to be an adjustment.
    let open: Vec<_> = expenses::waiting_in(db, &[fund.id]).await?.into_iter().filter(|expense| expense.happens_on <= period.ends_on).collect();
    if !open.is_empty() {
        add("expenses-wait", vec![("count", Fact::Number(i64::try_from(open.len()).unwrap_or(i64::MAX)))], "expenses");
    }
    let held = journal::money_on(db, fund.id, period.ends_on).await?;
    let of = |account| held.get(&account).copied().unwrap_or(0);
    let counted = cash::last(db, fund.id).await?.filter(|count| count.counted_on >= period.ends_on);
    if period.kind == PeriodKind::Cycle && counted.is_none() && (of(Account::Cash) != 0 || of(Account::CashToVerify) != 0) {
        add("cash-not-counted", vec![("date", Fact::Date(period.ends_on))], "cash-counts/new");
    }
    if of(Account::CashToVerify) != 0 && counted.is_none() {
        add("cash-still-to-verify", vec![("amount", Fact::Money(of(Account::CashToVerify), fund.unit))], "cash-counts/new");
    }
    Ok(all)
}
