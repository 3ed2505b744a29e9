//! The statement of a cycle: what it opened with, what happened in it and what it ends with, as closed or up to today.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{PeriodClose, store};
use crate::db::journal;
use crate::domain::availability::Unpaid;
use crate::domain::calendar::days;
use crate::domain::close::{Balances, Flows, Foreseen, People, Statement, closing_postings};
use crate::domain::indicators::{Portfolio, ProvisionRates};
use crate::domain::ledger::SourceKind;
use crate::domain::member::Sex;
use crate::error::Error;
use crate::features::availability::forecast::Forecast;
use crate::features::funds::{self, Cycle, Fund};
use crate::features::on_hand::on_hand_at;
use crate::features::{loans, members};

/// The stored statement of a closed cycle, or the statement up to `today`.
///
/// # Errors
/// A figure out of bounds.
pub async fn of_cycle(
    db: &impl ConnectionTrait,
    fund: &Fund,
    cycle: &Cycle,
    closed: Option<&PeriodClose>,
    today: NaiveDate,
) -> Result<Statement, Error> {
    match closed {
        Some(closed) => closed.statement(),
        None => worked_out(db, fund, starts_on(db, cycle).await?, cycle.ends_on.min(today).max(cycle.starts_on)).await,
    }
}

/// The first day of a cycle's statement. Days between a closed cycle and this one belong to this one.
pub async fn starts_on(db: &impl ConnectionTrait, cycle: &Cycle) -> Result<NaiveDate, Error> {
    let Some(before) = store::cycle_before(db, cycle.fund_id, cycle.starts_on).await? else { return Ok(cycle.starts_on) };
    let cycles = funds::cycles(db, cycle.fund_id).await?;
    let earlier = cycles.iter().map(|other| other.ends_on).filter(|ends_on| *ends_on < cycle.starts_on);
    Ok(earlier.fold(before.ends_on, NaiveDate::max).succ_opt().unwrap_or(cycle.starts_on))
}

/// The statement from one day to another. What was earned before is left out, closed or not.
///
/// # Errors
/// As [`of_cycle`].
pub async fn worked_out(db: &impl ConnectionTrait, fund: &Fund, starts_on: NaiveDate, as_of: NaiveDate) -> Result<Statement, Error> {
    let before = store::cycle_before(db, fund.id, starts_on).await?;
    let opened = match starts_on.pred_opt() {
        Some(eve) => journal::balances_at(db, fund.id, eve, None).await?,
        None => Balances::new(),
    };
    let ended = journal::balances_at(db, fund.id, as_of, None).await?;
    let mut carried = ended.clone();
    for posting in closing_postings(&ended) {
        *carried.entry(posting.account).or_default() += posting.amount_minor;
    }
    carried.retain(|_, minor| *minor != 0);
    let flows = Flows::of(&journal::moved_by_source(db, fund.id, (starts_on, as_of), SourceKind::CycleClose).await?);
    let (people, provision_minor) = people(db, fund, starts_on, as_of).await?;
    let provision_before_minor = provision_before(db, fund, starts_on).await?;
    Ok(Statement {
        starts_on,
        as_of,
        surplus_minor: flows.result() - (provision_minor - provision_before_minor),
        opened,
        ended,
        carried,
        flows,
        people,
        provision_before_minor,
        provision_minor,
        available_minor: on_hand_at(db, fund, as_of, None).await?.now.available_now,
        foreseen: None,
        foreseen_before: before.map(|close| close.statement()).transpose()?.and_then(|statement| statement.foreseen),
    })
}

/// The provision for losses on the eve of a day: as closed, or computed where nothing was closed then.
async fn provision_before(db: &impl ConnectionTrait, fund: &Fund, starts_on: NaiveDate) -> Result<i64, Error> {
    let Some(eve) = starts_on.pred_opt() else { return Ok(0) };
    match store::closed_on(db, fund.id, eve).await? {
        Some(close) => Ok(close.provision_minor),
        None => Ok(people(db, fund, eve, eve).await?.1),
    }
}

/// The borrowers, the late members and the provision for losses on a day. Replays every loan.
async fn people(db: &impl ConnectionTrait, fund: &Fund, starts_on: NaiveDate, as_of: NaiveDate) -> Result<(People, i64), Error> {
    let lent = store::lent_between(db, fund.id, starts_on, as_of).await?;
    let held: Vec<_> = loans::of_fund(db, fund.id, None).await?;
    let held: Vec<_> = held.iter().filter(|held| held.status().lent() && held.loan.disbursed_on <= as_of).collect();
    let mut ids: Vec<_> = lent.iter().map(|(member, _)| *member).chain(held.iter().map(|held| held.loan.member_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = members::by_ids(db, ids).await?;
    let woman = |member| known.get(&member).is_some_and(|member| member.sex == Sex::Female);
    let mut people = People { loans: i64::try_from(lent.len()).unwrap_or(i64::MAX), ..People::default() };
    let mut borrowers: Vec<_> = lent.iter().map(|(member, _)| *member).collect();
    borrowers.sort_unstable();
    borrowers.dedup();
    for member in borrowers {
        *(if woman(member) { &mut people.women } else { &mut people.men }) += 1;
    }
    let mut portfolio = Vec::with_capacity(held.len());
    for held in held {
        let position = held.position(as_of)?;
        // A written-off loan is already lost: it is not late, and needs no provision.
        if position.written_off_on.is_some() {
            continue;
        }
        let overdue = position.overdue_principal();
        if overdue > 0 {
            let late_days = position.oldest_unpaid_due_on().map_or(0, |due_on| days(due_on, as_of));
            let age = if late_days <= 30 { 0 } else { usize::from(late_days > 90) + 1 };
            people.late[age].add(overdue);
            (if woman(held.loan.member_id) { &mut people.late_women } else { &mut people.late_men }).add(overdue);
        }
        let unpaid = |row: &crate::domain::replay::InstallmentPosition| Unpaid {
            due_on: row.due_on,
            principal: row.principal - row.paid_principal,
            interest: row.interest - row.paid_interest,
        };
        portfolio.push(position.installments.iter().map(unpaid).collect::<Vec<_>>());
    }
    Ok((people, Portfolio::of(&portfolio, as_of)?.provision(&ProvisionRates::default())?))
}

/// The forecast for the next cycle, as of a day.
pub fn foreseen(forecast: &Forecast) -> Foreseen {
    let next = &forecast.next_cycle;
    Foreseen { on: forecast.on_hand.at, firm: next.firm, expected: next.expected, full: next.full }
}
