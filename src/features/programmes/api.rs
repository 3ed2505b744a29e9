//! Programmes over JSON: their plan, budget and approvers. Amounts in minor units, shares in ppm, hectares and kilos in
//! thousandths.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::budget::{self, Planned};
use super::plan::{self, Funder, Plan};
use super::{BudgetLine, Programme, create as verb, store};
use crate::app::App;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::terms::Recovery;
use crate::domain::cofinancing::{Goal, Party, PartyRole, ProjectShareTerms};
use crate::domain::ids::{AssociationId, BudgetLineId, ProgrammeId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Role};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;
use crate::web::api::{Body, IdempotencyKey, Made};
use crate::web::schemas::{Amount, SharePpm, figures};
use crate::web::signed_in::SignedIn;

figures! {
    /// How many installments the project's part is repaid in.
    RecoveryInstallments: 1, plan::MAX_INSTALLMENTS;
    /// Months between two of these installments.
    RecoveryMonths: 1, plan::MAX_MONTHS;
}

#[derive(Serialize, ToSchema)]
pub struct ProgrammeOut {
    id: ProgrammeId,
    name: String,
    associations: Vec<AssociationId>,
}

async fn out(app: &App, programmes: Vec<Programme>) -> Result<Vec<ProgrammeOut>, Error> {
    let parts = store::taking_part(app.db.read()).await?;
    let associations = |id| parts.iter().filter(|(programme, _)| *programme == id).map(|(_, association)| *association).collect();
    Ok(programmes.into_iter().map(|row| ProgrammeOut { associations: associations(row.id), id: row.id, name: row.name }).collect())
}

/// List the programmes that the caller works for, with their associations.
#[utoipa::path(get, path = "/api/v1/programmes", tag = "programmes", responses((status = 200, body = [ProgrammeOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn) -> Result<Json<Vec<ProgrammeOut>>, Error> {
    if !matches!(signed_in.0.role(), Some(Role::Admin | Role::Staff)) {
        return Err(Refusal::forbidden().into());
    }
    let only = signed_in.0.programmes();
    let mut programmes = store::list(app.db.read()).await?;
    programmes.retain(|row| only.as_ref().is_none_or(|only| only.contains(&row.id)));
    Ok(Json(out(&app, programmes).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct ProgrammeBody {
    name: Line,
}

/// Create a programme.
#[utoipa::path(post, path = "/api/v1/programmes", tag = "programmes", request_body = ProgrammeBody,
    responses((status = 201, body = Made)))]
pub async fn create(
    State(app): State<App>,
    signed_in: SignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ProgrammeBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let id = verb::create(&app, &signed_in.0, key, body.name).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}

/// Have an association take part in a programme.
#[utoipa::path(put, path = "/api/v1/programmes/{id}/associations/{association}", tag = "programmes",
    params(("id" = Uuid, Path), ("association" = Uuid, Path)), responses((status = 204)))]
pub async fn take_part(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((id, association)): Path<(ProgrammeId, AssociationId)>,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<StatusCode, Error> {
    verb::take_part(&app, &signed_in.0, key, id, association).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct PartyBody {
    name: Line,
    /// `project`, `partner` or `producers`.
    role: PartyRole,
    #[schema(value_type = SharePpm)]
    share_ppm: i64,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct RecoveryBody {
    #[schema(value_type = RecoveryInstallments)]
    installments: u32,
    #[schema(value_type = RecoveryMonths)]
    every_months: u32,
    /// Per month.
    #[schema(value_type = SharePpm)]
    rate_ppm: i64,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct GoalBody {
    /// `hectares`, `kilos` or `members`.
    measure: Goal,
    /// Thousandths of hectares and kilos; members in whole persons.
    #[schema(value_type = Amount)]
    target: i64,
}

/// The terms on which a programme co-finances.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct PlanBody {
    unit: Unit,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// `grant` or `recoverable`.
    #[serde(alias = "half")]
    project_share_terms: ProjectShareTerms,
    recovery: Option<RecoveryBody>,
    #[serde(default)]
    funders: Vec<Funder>,
    /// The project first, the producers last: this is the tie order. Shares sum to 1 000 000.
    parties: Vec<PartyBody>,
    #[serde(default)]
    goals: Vec<GoalBody>,
}

impl From<PlanBody> for Plan {
    fn from(body: PlanBody) -> Self {
        let recovery = |row: RecoveryBody| Recovery { installments: row.installments, every_months: row.every_months, rate_ppm: row.rate_ppm };
        Self {
            unit: body.unit,
            starts_on: body.starts_on,
            ends_on: body.ends_on,
            project_share_terms: body.project_share_terms,
            recovery: body.recovery.map(recovery),
            funders: body.funders,
            parties: body.parties.into_iter().map(|row| Party { name: row.name, role: row.role, weight: row.share_ppm }).collect(),
            goals: body.goals.into_iter().map(|row| (row.measure, row.target)).collect(),
        }
    }
}

impl From<Plan> for PlanBody {
    fn from(plan: Plan) -> Self {
        Self {
            unit: plan.unit,
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            project_share_terms: plan.project_share_terms,
            recovery: plan.recovery.map(|row| RecoveryBody {
                installments: row.installments,
                every_months: row.every_months,
                rate_ppm: row.rate_ppm,
            }),
            funders: plan.funders,
            parties: plan.parties.into_iter().map(|row| PartyBody { name: row.name, role: row.role, share_ppm: row.weight }).collect(),
            goals: plan.goals.into_iter().map(|(goal, target)| GoalBody { measure: goal, target }).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct BudgetLineOut {
    id: BudgetLineId,
    name: String,
    planned: i64,
    committed: i64,
    spent: i64,
    left: i64,
}

impl From<BudgetLine> for BudgetLineOut {
    fn from(row: BudgetLine) -> Self {
        let left = row.left_minor();
        Self { id: row.id, name: row.name, planned: row.planned_minor, committed: row.committed_minor, spent: row.spent_minor, left }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ApproverOut {
    user: UserId,
    name: String,
    /// The most that the caller may approve; none where they do not approve.
    most: Option<i64>,
}

/// A whole programme.
#[derive(Serialize, ToSchema)]
pub struct ProgrammeWhole {
    id: ProgrammeId,
    name: String,
    plan: Option<PlanBody>,
    budget: Vec<BudgetLineOut>,
    staff: Vec<ApproverOut>,
}

/// One programme: its plan, its budget, and the approvers with their limits.
#[utoipa::path(get, path = "/api/v1/programmes/{id}", tag = "programmes", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProgrammeWhole)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>) -> Result<Json<ProgrammeWhole>, Error> {
    let programme = super::see(&app, &signed_in.0, id).await?;
    let db = app.db.read();
    let approvers = store::approvers(db, id).await?;
    let most = |user: UserId| approvers.iter().find(|(known, _)| *known == user).map(|(_, most)| *most);
    Ok(Json(ProgrammeWhole {
        id: programme.id,
        name: programme.name,
        plan: store::plan(db, id).await?.map(PlanBody::from),
        budget: store::lines(db, id).await?.into_iter().map(BudgetLineOut::from).collect(),
        staff: store::staff(db, id).await?.into_iter().map(|(user, name)| ApproverOut { user, name, most: most(user) }).collect(),
    }))
}

/// A budget line from which an association can request.
#[derive(Serialize, ToSchema)]
pub struct OfferOut {
    id: ProgrammeId,
    name: String,
    plan: Option<PlanBody>,
    budget: Vec<BudgetLineOut>,
}

/// The programmes that an association takes part in, with what is left of their budgets.
#[utoipa::path(get, path = "/api/v1/associations/{id}/programmes", tag = "programmes", params(("id" = Uuid, Path)),
    responses((status = 200, body = [OfferOut])))]
pub async fn offers(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Json<Vec<OfferOut>>, Error> {
    associations::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let db = app.db.read();
    let mut offers = Vec::new();
    let sees = signed_in.0.programmes_within(id);
    for row in store::of_association(db, id).await? {
        let programme = row.id;
        if sees.as_ref().is_some_and(|own| !own.contains(&programme)) {
            continue;
        }
        offers.push(OfferOut {
            id: row.id,
            name: row.name,
            plan: store::plan(db, programme).await?.map(PlanBody::from),
            budget: store::lines(db, programme).await?.into_iter().map(BudgetLineOut::from).collect(),
        });
    }
    Ok(Json(offers))
}

/// Set a programme's plan.
#[utoipa::path(put, path = "/api/v1/programmes/{id}/plan", tag = "programmes", params(("id" = Uuid, Path)), request_body = PlanBody,
    responses((status = 204)))]
pub async fn set_plan(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ProgrammeId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<PlanBody>,
) -> Result<StatusCode, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    plan::set(&app, &signed_in.0, key, id, body.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct BudgetLineBody {
    /// None for a new line.
    id: Option<Uuid>,
    name: Line,
    #[schema(value_type = Amount)]
    planned: i64,
}

/// Add budget lines, and change the planned amounts of existing ones.
#[utoipa::path(put, path = "/api/v1/programmes/{id}/budget", tag = "programmes", params(("id" = Uuid, Path)), request_body = [BudgetLineBody],
    responses((status = 204)))]
pub async fn set_budget(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ProgrammeId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<Vec<BudgetLineBody>>,
) -> Result<StatusCode, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let lines = body.into_iter().map(|row| Planned { id: row.id.map(BudgetLineId), name: row.name, planned_minor: row.planned }).collect();
    budget::set(&app, &signed_in.0, key, id, lines).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct MostBody {
    /// The most of the programme's money in one purchase; zero removes the authority.
    #[schema(value_type = Amount)]
    most: i64,
}

/// Let a person of the programme's staff approve up to a sum.
#[utoipa::path(put, path = "/api/v1/programmes/{id}/approvers/{user}", tag = "programmes", params(("id" = Uuid, Path), ("user" = Uuid, Path)),
    request_body = MostBody, responses((status = 204)))]
pub async fn set_approver(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((id, user)): Path<(Uuid, Uuid)>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<MostBody>,
) -> Result<StatusCode, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    budget::let_approve(&app, &signed_in.0, key, ProgrammeId(id), UserId(user), body.most).await?;
    Ok(StatusCode::NO_CONTENT)
}
