//! A committee or an assembly gives relief to one or several loans by one acta: to all of them, or to none. A relief is an
//! event of each loan, dated by the acta, so that a payment recorded later with an earlier date is still applied correctly.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::choose::{LoanFilter, choose};
use super::preview::preview;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{FundId, LoanId};
use crate::domain::loan::RemissionKind;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::relief::Relief;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::decision::{self, Decided};
use crate::features::loans::{self, LoanAccount, Remission};
use crate::features::recovery::{self, Change};
use crate::features::repayments::reapply;

#[derive(Clone, Debug, Serialize)]
pub struct NewRelief {
    pub fund: FundId,
    /// Number and date of the acta.
    pub acta: Line,
    pub decided_on: NaiveDate,
    pub relief: Relief,
    /// Each loan, and its debt on that day after the relief as it was shown to the committee. Minor units.
    pub loans: Vec<(LoanId, i64)>,
}

/// Returns the id of the act, which the relief of each loan carries.
///
/// # Errors
/// `forbidden`, `date-in-future`, `relief-none`, `relief-changed`, `relief-nothing-owed`, `loan-not-disbursed`,
/// `before-disbursement`, and what the relief refuses.
pub async fn relieve(app: &App, by: &Actor, key: Uuid, new: NewRelief) -> Result<Uuid, Error> {
    on_fund(app, by, key, Act("relief.record", Action::ForgiveBalances), new.fund, new, work).await
}

/// All loans that a choice finds and that the relief fits, where they are too many to be chosen one by one.
#[derive(Clone, Debug, Serialize)]
pub struct ReliefOfAll {
    pub fund: FundId,
    pub acta: Line,
    pub decided_on: NaiveDate,
    pub relief: Relief,
    pub which: LoanFilter,
    /// How many there were, and what they all owe after the relief, as it was shown to who decided. Minor units.
    pub shown: (usize, i64),
}

/// The same for all that a choice finds.
///
/// # Errors
/// As [`relieve`], and `relief-changed-many`.
pub async fn relieve_all(app: &App, by: &Actor, key: Uuid, new: ReliefOfAll) -> Result<Uuid, Error> {
    on_fund(app, by, key, Act("relief.record_all", Action::ForgiveBalances), new.fund, new, all_work).await
}

async fn all_work(on: OnFund<'_>, new: ReliefOfAll) -> Outcome<Uuid> {
    happened(new.decided_on, on.today).map_err(|refusal| refusal.at("decided_on"))?;
    let (held, _) = choose(on.step.tx, on.fund, &new.which, new.decided_on).await?;
    let mut loans = Vec::with_capacity(held.len());
    for held in &held {
        match preview(held, new.decided_on, &new.relief) {
            Ok(shown) => loans.push((held.loan.id, shown.after.unpaid())),
            // It was shown with why it cannot.
            Err(Error::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    if new.shown != (loans.len(), loans.iter().map(|(_, owed)| owed).sum()) {
        return Err(Refusal::conflict("relief-changed-many").at("loan").into());
    }
    work(on, NewRelief { fund: new.fund, acta: new.acta, decided_on: new.decided_on, relief: new.relief, loans }).await
}

async fn work(mut on: OnFund<'_>, new: NewRelief) -> Outcome<Uuid> {
    let step = on.step;
    happened(new.decided_on, on.today).map_err(|refusal| refusal.at("decided_on"))?;
    let ids: HashSet<LoanId> = new.loans.iter().map(|(loan, _)| *loan).collect();
    if new.loans.is_empty() || ids.len() != new.loans.len() {
        return Err(Refusal::invalid("loan", "relief-none").into());
    }
    let mut loaded = loans::load(step.tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let act_id = step.new_id();
    let (mut touched, mut added, mut observed) = (Vec::with_capacity(new.loans.len()), Vec::new(), Vec::new());
    let mut principal_minor = 0;
    for (loan, owed_after) in &new.loans {
        let held = loaded.remove(loan).filter(|held| held.loan.fund_id == on.fund.id).ok_or_else(Refusal::not_found)?;
        let (after, row, change) = apply(&mut on, &new, act_id, held, *owed_after).await?;
        principal_minor += row.amount_minor;
        added.push(row);
        observed.extend(change);
        touched.push(after);
    }
    loans::insert_remissions(step, &added).await?;
    reapply::write(step.tx, &touched.iter().collect::<Vec<_>>()).await?;
    recovery::count(step.tx, &observed).await?;
    Ok((act_id, json!({ "acta": new.acta, "decided_on": new.decided_on, "loans": added.len(), "principal": principal_minor })))
}

/// The loan with the relief, the relief's row, and the change in observed recovery. It moves no money and no principal.
async fn apply(
    on: &mut OnFund<'_>,
    new: &NewRelief,
    act_id: Uuid,
    mut held: LoanAccount,
    owed_after: i64,
) -> Result<(LoanAccount, Remission, Option<Change>), Error> {
    let shown = preview(&held, new.decided_on, &new.relief)?;
    if shown.after.unpaid() != owed_after {
        return Err(Refusal::conflict("relief-changed").with("loan", Fact::Number(held.loan.number)).into());
    }
    let decided = Decided { act_id, acta: &new.acta, on: new.decided_on };
    let principal_minor = shown.before.unpaid_principal();
    let row = decision::row(on.step, &held.loan, decided, RemissionKind::Relief, principal_minor);
    let change = reapply::decide(on, &mut held, Remission { relief: Some(new.relief.clone()), ..row }).await?;
    let row = held.remissions.last().cloned().ok_or_else(|| Error::fault("a relief was lost"))?;
    Ok((held, row, change))
}
