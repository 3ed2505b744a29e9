//! The committee votes. A ballot is one member's votes on one or more applications of a session: all of them count, or none.
//! The vote that reaches a majority decides.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::assess::{Asked, Assessment, assess, guarantors};
use super::store::{self, Seat};
use super::{Application, Vote, named, see, terms};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::committee::{ApplicationStatus, Verdict, Votes};
use crate::domain::correction::{FieldValue, RecordKind, changes};
use crate::domain::ids::{ApplicationId, FundId, LoanId, MemberId};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::corrections::{Changed, Order, keep_change};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::Allowance;
use crate::features::loans::decide::{NewLoan, enter};
use crate::features::solidarity;
use crate::features::solidarity::guarantees::{self, AskedOf};

/// One vote.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = VoteBody)]
pub struct OneVote {
    pub application: ApplicationId,
    pub in_favour: bool,
    /// Needed for a vote against, and for a vote in favour of an exception.
    #[serde(default)]
    pub reason: Note,
}

/// The session of the committee, as its minutes record it.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    pub acta: Line,
    pub held_on: NaiveDate,
    pub folio: Note,
}

#[derive(Clone, Debug, Serialize)]
pub struct Ballot {
    pub fund: FundId,
    pub session: Session,
    pub votes: Vec<OneVote>,
}

/// Casts a ballot. Votes are taken in the committee's order, whatever order they come in. Gives the fund.
///
/// # Errors
/// `forbidden`, `not-found`, `ballot-empty`, `date-in-future`, `application-decided`, `voted-already`, `votes-on-own`,
/// `votes-on-recorded`, `vote-reason`, `exception-reason`, an unmet requirement without exception, or a refusal of the loan.
pub async fn vote(app: &App, by: &Actor, key: Uuid, ballot: Ballot) -> Result<FundId, Error> {
    on_fund(app, by, key, Act("application.vote", Action::DecideLoans), ballot.fund, ballot, work).await
}

async fn work(mut on: OnFund<'_>, ballot: Ballot) -> Outcome<FundId> {
    let (fund, today) = (on.fund.clone(), on.today);
    let voter = on.step.by.votes_as(fund.association).ok_or_else(Refusal::forbidden)?;
    happened(ballot.session.held_on, today).map_err(|refusal| refusal.at("held_on"))?;
    if ballot.votes.is_empty() {
        return Err(Refusal::invalid("vote", "ballot-empty").into());
    }
    let seats = store::committee(on.step.tx, fund.association).await?;
    let mut taken = Vec::new();
    for row in store::open_of_fund(on.step.tx, fund.id).await? {
        if let Some(cast) = ballot.votes.iter().find(|cast| cast.application == row.id) {
            taken.push(row.id);
            one(&mut on, &seats, voter, row, cast, &ballot.session).await?;
        }
    }
    if taken.len() < ballot.votes.len() {
        return Err(Refusal::conflict("application-decided").into());
    }
    Ok((fund.id, json!({ "acta": ballot.session.acta, "applications": taken, "member": voter })))
}

async fn one(on: &mut OnFund<'_>, seats: &[Seat], voter: MemberId, row: Application, cast: &OneVote, session: &Session) -> Result<(), Error> {
    let step = on.step;
    if row.status != ApplicationStatus::Applied {
        return Err(Refusal::conflict("application-decided").into());
    }
    let (asked, who) = (terms(&row)?, named(&row)?);
    let assessed = assess(step.tx, on.fund, &Asked { member: row.member_id, terms: &asked, named: &who, of: Some(&row) }, on.today).await?;
    check_voter(step, &row, voter, &assessed.guarantors)?;
    let known = store::votes(step.tx, &[row.id]).await?;
    if known.iter().any(|vote| vote.member_id == voter) {
        return Err(Refusal::conflict("voted-already").into());
    }
    check_reason(&assessed, cast)?;
    let vote = Vote {
        application_id: row.id,
        member_id: voter,
        association_id: row.association_id,
        in_favour: cast.in_favour,
        reason: cast.reason.to_string(),
        cast_by: step.by.user_id,
        cast_at: step.now,
    };
    store::insert_vote(step, vote.clone()).await?;
    let all: Vec<Vote> = known.into_iter().chain([vote]).collect();
    match tally(&row, &all, seats, &assessed.guarantors).verdict(&assessed.rules.credit) {
        Verdict::Open => Ok(()),
        // This vote against reached the quorum while most are in favour. The application stays open, since the rules bar its
        // approval.
        Verdict::Approved if assessed.barred().next().is_some() => Ok(()),
        Verdict::Approved => approve(on, row, &assessed, &all, session).await,
        Verdict::Rejected => reject(step, row, &all, session).await,
    }
}

/// The applicant, the guarantors and whoever recorded the application may not vote on it.
fn check_voter(step: &Step<'_>, row: &Application, voter: MemberId, guarantors: &[MemberId]) -> Result<(), Refusal> {
    if voter == row.member_id || guarantors.contains(&voter) {
        return Err(Refusal::conflict("votes-on-own"));
    }
    if step.by.user_id == row.recorded_by {
        return Err(Refusal::conflict("votes-on-recorded"));
    }
    Ok(())
}

/// Nobody approves what the rules bar. A vote against, and an exception, need a reason.
fn check_reason(assessed: &Assessment, cast: &OneVote) -> Result<(), Error> {
    if !cast.in_favour {
        return if cast.reason.is_empty() { Err(Refusal::invalid("reason", "vote-reason").into()) } else { Ok(()) };
    }
    let barred: Vec<Refusal> = assessed.barred().filter_map(crate::domain::eligibility::Check::refusal).collect();
    if !barred.is_empty() {
        return Err(barred.into());
    }
    if assessed.excepted() && cast.reason.is_empty() {
        return Err(Refusal::invalid("reason", "exception-reason").into());
    }
    Ok(())
}

/// The committee members who may vote on an application.
pub fn may_vote<'s>(row: &Application, seats: &'s [Seat], guarantors: &[MemberId]) -> Vec<&'s Seat> {
    let apart = |seat: &&Seat| seat.member != row.member_id && !guarantors.contains(&seat.member) && seat.user != row.recorded_by;
    seats.iter().filter(apart).collect()
}

pub fn tally(row: &Application, cast: &[Vote], seats: &[Seat], guarantors: &[MemberId]) -> Votes {
    let count = |in_favour: bool| i64::try_from(cast.iter().filter(|vote| vote.in_favour == in_favour).count()).unwrap_or(i64::MAX);
    let may_vote = i64::try_from(may_vote(row, seats, guarantors).len()).unwrap_or(i64::MAX);
    Votes { in_favour: count(true), against: count(false), may_vote }
}

async fn approve(on: &mut OnFund<'_>, row: Application, assessed: &Assessment, votes: &[Vote], session: &Session) -> Result<(), Error> {
    let reasons: Vec<&str> = votes.iter().filter(|vote| vote.in_favour && !vote.reason.is_empty()).map(|vote| vote.reason.as_str()).collect();
    let exception = (assessed.excepted() && !reasons.is_empty()).then(|| reasons.join(" · "));
    let decided = Application { exception, ..decided(on.step, row, session) };
    if assessed.rules.credit.needs_second(decided.principal_minor) {
        return store::update(on.step, Application { status: ApplicationStatus::AwaitsSecond, ..decided }).await;
    }
    agree(on, decided).await
}

fn decided(step: &Step<'_>, row: Application, session: &Session) -> Application {
    Application {
        acta: Some(session.acta.to_string()),
        acta_on: Some(session.held_on),
        folio: (!session.folio.is_empty()).then(|| session.folio.to_string()),
        decided_at: Some(step.now),
        ..row
    }
}

async fn reject(step: &Step<'_>, row: Application, votes: &[Vote], session: &Session) -> Result<(), Error> {
    let reasons: Vec<&str> = votes.iter().filter(|vote| !vote.in_favour).map(|vote| vote.reason.as_str()).collect();
    let rejected = Application {
        status: ApplicationStatus::Rejected,
        closed_by: Some(step.by.user_id),
        close_reason: Some(reasons.join(" · ")),
        ..decided(step, row, session)
    };
    store::update(step, rejected).await
}

/// An approved application becomes a loan to hand over.
///
/// # Errors
/// A refusal of the loan.
pub async fn agree(on: &mut OnFund<'_>, row: Application) -> Result<(), Error> {
    let asked = terms(&row)?;
    let (tx, today) = (on.step.tx, on.today);
    let who = named(&row)?;
    let terms = crate::domain::schedule::Terms { disbursed_on: asked.disbursed_on.max(on.today), ..asked };
    let new = NewLoan {
        fund: row.fund_id,
        member: row.member_id,
        purpose: Note::kept(row.purpose.clone()),
        terms,
        payment_method: PaymentMethod::Cash,
        handed_over: false,
        // They signed with the application. The requirements check their present standing.
        named: None,
    };
    let acta = row.acta.as_deref().map(Line::kept);
    let id: LoanId = enter(on, new, &Allowance { acta, despite_arrears: true }).await?;
    let group = if who.by_group { solidarity::group_of(tx, row.member_id, today).await?.map(|group| group.id) } else { None };
    let backing = guarantors(tx, row.member_id, &who, today).await?;
    let asked = AskedOf { association: row.association_id, debtor: row.member_id, on: today };
    guarantees::keep(on.step, &asked, (id, row.fund_id), &backing, group).await?;
    store::update(on.step, Application { status: ApplicationStatus::Approved, loan_id: Some(id), ..row }).await
}

/// A committee member takes back their own vote while the application is open.
///
/// # Errors
/// `forbidden`, `not-found`, `application-decided`, `not-voted`.
pub async fn take_back(app: &App, by: &Actor, key: Uuid, order: Order<ApplicationId>) -> Result<ApplicationId, Error> {
    let fund = see(app, by, order.what).await?.fund_id;
    on_fund(app, by, key, Act("application.take_back_vote", Action::DecideLoans), fund, order, take_back_work).await
}

async fn take_back_work(OnFund { step, fund, .. }: OnFund<'_>, order: Order<ApplicationId>) -> Outcome<ApplicationId> {
    let row = store::find(step.tx, order.what).await?;
    if row.status != ApplicationStatus::Applied {
        return Err(Refusal::conflict("application-decided").into());
    }
    let voter = step.by.votes_as(fund.association).ok_or_else(Refusal::forbidden)?;
    let votes = store::votes(step.tx, &[row.id]).await?;
    let vote = votes.into_iter().find(|vote| vote.member_id == voter).ok_or_else(|| Refusal::conflict("not-voted"))?;
    let was = FieldValue::Code(if vote.in_favour { "in_favour" } else { "against" }.to_owned());
    let changed = changes(vec![("vote", was)], vec![("vote", FieldValue::Nothing)]);
    keep_change(step, Changed { kind: RecordKind::Application, id: row.id.0, association: Some(fund.association), changes: changed }, &order.reason)
        .await?;
    store::delete_vote(step, vote).await?;
    Ok((row.id, json!({ "reason": order.reason })))
}
