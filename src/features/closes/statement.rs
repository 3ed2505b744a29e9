//! The statement of a cycle: what it opened with, what happened in it and what it ends with, as closed or up to today.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{PeriodClose, store};
use crate::db::journal;
use crate::domain::availability::Unpaid;
use crate::domain::calendar::days;
use crate::domain::close::{Balances, Flows, Foreseen, People, Statement, Tally, closing_postings};
use crate::domain::ids::FundId;
use crate::domain::indicators::{Portfolio, ProvisionRates};
use crate::domain::ledger::SourceKind;
use crate::domain::member::Sex;
use crate::domain::replay::InstallmentPosition;
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
        None => worked_out(db, fund, (starts_on(db, cycle).await?, cycle.ends_on.min(today).max(cycle.starts_on)), today).await,
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
pub async fn worked_out(
    db: &impl ConnectionTrait,
    fund: &Fund,
    (starts_on, as_of): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Statement, Error> {
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
    // What is kept of each loan is its state after all that is recorded: on an earlier day a replay says it.
    let portfolio = if as_of < today { on_day(db, fund.id, as_of).await? } else { now(db, fund.id, today).await? };
    let people = lent_to(db, fund.id, (starts_on, as_of), portfolio.late).await?;
    let provision_minor = portfolio.provision_minor;
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
        None => Ok(on_day(db, fund.id, eve).await?.provision_minor),
    }
}

/// Overdue principal by lateness and by sex, and what is set aside for losses.
#[derive(Default)]
struct LoansOnDay {
    late: People,
    provision_minor: i64,
}

impl LoansOnDay {
    fn late(&mut self, sex: Sex, late_days: i64, overdue: Tally) {
        let step = if late_days <= 30 { 0 } else { usize::from(late_days > 90) + 1 };
        let by_sex = if sex == Sex::Female { &mut self.late.late_women } else { &mut self.late.late_men };
        by_sex.add(overdue);
        self.late.late[step].add(overdue);
    }
}

/// Who was lent to between two days, beside who is late.
async fn lent_to(db: &impl ConnectionTrait, fund: FundId, (from, to): (NaiveDate, NaiveDate), late: People) -> Result<People, Error> {
    let mut people = late;
    for lent in store::lent_between(db, fund, from, to).await? {
        people.loans += lent.loans;
        *(if lent.sex == Sex::Female { &mut people.women } else { &mut people.men }) += lent.members;
    }
    Ok(people)
}

/// As what is kept of each loan says it: its state after all that is recorded.
async fn now(db: &impl ConnectionTrait, fund: FundId, today: NaiveDate) -> Result<LoansOnDay, Error> {
    let aged = loans::aged(db, fund, today).await?.map(|(_, unpaid_minor)| unpaid_minor);
    let mut found = LoansOnDay { provision_minor: ProvisionRates::default().of(&aged)?.iter().sum(), ..LoansOnDay::default() };
    for overdue in store::overdue_today(db, fund, today).await? {
        let late_days = overdue.oldest_unpaid_due_on.map_or(0, |due_on| days(due_on, today));
        found.late(overdue.sex, late_days, Tally { count: overdue.loans, minor: overdue.minor });
    }
    Ok(found)
}

/// On an earlier day. Every loan that was not settled then is replayed.
async fn on_day(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<LoansOnDay, Error> {
    let held = loans::unsettled_on(db, fund, on).await?;
    let known = members::by_ids(db, held.iter().map(|held| held.loan.member_id).collect()).await?;
    let (mut found, mut portfolio) = (LoansOnDay::default(), Vec::with_capacity(held.len()));
    for held in &held {
        let position = held.position(on)?;
        // What was written off is lost already: it is no part of what is late, and nothing is set aside for it.
        if position.written_off_on.is_some() {
            continue;
        }
        let minor = position.overdue_principal();
        if minor > 0 {
            let late_days = position.oldest_unpaid_due_on().map_or(0, |due_on| days(due_on, on));
            let sex = known.get(&held.loan.member_id).map_or(Sex::Unsaid, |member| member.sex);
            found.late(sex, late_days, Tally { count: 1, minor });
        }
        let unpaid = |row: &InstallmentPosition| Unpaid { due_on: row.due_on, principal: row.unpaid_principal(), interest: row.unpaid_interest() };
        portfolio.push(position.installments.iter().map(unpaid).collect::<Vec<_>>());
    }
    found.provision_minor = Portfolio::of(&portfolio, on)?.provision(&ProvisionRates::default())?;
    Ok(found)
}

/// The forecast for the next cycle, as of a day.
pub fn foreseen(forecast: &Forecast) -> Foreseen {
    let next = &forecast.next_cycle;
    Foreseen { on: forecast.on_hand.at, firm: next.firm, expected: next.expected, full: next.full }
}
