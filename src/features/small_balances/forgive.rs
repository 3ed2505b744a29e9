//! The committee forgives small balances in one act: all that it names, or none. Each is an event of its loan, dated by
//! the acta, so that a payment recorded later with an earlier date comes out right.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{SmallBalance, list};
use crate::app::App;
use crate::db::command::Step;
use crate::db::journal::Book;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{FundId, LoanId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::loan::RemissionKind;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::loans::{self, LoanAccount, Remission};
use crate::features::repayments::reapply::{self, reapply};
use crate::features::{recovery, repayments};

#[derive(Clone, Debug, Serialize)]
pub struct NewForgiveness {
    pub fund: FundId,
    /// Number and date of the acta.
    pub acta: Line,
    pub decided_on: NaiveDate,
    /// Each loan with the amount that was shown to the committee.
    pub loans: Vec<(LoanId, i64)>,
}

/// Answers the id of the act, which each remission bears.
///
/// # Errors
/// `forbidden`, `date-in-future`, `small-balance-none`, `small-balance-changed`.
pub async fn forgive(app: &App, by: &Actor, key: Uuid, new: NewForgiveness) -> Result<Uuid, Error> {
    on_fund(app, by, key, Act("small_balance.forgive", Action::ForgiveBalances), new.fund, new, work).await
}

async fn work(OnFund { step, book, today, .. }: OnFund<'_>, new: NewForgiveness) -> Outcome<Uuid> {
    happened(new.decided_on, today).map_err(|refusal| refusal.at("decided_on"))?;
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
        let before = held.clone();
        let remission = row(step, &held, act_id, &new, (*amount_minor, below_minor));
        added.push(remission.id);
        held.remissions.push(remission);
        post(step, book, &mut held, &new).await?;
        observed.extend(held.recovery_changed(&before, new.decided_on, step.tomorrow())?);
        total += amount_minor;
        touched.push(held);
    }
    let new_rows: Vec<Remission> = touched.iter().flat_map(|held| &held.remissions).filter(|row| added.contains(&row.id)).cloned().collect();
    loans::insert_remissions(step, &new_rows).await?;
    reapply::write(step.tx, &touched.iter().collect::<Vec<_>>()).await?;
    recovery::count(step.tx, &observed).await?;
    Ok((act_id, json!({ "acta": new.acta, "decided_on": new.decided_on, "loans": added.len(), "amount": total })))
}

fn row(step: &Step<'_>, held: &LoanAccount, act_id: Uuid, new: &NewForgiveness, (amount_minor, below_minor): (i64, i64)) -> Remission {
    Remission {
        id: step.new_id(),
        association_id: held.loan.association_id,
        fund_id: held.loan.fund_id,
        loan_id: held.loan.id,
        member_id: held.loan.member_id,
        act_id,
        kind: RemissionKind::SmallBalance,
        acta: new.acta.to_string(),
        decided_on: new.decided_on,
        amount_minor,
        below_minor,
        late_fee_minor: 0,
        interest_minor: 0,
        principal_minor: 0,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    }
}

/// Replays the loan with its newest remission and posts what that moves.
async fn post(step: &Step<'_>, book: &mut Book, held: &mut LoanAccount, new: &NewForgiveness) -> Result<(), Error> {
    let id = held.remissions.last().map(|row| row.id.0).unwrap_or_default();
    let reapplied = reapply(held, Some(id))?;
    let forgiven = held.remissions.last().map_or(0, |row| row.late_fee_minor + row.interest_minor + row.principal_minor);
    let decided = held.remissions.last().map_or(0, |row| row.amount_minor);
    if forgiven != decided {
        let refusal = Refusal::conflict("small-balance-changed").with("loan", Fact::Number(held.loan.number));
        return Err(refusal.into());
    }
    let source = |kind| Source { kind, id };
    let mut entries = Vec::new();
    entries.extend(Entry::of_change(new.decided_on, source("remission"), new.acta.to_string(), postings::debt_forgiven(&reapplied.own))?);
    if reapplied.moved_others() {
        let moved = postings::repayments_reapplied(&reapplied.others);
        entries.extend(Entry::of_change(new.decided_on, source(repayments::ADJUSTMENT), "", moved)?);
    }
    book.post(step.tx, entries, step.by.user_id, step.now).await
}
