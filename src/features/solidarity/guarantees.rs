//! Members guarantee another member's loan: one by one with their signature, or as the debtor's group.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Guarantee, store};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::correction::RecordKind;
use crate::domain::credit_rules::CreditRules;
use crate::domain::ids::{AssociationId, FundId, GroupId, GuaranteeId, LoanId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::solidarity::{Guarantor, check_guarantor};
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::members;

pub const RELEASE: &str = "guarantee.release";

/// The guarantors to name for a loan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub guarantors: Vec<MemberId>,
    /// The debtor's group guarantees it as a whole.
    pub by_group: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct NewGuarantees {
    pub loan: LoanId,
    pub named: Named,
    pub signed_on: NaiveDate,
}

/// Names guarantors of a loan that is approved or open.
///
/// # Errors
/// `forbidden`, `not-found`, `loan-not-open`, `date-in-future`, or what [`check`] refuses.
pub async fn add(app: &App, by: &Actor, key: Uuid, new: NewGuarantees) -> Result<LoanId, Error> {
    let fund = store::loan(app.db.read(), new.loan).await?.fund_id;
    on_fund(app, by, key, Act("guarantee.add", Action::ManageLoans), fund, new, add_work).await
}

async fn add_work(OnFund { step, fund, today, .. }: OnFund<'_>, new: NewGuarantees) -> Outcome<LoanId> {
    happened(new.signed_on, today).map_err(|refusal| refusal.at("signed_on"))?;
    let loan = store::loan(step.tx, new.loan).await?;
    if !matches!(loan.status, LoanStatus::Approved | LoanStatus::Disbursed) {
        return Err(Refusal::conflict("loan-not-open").into());
    }
    let rules = funds::rules_on(step.tx, fund.id, new.signed_on).await?.credit;
    let asked = AskedOf { association: fund.association, debtor: loan.member_id, on: new.signed_on };
    let (guarantors, group) = check(step, &rules, &asked, &new.named).await?;
    let known = store::open_of_loan(step.tx, loan.id).await?;
    if let Some(twice) = known.iter().find(|row| guarantors.contains(&row.guarantor_id)) {
        let name = members::find(step.tx, twice.guarantor_id).await?.name;
        return Err(Refusal::conflict("guarantor-twice").at("guarantor").with("name", Fact::Text(name)).into());
    }
    keep(step, &asked, (loan.id, fund.id), &guarantors, group).await?;
    Ok((loan.id, json!({ "guarantors": guarantors, "by_group": new.named.by_group })))
}

/// The debtor's loan that is to be guaranteed, and its day.
pub struct AskedOf {
    pub association: AssociationId,
    pub debtor: MemberId,
    pub on: NaiveDate,
}

/// Checks that the named members, and the debtor's group where it is named, may guarantee.
///
/// # Errors
/// `guarantor-missing`, `group-none`, `member-twice`, `member-of-another-association`, `member-not-joined`,
/// `member-has-left`, `guarantor-is-debtor`, `guarantor-late`, `guarantor-too-many`, `guarantor-circle`.
pub async fn check(step: &Step<'_>, rules: &CreditRules, asked: &AskedOf, named: &Named) -> Result<(Vec<MemberId>, Option<GroupId>), Error> {
    let (guarantors, group) = if named.by_group {
        let group = store::group_of(step.tx, asked.debtor, asked.on).await?.ok_or_else(|| Refusal::invalid("guarantor", "group-none"))?;
        let mut others = store::members_on(step.tx, group.id, asked.on).await?;
        others.retain(|member| *member != asked.debtor);
        (others, Some(group.id))
    } else {
        (named.guarantors.clone(), None)
    };
    if guarantors.is_empty() {
        return Err(Refusal::invalid("guarantor", "guarantor-missing").into());
    }
    let people = members::by_ids(step.tx, guarantors.clone()).await?;
    if people.len() < guarantors.len() {
        return Err(Refusal::invalid("guarantor", "member-twice").into());
    }
    let late = store::delays(step.tx, &guarantors, asked.on).await?;
    let of_them = store::guaranteed_by(step.tx, &guarantors, asked.on).await?;
    // The two parts of one approved loan are guaranteed as one.
    let guaranteed: HashSet<(MemberId, LoanId)> =
        of_them.iter().map(|one| (one.guarantee.guarantor_id, one.loan.part_of.unwrap_or(one.loan.id))).collect();
    let edges = store::edges(step.tx, asked.association, asked.on).await?;
    let mut refusals = Vec::new();
    for id in &guarantors {
        let Some(member) = people.get(id) else { continue };
        if member.association_id != asked.association {
            refusals.push(Refusal::invalid("guarantor", "member-of-another-association"));
            continue;
        }
        refusals.extend(members::check_belongs(member, asked.on).err().map(|refusal| refusal.at("guarantor")));
        let guarantees = i64::try_from(guaranteed.iter().filter(|(guarantor, _)| guarantor == id).count()).unwrap_or(i64::MAX);
        let days_late = late.get(id).copied().unwrap_or(0);
        let guarantor = Guarantor { id: *id, name: member.name.clone(), days_late, guarantees };
        refusals.extend(check_guarantor(rules, &guarantor, asked.debtor, &edges, group.is_some()).err());
    }
    if refusals.is_empty() { Ok((guarantors, group)) } else { Err(refusals.into()) }
}

/// Writes the guarantors of a loan, after [`check`].
pub async fn keep(
    step: &Step<'_>,
    asked: &AskedOf,
    (loan, fund): (LoanId, FundId),
    guarantors: &[MemberId],
    group_id: Option<GroupId>,
) -> Result<(), Error> {
    let row = |guarantor: &MemberId| Guarantee {
        id: step.new_id(),
        association_id: asked.association,
        fund_id: fund,
        loan_id: loan,
        guarantor_id: *guarantor,
        group_id,
        signed_on: asked.on,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        released_at: None,
        released_by: None,
        release_reason: None,
    };
    store::insert_guarantees(step, guarantors.iter().map(row).collect()).await
}

/// Restores the guarantee of a member who gives back a debt that they had taken over: it is as before it was released.
pub async fn restore_of(step: &Step<'_>, loan: LoanId, guarantor: MemberId, released_at: DateTime<Utc>) -> Result<(), Error> {
    let released = store::guarantors_of(step.tx, loan).await?;
    let rows = released.into_iter().filter(|row| row.guarantor_id == guarantor && row.released_at == Some(released_at));
    let again = |row| Guarantee {
        id: step.new_id(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        released_at: None,
        released_by: None,
        release_reason: None,
        ..row
    };
    store::insert_guarantees(step, rows.map(again).collect()).await
}

/// Releases a member from guaranteeing the loan that they take over.
pub async fn release_of(step: &Step<'_>, loan: LoanId, guarantor: MemberId, why: &str) -> Result<(), Error> {
    for row in store::open_of_loan(step.tx, loan).await?.into_iter().filter(|row| row.guarantor_id == guarantor) {
        let (by, reason) = (Some(step.by.user_id), Some(why.to_owned()));
        store::update_guarantee(step, Guarantee { released_at: Some(step.now), released_by: by, release_reason: reason, ..row }).await?;
    }
    Ok(())
}

/// A guarantor is released, or was named by mistake. After disbursement the loan keeps as many guarantors as the rules need.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `guarantors-needed`.
pub async fn release(app: &App, by: &Actor, key: Uuid, order: Order<GuaranteeId>) -> Result<Answer<GuaranteeId>, Error> {
    let fund = store::guarantee(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(RELEASE, Action::ManageLoans), fund, order, release_work).await?;
    Answer::of(app, id).await
}

async fn release_work(on: OnFund<'_>, order: Order<GuaranteeId>) -> Outcome<Uuid> {
    let (tx, now) = (on.step.tx, on.step.now);
    let row = store::guarantee(tx, order.what).await?;
    not_reversed(row.released_at)?;
    let loan = store::loan(tx, row.loan_id).await?;
    let needed = funds::rules_on(tx, on.fund.id, loan.disbursed_on).await?.credit.guarantors;
    let left = store::open_of_loan(tx, loan.id).await?.len() - 1;
    if loan.status == LoanStatus::Disbursed && i64::try_from(left).unwrap_or(0) < needed {
        return Err(Refusal::conflict("guarantors-needed").with("needed", Fact::Number(needed)).into());
    }
    let stake = Stake {
        command: RELEASE,
        kind: RecordKind::Guarantee,
        id: row.id.0,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        // No money moves, so one person is enough.
        amount_minor: 0,
        member: Some(row.guarantor_id),
        changes: Vec::new(),
    };
    let permitted = match permit(&on, stake, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let id = row.id.0;
    let (by, reason) = (on.step.by.user_id, order.reason.to_string());
    store::update_guarantee(on.step, Guarantee { released_at: Some(now), released_by: Some(by), release_reason: Some(reason), ..row }).await?;
    permitted.reversed(&on).await?;
    Ok((id, json!({ "reason": order.reason, "loan": loan.id })))
}
