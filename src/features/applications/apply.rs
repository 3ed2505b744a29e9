//! A member applies for a loan, or whoever keeps the loans records the member's application.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Application, store};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::calendar::plausible;
use crate::domain::committee::ApplicationStatus;
use crate::domain::ids::{ApplicationId, FundId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Terms, build};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{self, Act, Fund, OnFund, Outcome, on_fund};
use crate::features::solidarity::guarantees::{AskedOf, Named, check};
use crate::features::{loans, members};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewApplication {
    pub fund: FundId,
    pub member: MemberId,
    pub purpose: Line,
    /// The day of the harvest, for a loan that a harvest repays.
    pub harvest_on: Option<NaiveDate>,
    /// The rate and day count must be those of the rules.
    pub terms: Terms,
    pub named: Named,
    /// The one that is over and of which it is made. Left out of fingerprints where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_of: Option<ApplicationId>,
}

/// # Errors
/// `forbidden`, `not-found`, `member-of-another-association`, `member-not-joined`, `member-has-left`, `date-in-past`,
/// `asked-already`, `application-stands` for one made again of what is not over, `terms-of-rules`, a refusal of the terms, or a
/// refusal of a guarantor.
pub async fn apply(app: &App, by: &Actor, key: Uuid, new: NewApplication) -> Result<ApplicationId, Error> {
    check_own(app, by, new.member).await?;
    on_fund(app, by, key, Act("application.apply", Action::ApplyForLoans), new.fund, new, work).await
}

/// Members may ask for themselves; whoever keeps the loans may record anybody's application.
pub async fn check_own(app: &App, by: &Actor, member: MemberId) -> Result<(), Error> {
    let member = members::see(app, by, member).await?;
    let own = by.member().is_some_and(|(_, own)| own == member.id);
    if own || by.may(Action::ManageLoans, Some(member.association_id)) { Ok(()) } else { Err(Refusal::forbidden().into()) }
}

async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, new: NewApplication) -> Outcome<ApplicationId> {
    fits(step, fund, today, &new).await?;
    let open = store::open_of_fund(step.tx, fund.id).await?;
    if open.iter().any(|row| row.member_id == new.member) {
        return Err(Refusal::conflict("asked-already").into());
    }
    if let Some(of) = new.again_of {
        let of = store::find(step.tx, of).await?;
        if (of.fund_id, of.member_id) != (fund.id, new.member) {
            return Err(Refusal::not_found().into());
        }
        if !over(step.tx, &of, today).await? {
            return Err(Refusal::conflict("application-stands").into());
        }
    }
    let number = store::next_number(step.tx, fund.id).await?;
    let position = open.iter().map(|row| row.position).max().unwrap_or(0) + 1;
    let row = row(step, fund, &new)?;
    let id = row.id;
    store::insert(step, Application { number, position, ..row }).await?;
    Ok((id, json!({ "number": number, "principal": new.terms.principal })))
}

/// Whether nothing can come of it any more: rejected, withdrawn, or approved and never handed over in time.
pub async fn over(db: &impl ConnectionTrait, row: &Application, today: NaiveDate) -> Result<bool, Error> {
    match (row.status, row.loan_id) {
        (ApplicationStatus::Rejected | ApplicationStatus::Withdrawn, _) => Ok(true),
        (ApplicationStatus::Approved, Some(id)) => {
            let loans = loans::by_ids(db, vec![id]).await?;
            Ok(loans.get(&id).is_some_and(|loan| loan.status == LoanStatus::Cancelled || loan.lapsed(today)))
        }
        (ApplicationStatus::Applied | ApplicationStatus::AwaitsSecond | ApplicationStatus::Approved, _) => Ok(false),
    }
}

/// Checks that the application may be made at all. The requirements and the committee decide whether it is granted.
pub async fn fits(step: &Step<'_>, fund: &Fund, today: NaiveDate, new: &NewApplication) -> Result<(), Error> {
    let member = members::find(step.tx, new.member).await?;
    if member.association_id != fund.association {
        return Err(Refusal::invalid("member", "member-of-another-association").into());
    }
    members::check_belongs(&member, today)?;
    plausible(new.terms.disbursed_on).map_err(|refusal| refusal.at("wanted_on"))?;
    if new.terms.disbursed_on < today {
        return Err(Refusal::invalid("wanted_on", "date-in-past").into());
    }
    build(&new.terms)?;
    if !step.by.may(Action::ManageLoans, Some(fund.association)) {
        by_the_rules(&new.terms, &funds::rules_on(step.tx, fund.id, today).await?)?;
    }
    if new.named.by_group || !new.named.guarantors.is_empty() {
        let rules = funds::rules_on(step.tx, fund.id, today).await?.credit;
        let asked = AskedOf { association: fund.association, debtor: new.member, on: today };
        let checked = check(step, &rules, &asked, &new.named).await.map(|_| ());
        let sees = step.by.may(Action::SeeMembers, Some(fund.association));
        if sees { checked } else { checked.map_err(unnamed) }?;
    }
    Ok(())
}

/// The refusal of a guarantor for a reader who may not see members: without the name and the figures.
fn unnamed(error: Error) -> Error {
    let mut told: Vec<Refusal> = error.refusals().to_vec();
    if told.is_empty() {
        return error;
    }
    told.iter_mut().filter(|refusal| !refusal.facts.is_empty()).for_each(|refusal| *refusal = Refusal::invalid("guarantor", "guarantor-cannot"));
    told.dedup();
    told.into()
}

/// Checks that the terms are those of today's rules, without grace: applicants do not set the price of their own loan.
fn by_the_rules(terms: &Terms, rules: &FundRules) -> Result<(), Refusal> {
    let own = (terms.rate_ppm, terms.rate_per, terms.day_count, terms.rounding_step, terms.grace_principal, terms.grace_interest);
    let same = own == (rules.rate.ppm, rules.rate.per, rules.day_count, rules.rounding_step_minor, 0, 0);
    if same { Ok(()) } else { Err(Refusal::invalid("rate", "terms-of-rules")) }
}

/// The application's row, without number and place.
///
/// # Errors
/// A fault where the terms cannot be written as JSON.
pub fn row(step: &Step<'_>, fund: &Fund, new: &NewApplication) -> Result<Application, Error> {
    let text = |outcome: Result<String, serde_json::Error>| outcome.map_err(|error| Error::fault(format!("what is asked for: {error}")));
    Ok(Application {
        id: step.new_id(),
        association_id: fund.association,
        fund_id: fund.id,
        number: 0,
        member_id: new.member,
        status: ApplicationStatus::Applied,
        purpose: new.purpose.to_string(),
        harvest_on: new.harvest_on,
        principal_minor: new.terms.principal,
        terms: text(serde_json::to_string(&new.terms))?,
        guarantors: text(serde_json::to_string(&new.named.guarantors))?,
        by_group: new.named.by_group,
        position: 0,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        acta: None,
        acta_on: None,
        folio: None,
        exception: None,
        decided_at: None,
        second_by: None,
        second_at: None,
        loan_id: None,
        closed_by: None,
        close_reason: None,
        again_of: new.again_of,
    })
}
