//! The bounds of lending: a fund lends what it has available, to members who are not in arrears. A loan beyond the bounds needs
//! an acta of the assembly, or the confirmation of the person who records it and has seen the arrears.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::eligibility::{Asking, gather};
use super::{Loan, decided, store};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::amount::Unit;
use crate::domain::calendar::days;
use crate::domain::eligibility::{Check, Requirement, checks};
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::FundRules;
use crate::domain::schedule::build;
use crate::domain::text::Line;
use crate::domain::yearly_cost::yearly_cost;
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::on_hand::on_hand;
use crate::features::{associations, funds, members, solidarity};

/// What allows a loan beyond the bounds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Allowance {
    /// Number and date of the acta that lends more than is available.
    pub acta: Option<Line>,
    /// The person who lends has seen the member's arrears and lends nevertheless.
    pub despite_arrears: bool,
}

/// The guarantors of a loan.
#[derive(Clone, Debug, Default)]
pub struct Backing {
    pub guarantors: Vec<MemberId>,
    /// The loan is only approved: guarantors may be named until it is disbursed.
    pub later: bool,
}

impl Backing {
    /// The guarantors of an existing loan.
    pub async fn of(step: &Step<'_>, loan: LoanId) -> Result<Self, Error> {
        let open = solidarity::open_of_loan(step.tx, loan).await?;
        Ok(Self { guarantors: open.into_iter().map(|row| row.guarantor_id).collect(), later: false })
    }
}

/// A member's loan that is late on a day.
#[derive(Clone, Debug)]
pub struct LateLoan {
    pub loan: Loan,
    pub unit: Unit,
    pub oldest_due_on: NaiveDate,
    /// Unpaid sums that fell due before that day, with late fees. Minor units.
    pub overdue_minor: i64,
}

/// The figures that the bounds compare.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// What the fund has available for this loan. Minor units.
    pub available_minor: i64,
    pub late: Vec<LateLoan>,
}

/// What a fund has available today for a loan to a member, and that member's arrears on a day. `committed_minor` is the sum
/// already committed for this loan: it is available to it.
pub async fn look(app: &App, fund: &Fund, member: Option<MemberId>, committed_minor: i64, on: NaiveDate) -> Result<Bounds, Error> {
    let association = associations::find(app.db.read(), fund.association).await?;
    let today = app.clock.today(&association.time_zone);
    bounds(app.db.read(), fund, member, committed_minor, today, on).await
}

async fn bounds(
    db: &impl ConnectionTrait,
    fund: &Fund,
    member: Option<MemberId>,
    committed_minor: i64,
    today: NaiveDate,
    on: NaiveDate,
) -> Result<Bounds, Error> {
    let available_minor = on_hand(db, fund, today).await?.now.available_now + committed_minor;
    let late = match member {
        // An installment that falls late after today is not late yet.
        Some(member) => late(db, member, on.min(today)).await?,
        None => Vec::new(),
    };
    Ok(Bounds { available_minor, late })
}

/// The loans of a member that fell late before a day and still are, in any fund of the association.
pub async fn late(db: &impl ConnectionTrait, member: MemberId, on: NaiveDate) -> Result<Vec<LateLoan>, Error> {
    let mut late = Vec::new();
    for held in store::late_of(db, member, on).await? {
        let position = held.position(on)?;
        let overdue = position.installments.iter().filter(|row| row.due_on < on);
        let overdue_minor = overdue.map(crate::domain::replay::InstallmentPosition::unpaid).sum();
        let oldest_due_on = position.oldest_unpaid_due_on().unwrap_or(on);
        late.push(LateLoan { loan: held.loan, unit: held.unit, oldest_due_on, overdue_minor });
    }
    Ok(late)
}

/// Checks that the rules of its day allow a loan. The fund must be locked, and the loan not posted yet.
///
/// # Errors
/// `beyond-available`, `beyond-available-acta`, `member-in-arrears`: all that apply.
pub async fn check(
    step: &Step<'_>,
    loan: &Loan,
    (committed_minor, backing): (i64, &Backing),
    rules: &FundRules,
    allowance: &Allowance,
) -> Result<(), Error> {
    judge(step, loan, (committed_minor, None, backing), rules, allowance).await
}

/// The same for a loan that replaces a wrong one: the wrong loan's money counts as available, and its arrears do not count.
///
/// # Errors
/// As [`check`].
pub async fn check_in_place_of(step: &Step<'_>, loan: &Loan, wrong: &Loan, rules: &FundRules, allowance: &Allowance) -> Result<(), Error> {
    let backing = Backing { later: !wrong.status.lent(), ..Backing::of(step, wrong.id).await? };
    let today = step.clock.today(&associations::find(step.tx, wrong.association_id).await?.time_zone);
    let freed_minor = if wrong.lapsed(today) { 0 } else { wrong.principal_minor };
    judge(step, loan, (freed_minor, Some(wrong), &backing), rules, allowance).await
}

async fn judge(
    step: &Step<'_>,
    loan: &Loan,
    (freed_minor, wrong, backing): (i64, Option<&Loan>, &Backing),
    rules: &FundRules,
    allowance: &Allowance,
) -> Result<(), Error> {
    let fund = funds::find(step.tx, loan.fund_id).await?;
    let time_zone = associations::find(step.tx, loan.association_id).await?.time_zone;
    let today = step.clock.today(&time_zone);
    let mut bounds = bounds(step.tx, &fund, Some(loan.member_id), freed_minor, today, loan.disbursed_on).await?;
    bounds.late.retain(|late| Some(late.loan.id) != wrong.map(|wrong| wrong.id));
    let mut refusals = Vec::new();
    if loan.principal_minor > bounds.available_minor {
        let allowed = rules.lend_beyond_available;
        let refusal = match (allowed, &allowance.acta) {
            (true, Some(_)) => None,
            (true, None) => Some(Refusal::invalid("acta", "beyond-available-acta")),
            (false, _) => Some(Refusal::conflict("beyond-available").at("principal")),
        };
        let facts = [("available", bounds.available_minor), ("missing", loan.principal_minor - bounds.available_minor)];
        refusals.extend(refusal.map(|refusal| facts.into_iter().fold(refusal, |told, (name, minor)| told.with(name, Fact::Money(minor, fund.unit)))));
    }
    if let Some(since) = bounds.late.iter().map(|late| late.oldest_due_on).min().filter(|_| !allowance.despite_arrears) {
        let count = i64::try_from(bounds.late.len()).unwrap_or(i64::MAX);
        let late = days(since, loan.disbursed_on.min(today));
        let refusal = Refusal::conflict("member-in-arrears").at("despite_arrears").with("count", Fact::Number(count));
        refusals.push(refusal.with("days", Fact::Number(late)));
    }
    refusals.extend(asked_by_rules(step, loan, &fund, (bounds.available_minor, wrong, backing), rules, today).await?);
    if refusals.is_empty() { Ok(()) } else { Err(refusals.into()) }
}

/// The highest yearly rate that the law allows for money; none where no ceiling is known, and none for produce, which is lent
/// by the community's own measures.
async fn ceiling(step: &Step<'_>, fund: &Fund, on: NaiveDate) -> Result<Option<i64>, Error> {
    if !fund.unit.is_money() {
        return Ok(None);
    }
    let country = associations::find(step.tx, fund.association).await?.country;
    Ok(decided::ceiling_on(step.tx, &country, on).await?.map(|row| row.rate_ppm))
}

/// The effective yearly cost of a loan; `i64::MAX` where it is beyond any rate.
fn cost_ppm(loan: &Loan) -> Result<i64, Error> {
    let terms = super::held::terms(loan)?;
    Ok(yearly_cost(terms.principal, terms.disbursed_on, &build(&terms)?).unwrap_or(i64::MAX))
}

/// The other requirements of the rules. Arrears and available money are left out, because they can be allowed separately.
async fn asked_by_rules(
    step: &Step<'_>,
    loan: &Loan,
    fund: &Fund,
    (available_minor, wrong, backing): (i64, Option<&Loan>, &Backing),
    rules: &FundRules,
    today: NaiveDate,
) -> Result<Vec<Refusal>, Error> {
    let on = loan.disbursed_on.min(today);
    let ceiling_ppm = ceiling(step, fund, on).await?;
    let asking = Asking {
        fund: fund.id,
        unit: fund.unit,
        member: loan.member_id,
        principal_minor: loan.principal_minor,
        rate_ppm: if ceiling_ppm.is_some() { cost_ppm(loan)? } else { 0 },
        ceiling_ppm,
        guarantors: backing.guarantors.clone(),
        available_minor,
        parts: store::parts_of(step.tx, wrong.unwrap_or(loan)).await?.iter().map(|part| part.id).collect(),
        apart: [Some(loan.id), wrong.map(|wrong| wrong.id)].into_iter().flatten().collect(),
        on,
    };
    let checks = checks(&rules.credit, &gather(step.tx, &asking).await?, rules.lend_beyond_available);
    use Requirement as R;
    let own = |check: &&Check| matches!(check.requirement, R::Amount | R::OneLoan | R::Group | R::Guarantors | R::Rate);
    let later = |check: &&Check| backing.later && check.requirement == Requirement::Guarantors;
    let mut refusals: Vec<Refusal> = checks.iter().filter(own).filter(|check| !later(check)).filter_map(Check::refusal).collect();
    if backing.guarantors.contains(&loan.member_id) {
        let name = members::find(step.tx, loan.member_id).await?.name;
        refusals.push(Refusal::invalid("guarantor", "guarantor-is-debtor").with("name", Fact::Text(name)));
    }
    Ok(refusals)
}
