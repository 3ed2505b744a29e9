//! Assesses an application: its schedule, its yearly cost, and each requirement, met or not. The page, the votes and JSON all
//! use it.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::Application;
use crate::domain::eligibility::{Check, Requirement, checks};
use crate::domain::ids::MemberId;
use crate::domain::refusal::Fact;
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Installment, Terms, build};
use crate::domain::yearly_cost::yearly_cost;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::loans::decided;
use crate::features::loans::eligibility::{Asking, gather};
use crate::features::on_hand::on_hand;
use crate::features::solidarity::guarantees::Named;
use crate::features::{associations, solidarity};

#[derive(Clone, Debug)]
pub struct Assessment {
    pub terms: Terms,
    pub schedule: Vec<Installment>,
    /// The effective yearly cost in ppm; none where it is beyond any rate.
    pub cost_ppm: Option<i64>,
    pub rules: FundRules,
    pub checks: Vec<Check>,
    /// The guarantors; the other members of the group where the group guarantees as a whole.
    pub guarantors: Vec<MemberId>,
}

impl Assessment {
    pub fn total_minor(&self) -> i64 {
        self.schedule.iter().map(|row| row.principal + row.interest).sum()
    }

    pub fn met(&self) -> usize {
        self.checks.iter().filter(|check| check.met).count()
    }

    /// The unmet requirements without possible exception.
    pub fn barred(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.met && check.firm)
    }

    /// Whether only an exception can approve it.
    pub fn excepted(&self) -> bool {
        self.checks.iter().any(|check| !check.met && !check.firm)
    }
}

/// The terms asked for, the member and the guarantors.
pub struct Asked<'a> {
    pub member: MemberId,
    pub terms: &'a Terms,
    pub named: &'a Named,
    /// The recorded application; none while it is being written.
    pub of: Option<&'a Application>,
}

/// Assesses an application by the rules of the day. A decided application keeps its own terms.
///
/// # Errors
/// A refusal of the terms while they are being written. A recorded application whose dates have passed fails a requirement
/// instead.
pub async fn assess(db: &impl ConnectionTrait, fund: &Fund, asked: &Asked<'_>, today: NaiveDate) -> Result<Assessment, Error> {
    let open = asked.of.is_none_or(|row| row.status.is_open());
    let as_asked = asked.terms.clone();
    let of_today = Terms { disbursed_on: as_asked.disbursed_on.max(today), ..as_asked.clone() };
    let (terms, schedule, fits) = match build(&of_today) {
        _ if !open => (as_asked.clone(), build(&as_asked)?, true),
        Ok(schedule) => (of_today, schedule, true),
        Err(_) if asked.of.is_some() => (as_asked.clone(), build(&as_asked)?, false),
        Err(refusal) => return Err(refusal.into()),
    };
    let rules = funds::rules_on(db, fund.id, today).await?;
    let cost_ppm = yearly_cost(terms.principal, terms.disbursed_on, &schedule);
    let country = associations::find(db, fund.association).await?.country;
    // Ceilings are for money only. Produce is lent by the community's own measure.
    let ceiling = if fund.unit.is_money() { decided::ceiling_on(db, &country, today).await? } else { None };
    let guarantors = guarantors(db, asked.member, asked.named, today).await?;
    let asking = Asking {
        fund: fund.id,
        unit: fund.unit,
        member: asked.member,
        principal_minor: terms.principal,
        rate_ppm: cost_ppm.unwrap_or(i64::MAX),
        ceiling_ppm: ceiling.map(|row| row.rate_ppm),
        guarantors: guarantors.clone(),
        available_minor: on_hand(db, fund, today).await?.now.available_now,
        apart: asked.of.and_then(|row| row.loan_id).into_iter().collect(),
        parts: Vec::new(),
        on: today,
    };
    let mut checks = checks(&rules.credit, &gather(db, &asking).await?, rules.lend_beyond_available);
    if !fits {
        let facts = vec![("date", Fact::Date(terms.first_due_on))];
        checks.insert(0, Check { requirement: Requirement::Terms, met: false, firm: true, facts });
    }
    Ok(Assessment { terms, schedule, cost_ppm, rules, checks, guarantors })
}

/// The guarantors: those named, or the others of the member's group.
pub async fn guarantors(db: &impl ConnectionTrait, member: MemberId, named: &Named, on: NaiveDate) -> Result<Vec<MemberId>, Error> {
    if !named.by_group {
        return Ok(named.guarantors.clone());
    }
    let Some(group) = solidarity::group_of(db, member, on).await? else { return Ok(Vec::new()) };
    let mut others = solidarity::members_on(db, group.id, on).await?;
    others.retain(|other| *other != member);
    Ok(others)
}
