//! Closes a month or a cycle: in sequence, and finally.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::checklist::{Missing, Period, missing};
use super::statement::{foreseen, starts_on, worked_out};
use super::{PeriodClose, see_cycle, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::close::{Foreseen, PeriodKind, Statement, closing_postings, month_after};
use crate::domain::ids::{CloseId, CycleId, FundId};
use crate::domain::ledger::{Entry, Source, SourceKind};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::availability::forecast::forecast;
use crate::features::funds::{self, Act, Cycle, Fund, OnFund, Outcome, on_fund};

/// The next period to close, with its missing tasks.
pub struct Next {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub missing: Vec<Missing>,
}

/// The next month to close; none while nothing is recorded.
pub async fn next_month(db: &impl ConnectionTrait, fund: &Fund, today: NaiveDate) -> Result<Option<Next>, Error> {
    let Some(first) = store::first_entry_on(db, fund.id).await? else { return Ok(None) };
    let (starts_on, ends_on) = month_after(funds::row(db, fund.id).await?.closed_through, first);
    let (cycles, closes) = (funds::cycles(db, fund.id).await?, store::of_fund(db, fund.id).await?);
    let period = Period { kind: PeriodKind::Month, starts_on, ends_on, cycle: None };
    Ok(Some(Next { starts_on, ends_on, missing: missing(db, fund, period, &cycles, &closes, today).await? }))
}

/// The missing tasks before a cycle can be closed.
pub async fn for_cycle(db: &impl ConnectionTrait, fund: &Fund, cycle: &Cycle, today: NaiveDate) -> Result<Vec<Missing>, Error> {
    let (cycles, closes) = (funds::cycles(db, fund.id).await?, store::of_fund(db, fund.id).await?);
    let period = Period { kind: PeriodKind::Cycle, starts_on: cycle.starts_on, ends_on: cycle.ends_on, cycle: Some(cycle) };
    missing(db, fund, period, &cycles, &closes, today).await
}

/// A month by its last day, and whether the close was confirmed. The confirmation is not part of the fingerprint, so that a
/// repeated key is never asked again.
#[derive(Clone, Serialize)]
struct ClosingMonth(FundId, NaiveDate, #[serde(skip)] bool);

/// # Errors
/// `forbidden`, `not-found`, `nothing-to-close`, and every missing task; unless confirmed, `close-asks`.
pub async fn close_month(app: &App, by: &Actor, key: Uuid, fund: FundId, ends_on: NaiveDate, confirmed: bool) -> Result<CloseId, Error> {
    let input = ClosingMonth(fund, ends_on, confirmed);
    on_fund(app, by, key, Act("period.close_month", Action::ManageFund), fund, input, month_work).await
}

async fn month_work(on: OnFund<'_>, ClosingMonth(_, ends_on, confirmed): ClosingMonth) -> Outcome<CloseId> {
    let next = next_month(on.step.tx, on.fund, on.today).await?.ok_or_else(|| Refusal::conflict("nothing-to-close"))?;
    if next.ends_on != ends_on {
        return Err(Refusal::conflict("close-out-of-order").with("date", Fact::Date(next.ends_on)).into());
    }
    refuse(next.missing)?;
    let statement = worked_out(on.step.tx, on.fund, (next.starts_on, next.ends_on), on.today).await?;
    ask(&on, confirmed, &statement)?;
    // The month's cycle must exist, so that it can be closed after its months.
    funds::cycle_on(on.step, on.fund.id, on.fund.association, next.starts_on).await?;
    let row = row(&on, PeriodKind::Month, None, (next.starts_on, next.ends_on), &statement)?;
    let id = row.id;
    store::insert(on.step, row).await?;
    Ok((id, json!({ "month": next.ends_on })))
}

/// A cycle, with the forecast for the next one. The forecast is computed before the command, since it may update the
/// observations.
#[derive(Clone, Serialize)]
struct ClosingCycle {
    cycle: CycleId,
    #[serde(skip)]
    foreseen: Option<Foreseen>,
    #[serde(skip)]
    confirmed: bool,
}

/// # Errors
/// `forbidden`, `not-found`, `cycle-closed`, `cycle-within-closed`, and every missing task; unless confirmed, `close-asks`.
pub async fn close_cycle(app: &App, by: &Actor, key: Uuid, id: CycleId, confirmed: bool) -> Result<CloseId, Error> {
    let seen = see_cycle(app, by, id, Action::ManageFund).await?;
    let today = app.clock.today(&seen.association.time_zone);
    let input = ClosingCycle { cycle: id, foreseen: Some(foreseen(&forecast(app, &seen.fund, today).await?)), confirmed };
    on_fund(app, by, key, Act("period.close_cycle", Action::ManageFund), seen.fund.id, input, cycle_work).await
}

async fn cycle_work(mut on: OnFund<'_>, input: ClosingCycle) -> Outcome<CloseId> {
    let (tx, fund) = (on.step.tx, on.fund);
    let cycle = funds::cycles_by_ids(tx, vec![input.cycle]).await?.remove(&input.cycle).ok_or_else(Refusal::not_found)?;
    if store::of_cycle(tx, cycle.id).await?.is_some() {
        return Err(Refusal::conflict("cycle-closed").into());
    }
    if let Some(closed) = funds::row(tx, fund.id).await?.closed_through.filter(|closed| cycle.ends_on <= *closed) {
        return Err(Refusal::conflict("cycle-within-closed").with("date", Fact::Date(closed)).into());
    }
    refuse(for_cycle(tx, fund, &cycle, on.today).await?)?;
    let mut statement = worked_out(tx, fund, (starts_on(tx, &cycle).await?, cycle.ends_on), on.today).await?;
    ask(&on, input.confirmed, &statement)?;
    statement.foreseen = input.foreseen;
    let row = row(&on, PeriodKind::Cycle, Some(cycle.id), (statement.starts_on, cycle.ends_on), &statement)?;
    let id = row.id;
    let source = Source { kind: SourceKind::CycleClose, id: id.0 };
    let entry = Entry::of_change(cycle.ends_on, source, cycle.name.clone(), closing_postings(&statement.ended))?;
    on.post(entry.into_iter().collect()).await?;
    store::insert(on.step, row).await?;
    Ok((id, json!({ "cycle": cycle.name, "surplus": statement.surplus_minor })))
}

/// Closing is final, so its period and result are shown first.
fn ask(on: &OnFund<'_>, confirmed: bool, statement: &Statement) -> Result<(), Refusal> {
    if confirmed {
        return Ok(());
    }
    let question = Refusal::conflict("close-asks").at("confirmed").with("from", Fact::Date(statement.starts_on));
    Err(question.with("to", Fact::Date(statement.as_of)).with("surplus", Fact::Money(statement.surplus_minor, on.fund.unit)))
}

fn refuse(missing: Vec<Missing>) -> Result<(), Error> {
    let refusals: Vec<Refusal> = missing.into_iter().map(|one| one.refusal).collect();
    if refusals.is_empty() { Ok(()) } else { Err(refusals.into()) }
}

fn row(
    on: &OnFund<'_>,
    kind: PeriodKind,
    cycle_id: Option<CycleId>,
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    statement: &Statement,
) -> Result<PeriodClose, Error> {
    Ok(PeriodClose {
        id: on.step.new_id(),
        association_id: on.fund.association,
        fund_id: on.fund.id,
        kind,
        cycle_id,
        starts_on,
        ends_on,
        surplus_minor: statement.surplus_minor,
        provision_minor: statement.provision_minor,
        statement: serde_json::to_string(statement).map_err(|error| Error::fault(format!("a closing statement: {error}")))?,
        closed_by: on.step.by.user_id,
        closed_at: on.step.now,
    })
}
