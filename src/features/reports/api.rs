//! Reports over JSON. Money in minor units; hectares, kilos and days in thousandths.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::gather::{Scope, facts};
use super::group::{Grouping, group};
use super::labour as labour_of;
use super::programme_page::progress;
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::Goal;
use crate::domain::ids::{AssociationId, ProgrammeId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::features::programmes;
use crate::web::api::Query;
use crate::web::signed_in::SignedIn;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    #[param(value_type = Option<Grouping>, inline)]
    by: Option<String>,
    programme: Option<ProgrammeId>,
    association: Option<AssociationId>,
}

impl ReportQuery {
    fn scope(&self) -> Scope {
        Scope { programme: self.programme, association: self.association }
    }
}

#[derive(Serialize, ToSchema)]
pub struct SeedLine {
    name: String,
    unit: Unit,
    purchases: usize,
    members: usize,
    hectares_planned: i64,
    hectares_installed: i64,
    kilos: i64,
    total: i64,
    /// The contributions of the project and its partners.
    parties: i64,
    producers: i64,
}

/// Hectares, seed, money and parties' parts of received purchases.
#[utoipa::path(get, path = "/api/v1/reports/seed", tag = "reports", params(ReportQuery), responses((status = 200, body = [SeedLine])))]
pub async fn seed(State(app): State<App>, signed_in: SignedIn, Query(asked): Query<ReportQuery>) -> Result<Json<Vec<SeedLine>>, Error> {
    let by = asked.by.as_deref().map_or(Some(Grouping::Cycle), Grouping::parse).ok_or_else(|| Refusal::invalid("by", "choice-unknown"))?;
    let facts = facts(&app, &signed_in.0, &asked.scope()).await?;
    let line = |((_, name), (unit, sums)): ((&'static str, String), (crate::domain::amount::Unit, super::group::Sums))| SeedLine {
        name,
        unit,
        purchases: sums.purchases.len(),
        members: sums.members.len(),
        hectares_planned: sums.planned,
        hectares_installed: sums.installed,
        kilos: sums.kilos,
        total: sums.total_minor,
        parties: sums.parties_minor(),
        producers: sums.producers_minor,
    };
    Ok(Json(group(&facts, by).into_iter().map(line).collect()))
}

#[derive(Serialize, ToSchema)]
pub struct LabourLine {
    association: String,
    purchase: PurchaseId,
    who: String,
    what: String,
    /// None for goods in kind.
    days: Option<i64>,
    /// Work beyond what was agreed: it covered no part, and has no value.
    gift: bool,
    value: i64,
    unit: Unit,
}

/// Labour and goods in kind of received purchases.
#[utoipa::path(get, path = "/api/v1/reports/labour", tag = "reports", params(ReportQuery), responses((status = 200, body = [LabourLine])))]
pub async fn labour(State(app): State<App>, signed_in: SignedIn, Query(asked): Query<ReportQuery>) -> Result<Json<Vec<LabourLine>>, Error> {
    let line = |put: labour_of::NonCashContribution| LabourLine {
        association: put.association,
        purchase: put.purchase,
        who: put.who,
        what: put.what,
        days: put.days,
        gift: put.gift,
        value: put.value_minor,
        unit: put.unit,
    };
    Ok(Json(labour_of::non_cash_contributions(&app, &signed_in.0, &asked.scope()).await?.into_iter().map(line).collect()))
}

#[derive(Serialize, ToSchema)]
pub struct GoalReached {
    cycle: String,
    /// Reached by the end of the cycle.
    reached: i64,
}

#[derive(Serialize, ToSchema)]
pub struct GoalOut {
    #[schema(value_type = Goal)]
    measure: String,
    target: i64,
    reached: Vec<GoalReached>,
}

/// A programme's progress towards its goals, cycle by cycle.
#[utoipa::path(get, path = "/api/v1/programmes/{id}/goals", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, body = [GoalOut])))]
pub async fn goals(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>) -> Result<Json<Vec<GoalOut>>, Error> {
    programmes::see(&app, &signed_in.0, id).await?;
    let goals = programmes::plan(app.db.read(), id).await?.map(|plan| plan.goals).unwrap_or_default();
    let facts = facts(&app, &signed_in.0, &Scope { programme: Some(id), association: None }).await?;
    let out = |(goal, target)| GoalOut {
        measure: crate::domain::cofinancing::Goal::code(goal).to_owned(),
        target,
        reached: progress(&facts, goal).into_iter().map(|(cycle, reached)| GoalReached { cycle, reached }).collect(),
    };
    Ok(Json(goals.into_iter().map(out).collect()))
}
