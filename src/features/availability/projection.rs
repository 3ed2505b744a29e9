//! The fund's projection over coming cycles (spec §6.1), in three scenarios.

use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::forecast::{Forecast, forecast};
use super::store;
use crate::app::App;
use crate::domain::calendar::add_months;
use crate::domain::codes::codes;
use crate::domain::ids::FundId;
use crate::domain::interest::of_months;
use crate::domain::projection::{Assumptions, Projection, Row};
use crate::domain::rate::WHOLE_PPM;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::web::api::Query;
use crate::web::signed_in::SignedIn;

/// The number of cycles by default.
pub const CYCLES: u32 = 5;
/// How much lower the recovery rate is in the bad scenario.
const LESS_PPM: i64 = WHOLE_PPM / 10;

codes! {
    pub enum Scenario {
        /// Opens with the firm column; the recovery rate is a tenth lower.
        Badly = "badly",
        Expected = "expected",
        /// Everything is repaid.
        Well = "well",
    }
}

/// Figures to try out. A figure left out is the fund's own.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhatIf {
    /// The number of cycles, up to 20.
    pub cycles: Option<u32>,
    /// What members ask for in the first cycle, in minor units; without it, all that is available.
    pub demand_minor: Option<i64>,
    pub demand_growth_ppm: Option<i64>,
    /// The part of the lent money that is repaid.
    pub recovery_ppm: Option<i64>,
    /// The interest for a whole cycle.
    pub rate_ppm: Option<i64>,
    pub inflation_ppm: Option<i64>,
    /// Costs of each cycle, in minor units.
    pub costs_minor: Option<i64>,
}

/// The assumptions of a projection, with the figures tried out.
pub struct Grounds {
    pub forecast: Forecast,
    pub what_if: WhatIf,
    maturing: Vec<i64>,
}

/// # Errors
/// A figure out of bounds.
pub async fn grounds(app: &App, fund: &Fund, today: NaiveDate, what_if: WhatIf) -> Result<Grounds, Error> {
    let forecast = forecast(app, fund, today).await?;
    let rules = &forecast.on_hand.rules;
    let months = forecast.on_hand.next.months();
    let rate = of_months(rules.rate, months).on(WHOLE_PPM)?;
    let what_if = WhatIf {
        cycles: Some(what_if.cycles.unwrap_or(CYCLES).clamp(1, 20)),
        demand_minor: Some(what_if.demand_minor.unwrap_or(forecast.next_cycle.expected.available.max(0))),
        demand_growth_ppm: Some(what_if.demand_growth_ppm.unwrap_or(0)),
        recovery_ppm: Some(what_if.recovery_ppm.unwrap_or(forecast.main_rate_ppm())),
        rate_ppm: Some(what_if.rate_ppm.unwrap_or(rate)),
        inflation_ppm: Some(what_if.inflation_ppm.unwrap_or(0)),
        costs_minor: Some(what_if.costs_minor.unwrap_or(0)),
    };
    let starts = forecast.on_hand.next.starts_on;
    let unpaid = store::unpaid_after(app.db.read(), fund.id, starts).await?;
    let cycles = what_if.cycles.unwrap_or(CYCLES);
    let until = |cycle: u32| add_months(starts, months * cycle);
    let within = |cycle: u32| unpaid.iter().filter(|(due_on, _)| until(cycle) < *due_on && *due_on <= until(cycle + 1)).map(|(_, minor)| minor).sum();
    Ok(Grounds { maturing: (0..cycles).map(within).collect(), forecast, what_if })
}

impl Grounds {
    /// # Errors
    /// `cycles-out-of-range`, `rate-out-of-range`, `share-out-of-range`, `amount-too-large`.
    pub fn project(&self, scenario: Scenario) -> Result<Projection, Error> {
        let (next, what_if) = (&self.forecast.next_cycle, &self.what_if);
        let recovery = what_if.recovery_ppm.unwrap_or(0);
        let (opening, recovery_ppm) = match scenario {
            Scenario::Badly => (next.firm.available, recovery.saturating_sub(LESS_PPM).max(0)),
            Scenario::Expected => (next.expected.available, recovery),
            Scenario::Well => (next.full.available, WHOLE_PPM),
        };
        let comes = |minor: &i64| i64::try_from(i128::from(*minor) * i128::from(recovery_ppm) / i128::from(WHOLE_PPM)).unwrap_or(i64::MAX);
        let assumptions = Assumptions {
            opening,
            cycles: what_if.cycles.unwrap_or(CYCLES),
            demand: what_if.demand_minor.unwrap_or(0),
            demand_growth_ppm: what_if.demand_growth_ppm.unwrap_or(0),
            recovery_ppm,
            interest_per_cycle_ppm: what_if.rate_ppm.unwrap_or(0),
            interest_kept_ppm: self.forecast.on_hand.rules.interest_kept_ppm,
            costs: what_if.costs_minor.unwrap_or(0),
            inflation_ppm: what_if.inflation_ppm.unwrap_or(0),
            maturing: self.maturing.iter().map(comes).collect(),
            contributions: Vec::new(),
        };
        Ok(assumptions.project()?)
    }
}

#[derive(Serialize, ToSchema)]
pub struct ProjectionOut {
    scenario: Scenario,
    /// The first cycle that cannot lend all that is asked for.
    first_short_cycle: Option<u32>,
    rows: Vec<Row>,
}

/// A fund over coming cycles, in three scenarios. Minor units.
#[utoipa::path(get, path = "/api/v1/funds/{id}/projection", tag = "funds", params(("id" = Uuid, Path), WhatIf),
    responses((status = 200, body = [ProjectionOut])))]
pub async fn projection(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    Query(what_if): Query<WhatIf>,
) -> Result<Json<Vec<ProjectionOut>>, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeFund).await?;
    let grounds = grounds(&app, &fund, app.clock.today(&association.time_zone), what_if).await?;
    let out = |scenario: Scenario| -> Result<ProjectionOut, Error> {
        let told = grounds.project(scenario)?;
        Ok(ProjectionOut { scenario, first_short_cycle: told.first_short_cycle, rows: told.rows })
    };
    Ok(Json(Scenario::ALL.into_iter().map(out).collect::<Result<_, _>>()?))
}
