//! Applications and the committee over JSON. Amounts in minor units, rates in ppm.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::apply::{self, NewApplication};
use super::assess::{Asked, assess};
use super::order::{self, Arrangement};
use super::second::{SecondApproval, approve_again};
use super::vote::{self, Ballot, OneVote, Session};
use super::{Application, named, see, store, terms, withdraw as take_off};
use crate::app::App;
use crate::domain::committee::ApplicationStatus;
use crate::domain::eligibility::Requirement;
use crate::domain::ids::{ApplicationId, FundId, LoanId, MemberId};
use crate::domain::role::Action;
use crate::domain::schedule::Installment;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::corrections::api::Undoing;
use crate::features::loans::api::TermsBody;
use crate::features::solidarity::guarantees::Named;
use crate::features::{associations, funds};
use crate::web::api::{Body, IdempotencyKey, Made, Reason};
use crate::web::signed_in::SignedIn;

#[derive(Serialize, ToSchema)]
pub struct ApplicationOut {
    id: ApplicationId,
    fund: FundId,
    number: i64,
    member: MemberId,
    status: ApplicationStatus,
    purpose: String,
    principal: i64,
    /// Its place in the committee's order.
    position: i64,
    acta: Option<String>,
    acta_on: Option<NaiveDate>,
    folio: Option<String>,
    /// The reason for approving it although a requirement was not met.
    exception: Option<String>,
    close_reason: Option<String>,
    loan: Option<LoanId>,
    /// The application that was over, and of which this one was made.
    again_of: Option<ApplicationId>,
}

impl From<Application> for ApplicationOut {
    fn from(row: Application) -> Self {
        Self {
            id: row.id,
            fund: row.fund_id,
            number: row.number,
            member: row.member_id,
            status: row.status,
            purpose: row.purpose,
            principal: row.principal_minor,
            position: row.position,
            acta: row.acta,
            acta_on: row.acta_on,
            folio: row.folio,
            exception: row.exception,
            close_reason: row.close_reason,
            loan: row.loan_id,
            again_of: row.again_of,
        }
    }
}

/// A fund's open applications, in the committee's order.
#[utoipa::path(get, path = "/api/v1/funds/{id}/applications", tag = "applications", params(("id" = Uuid, Path)),
    responses((status = 200, body = [ApplicationOut])))]
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Json<Vec<ApplicationOut>>, Error> {
    let (fund, _) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    let open = store::open_of_fund(app.db.read(), fund.id).await?;
    Ok(Json(open.into_iter().map(ApplicationOut::from).collect()))
}

/// The loan that a member asks for.
#[derive(Deserialize, ToSchema)]
pub struct ApplicationBody {
    member: MemberId,
    purpose: Line,
    harvest_on: Option<NaiveDate>,
    terms: TermsBody,
    #[serde(default)]
    guarantors: Vec<MemberId>,
    /// Whether the member's group guarantees it as a whole.
    #[serde(default)]
    by_group: bool,
    /// The application of the same member that was rejected, withdrawn or lapsed, where this one is made of it.
    again_of: Option<ApplicationId>,
}

impl ApplicationBody {
    fn into_new(self, fund: FundId) -> Result<NewApplication, Error> {
        let named = Named { guarantors: self.guarantors, by_group: self.by_group };
        let (purpose, terms) = (self.purpose, self.terms.try_into()?);
        Ok(NewApplication { fund, member: self.member, purpose, harvest_on: self.harvest_on, terms, named, again_of: self.again_of })
    }
}

/// Ask for a loan, for oneself or for a member.
#[utoipa::path(post, path = "/api/v1/funds/{id}/applications", tag = "applications", params(("id" = Uuid, Path)), request_body = ApplicationBody,
    responses((status = 201, body = Made)))]
pub async fn ask(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ApplicationBody>,
) -> Result<(StatusCode, Json<Made>), Error> {
    funds::see(&app, &signed_in.0, id, Action::ApplyForLoans).await?;
    let made = apply::apply(&app, &signed_in.0, key, body.into_new(id)?).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.0 })))
}

#[derive(Serialize, ToSchema)]
pub struct RequirementOut {
    requirement: Requirement,
    met: bool,
    /// Whether no exception is possible.
    firm: bool,
}

#[derive(Serialize, ToSchema)]
pub struct VoteOut {
    member: MemberId,
    in_favour: bool,
    reason: String,
}

/// An application with its schedule, cost and requirements.
#[derive(Serialize, ToSchema)]
pub struct ApplicationWhole {
    application: ApplicationOut,
    /// The effective yearly cost in ppm.
    yearly_cost_ppm: Option<i64>,
    schedule: Vec<Installment>,
    requirements: Vec<RequirementOut>,
    guarantors: Vec<MemberId>,
    votes: Vec<VoteOut>,
}

/// One application: its schedule and cost, each requirement, the votes.
#[utoipa::path(get, path = "/api/v1/applications/{id}", tag = "applications", params(("id" = Uuid, Path)),
    responses((status = 200, body = ApplicationWhole)))]
pub async fn get(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ApplicationId>) -> Result<Json<ApplicationWhole>, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, row.association_id, Action::SeeFund).await?;
    let fund = funds::find(app.db.read(), row.fund_id).await?;
    let (asked, who) = (terms(&row)?, named(&row)?);
    let of = Asked { member: row.member_id, terms: &asked, named: &who, of: Some(&row) };
    let assessed = assess(app.db.read(), &fund, &of, app.clock.today(&association.time_zone)).await?;
    let votes = store::votes(app.db.read(), &[id]).await?;
    let checks = assessed.checks.iter().map(|check| RequirementOut { requirement: check.requirement, met: check.met, firm: check.firm });
    Ok(Json(ApplicationWhole {
        yearly_cost_ppm: assessed.cost_ppm,
        schedule: assessed.schedule,
        requirements: checks.collect(),
        guarantors: assessed.guarantors,
        votes: votes.into_iter().map(|vote| VoteOut { member: vote.member_id, in_favour: vote.in_favour, reason: vote.reason }).collect(),
        application: row.into(),
    }))
}

#[derive(Deserialize, ToSchema)]
pub struct ApplicationCorrection {
    right: ApplicationBody,
    reason: Line,
}

/// Correct an application without votes.
#[utoipa::path(post, path = "/api/v1/applications/{id}/correct", tag = "applications", params(("id" = Uuid, Path)),
    request_body = ApplicationCorrection, responses((status = 204)))]
pub async fn correct(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ApplicationId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<ApplicationCorrection>,
) -> Result<StatusCode, Error> {
    let row = see(&app, &signed_in.0, id).await?;
    apply::check_own(&app, &signed_in.0, row.member_id).await?;
    super::correct(&app, &signed_in.0, key, Order::new((id, body.right.into_new(row.fund_id)?), body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Withdraw an application, with the reason.
#[utoipa::path(post, path = "/api/v1/applications/{id}/withdraw", tag = "applications", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn withdraw(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<ApplicationId>) -> Result<StatusCode, Error> {
    take_off::withdraw(&app, &signed_in.0, key, order).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One member's votes in a session of the committee.
#[derive(Deserialize, ToSchema)]
pub struct BallotBody {
    /// The number of the acta.
    acta: Line,
    held_on: NaiveDate,
    #[serde(default)]
    folio: Note,
    votes: Vec<OneVote>,
}

/// Vote on applications: all the votes count, or none. The vote that reaches a majority decides.
#[utoipa::path(post, path = "/api/v1/funds/{id}/votes", tag = "applications", params(("id" = Uuid, Path)), request_body = BallotBody,
    responses((status = 204)))]
pub async fn cast(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<BallotBody>,
) -> Result<StatusCode, Error> {
    let session = Session { acta: body.acta, held_on: body.held_on, folio: body.folio };
    let ballot = Ballot { fund: id, session, votes: body.votes };
    vote::vote(&app, &signed_in.0, key, ballot).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take back one's own vote while the application is open, with the reason.
#[utoipa::path(post, path = "/api/v1/applications/{id}/take-back", tag = "applications", params(("id" = Uuid, Path)), request_body = Reason,
    responses((status = 204)))]
pub async fn take_back(State(app): State<App>, signed_in: SignedIn, Undoing(key, order): Undoing<ApplicationId>) -> Result<StatusCode, Error> {
    vote::take_back(&app, &signed_in.0, key, order).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct SecondBody {
    approves: bool,
    /// Needed to reject.
    #[serde(default)]
    reason: Note,
}

/// Approve or reject after the committee.
#[utoipa::path(post, path = "/api/v1/applications/{id}/second", tag = "applications", params(("id" = Uuid, Path)), request_body = SecondBody,
    responses((status = 204)))]
pub async fn second(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ApplicationId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<SecondBody>,
) -> Result<StatusCode, Error> {
    approve_again(&app, &signed_in.0, key, SecondApproval { application: id, approves: body.approves, reason: body.reason }).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct OrderBody {
    /// The application to be lent first comes first.
    order: Vec<ApplicationId>,
}

/// Set the order in which the committee lends.
#[utoipa::path(post, path = "/api/v1/funds/{id}/applications/order", tag = "applications", params(("id" = Uuid, Path)), request_body = OrderBody,
    responses((status = 204)))]
pub async fn arrange(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<OrderBody>,
) -> Result<StatusCode, Error> {
    order::arrange(&app, &signed_in.0, key, Arrangement { fund: id, order: body.order }).await?;
    Ok(StatusCode::NO_CONTENT)
}
