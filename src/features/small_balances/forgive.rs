//! The committee forgives small balances in one act: all of them, or none. Each is an event of its loan, dated by the acta, so
//! that a payment recorded later with an earlier date is still applied correctly.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{SmallBalance, list};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{FundId, LoanId};
use crate::domain::loan::RemissionKind;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::loans::decision::{self, Decided};
use crate::features::loans::{self, LoanAccount, Remission};
use crate::features::recovery;
use crate::features::repayments::reapply;

#[derive(Clone, Debug, Serialize)]
pub struct NewForgiveness {
    pub fund: FundId,
    /// Number and date of the acta.
    pub acta: Line,
    pub decided_on: NaiveDate,
    /// Each loan, and the amount that was shown to the committee.
    pub loans: Vec<(LoanId, i64)>,
}

/// Returns the id of the act, which each remission carries.
///
/// # Errors
/// `forbidden`, `date-in-future`, `small-balance-none`, `small-balance-changed`.
pub async fn forgive(app: &App, by: &Actor, key: Uuid, new: NewForgiveness) -> Result<Uuid, Error> {
    on_fund(app, by, key, Act("small_balance.forgive", Action::ForgiveBalances), new.fund, new, work).await
}

async fn work(mut on: OnFund<'_>, new: NewForgiveness) -> Outcome<Uuid> {
    let step = on.step;
    happened(new.decided_on, on.today).map_err(|refusal| refusal.at("decided_on"))?;
    if new.loans.is_empty() {
        return Err(Refusal::invalid("loan", "small-balance-none").into());
    }
    let below_minor = funds::rules_on(step.tx, new.fund, new.decided_on).await?.small_balance_minor;
    let mut small = list(step.tx, new.fund, new.decided_on).await?;
    let act_id = step.new_id();
    let (mut touched, mut added, mut observed, mut total) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (loan, amount_minor) in &new.loans {
        let found = small.iter().position(|one| one.held.loan.id == *loan && one.amount_minor() == *amount_minor);
        let found = found.ok_or_else(|| Refusal::conflict("small-balance-changed"))?;
        let SmallBalance { mut held, .. } = small.swap_remove(found);
        let decided = Decided { act_id, acta: &new.acta, on: new.decided_on };
        let row = decision::row(step, &held.loan, decided, RemissionKind::SmallBalance, *amount_minor);
        added.push(row.id);
        observed.extend(reapply::decide(&mut on, &mut held, Remission { below_minor, ..row }).await?);
        check(&held)?;
        total += amount_minor;
        touched.push(held);
    }
    let new_rows: Vec<Remission> = touched.iter().flat_map(|held| &held.remissions).filter(|row| added.contains(&row.id)).cloned().collect();
    loans::insert_remissions(step, &new_rows).await?;
    reapply::write(step.tx, &touched.iter().collect::<Vec<_>>()).await?;
    recovery::count(step.tx, &observed).await?;
    Ok((act_id, json!({ "acta": new.acta, "decided_on": new.decided_on, "loans": added.len(), "amount": total })))
}

/// Checks that the replay forgives exactly the decided amount.
fn check(held: &LoanAccount) -> Result<(), Refusal> {
    let newest = held.remissions.last();
    let forgiven = newest.map_or(0, |row| row.late_fee_minor + row.interest_minor + row.principal_minor);
    if newest.map_or(0, |row| row.amount_minor) == forgiven {
        return Ok(());
    }
    Err(Refusal::conflict("small-balance-changed").with("loan", Fact::Number(held.loan.number)))
}
