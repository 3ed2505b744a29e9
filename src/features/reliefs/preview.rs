//! A loan before and after a relief, as the committee sees it before it decides.

use chrono::NaiveDate;

use crate::app::App;
use crate::domain::availability::{Column, Receipts, Unpaid, receipts};
use crate::domain::calendar::happened;
use crate::domain::event::{Event, EventKind};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::relief::Relief;
use crate::domain::replay::{Position, Relieved, replay};
use crate::error::Error;
use crate::features::availability::forecast::forecast;
use crate::features::funds::Fund;
use crate::features::loans::LoanAccount;

/// One loan on the acta's date, before the relief and after it.
pub struct Preview {
    pub before: Position,
    pub after: Position,
    pub relieved: Relieved,
}

/// # Errors
/// `before-disbursement`, `relief-nothing-owed`, and what the relief refuses, each at the field of the day or of the shift.
pub fn preview(held: &LoanAccount, decided_on: NaiveDate, relief: &Relief) -> Result<Preview, Error> {
    held.check_in_portfolio()?;
    let began_on = held.loan.disbursed_on;
    if decided_on < began_on {
        return Err(Refusal::invalid("decided_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)).into());
    }
    let before = held.position(decided_on)?;
    if before.unpaid_principal() == 0 {
        return Err(Refusal::conflict("relief-nothing-owed").at("loan").with("loan", Fact::Number(held.loan.number)).into());
    }
    let events = with(held, decided_on, relief);
    let after = replay(&held.contract, &events, decided_on)?;
    let relieved = after.relief_of(events.len() - 1).unwrap_or_default();
    Ok(Preview { before, after, relieved })
}

fn with(held: &LoanAccount, decided_on: NaiveDate, relief: &Relief) -> Vec<Event> {
    let mut events = held.events();
    events.push(Event { on: decided_on, kind: EventKind::Relief(relief.clone()) });
    events
}

/// Capital available for the next cycle, without and with these reliefs. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailabilityEffect {
    pub expected: (i64, i64),
    pub full: (i64, i64),
    pub until: NaiveDate,
}

/// The effect of reliefs on the capital available for the next cycle: some sums fall due after it instead of before.
///
/// # Errors
/// A fault when a figure is out of bounds.
pub async fn effect(
    app: &App,
    fund: &Fund,
    today: NaiveDate,
    held: &[&LoanAccount],
    (on, relief): (NaiveDate, &Relief),
) -> Result<AvailabilityEffect, Error> {
    happened(on, today)?;
    let forecast = forecast(app, fund, today).await?;
    let until = forecast.on_hand.next.starts_on;
    let kept_ppm = forecast.on_hand.rules.interest_kept_ppm;
    let full_rates = crate::domain::availability::RecoveryRates([crate::domain::rate::WHOLE_PPM; 6]);
    let (mut expected, mut full) = (0, 0);
    for held in held {
        let before = unpaid(&held.position(today)?);
        let after = unpaid(&replay(&held.contract, &with(held, on, relief), today)?);
        let moved = |rates: &crate::domain::availability::RecoveryRates| -> Result<i64, Refusal> {
            let of = |installments: &[Unpaid]| receipts(installments, (today, until), rates, kept_ppm).map(|receipts: Receipts| receipts.total());
            Ok(of(&after)? - of(&before)?)
        };
        expected += moved(&forecast.recovery)?;
        full += moved(&full_rates)?;
    }
    let of = |column: &Column, moved: i64| (column.available, column.available + moved);
    Ok(AvailabilityEffect { expected: of(&forecast.next_cycle.expected, expected), full: of(&forecast.next_cycle.full, full), until })
}

fn unpaid(position: &Position) -> Vec<Unpaid> {
    let open = position.installments.iter().filter(|row| row.open());
    open.map(|row| Unpaid { due_on: row.due_on, principal: row.unpaid_principal(), interest: row.unpaid_interest() }).collect()
}
