//! Capital available over JSON. All amounts in minor units.

use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::forecast::forecast;
use crate::app::App;
use crate::domain::availability::Column;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct ColumnOut {
    principal_due: i64,
    interest_due: i64,
    overdue_principal: i64,
    overdue_interest: i64,
    pledged: i64,
    planned_expenses: i64,
    available: i64,
}

impl From<Column> for ColumnOut {
    fn from(column: Column) -> Self {
        Self {
            principal_due: column.principal_due,
            interest_due: column.interest_due,
            overdue_principal: column.overdue_principal,
            overdue_interest: column.overdue_interest,
            pledged: column.pledged,
            planned_expenses: column.planned_expenses,
            available: column.available,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AvailabilityOut {
    at: NaiveDate,
    next_cycle: String,
    next_cycle_starts: NaiveDate,
    cash: i64,
    bank: i64,
    cash_to_verify: i64,
    reserve: i64,
    owed: i64,
    committed: i64,
    available_now: i64,
    /// The recovery rate of installments not yet due, in ppm.
    recovery_ppm: i64,
    /// Whether the rules' default rate is used for some age, because there are too few observations.
    recovery_by_default: bool,
    firm: ColumnOut,
    expected: ColumnOut,
    full: ColumnOut,
}

/// Capital available now and for the next cycle, line by line.
#[utoipa::path(get, path = "/api/v1/funds/{id}/availability", tag = "funds", params(("id" = Uuid, Path)),
    responses((status = 200, body = AvailabilityOut)))]
pub async fn availability(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<AvailabilityOut>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let forecast = forecast(&app, &fund, app.clock.today(&association.time_zone)).await?;
    let (recovery_ppm, recovery_by_default) = (forecast.main_rate_ppm(), forecast.by_default());
    let (on_hand, next_cycle) = (forecast.on_hand, forecast.next_cycle);
    Ok(Json(AvailabilityOut {
        at: on_hand.at,
        next_cycle: on_hand.next.name.into(),
        next_cycle_starts: on_hand.next.starts_on,
        cash: on_hand.holdings.cash,
        bank: on_hand.holdings.bank,
        cash_to_verify: on_hand.to_verify,
        reserve: on_hand.now.reserve,
        owed: on_hand.now.owed,
        committed: on_hand.now.committed,
        available_now: on_hand.now.available_now,
        recovery_ppm,
        recovery_by_default,
        firm: next_cycle.firm.into(),
        expected: next_cycle.expected.into(),
        full: next_cycle.full.into(),
    }))
}
