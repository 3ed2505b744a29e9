//! After an event is added to a loan or removed, the whole loan is replayed and its projection rewritten. The change in earlier
//! events is returned as one difference, for one adjusting entry.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::Tx;
use crate::domain::amount::Unit;
use crate::domain::ids::{MemberId, RepaymentId, UserId};
use crate::domain::ledger::postings::Effect;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::replay::{Parts, Split, replay};
use crate::error::Error;
use crate::features::funds::OnFund;
use crate::features::loans::{self, LoanAccount, Remission, Repayment};
use crate::features::recovery::Change;

/// The changes of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reallocation {
    /// The effect of the added event, if one was added.
    pub own: Effect,
    /// The sum of the changes in the other events.
    pub others: Effect,
}

impl Reallocation {
    pub fn moved_others(&self) -> bool {
        self.others != Effect::default()
    }
}

/// Replays a loan and rewrites its projection in memory. `new` is the repayment or remission that was just added.
///
/// # Errors
/// What the replay refuses: an event before disbursement.
pub fn reapply(held: &mut LoanAccount, new: Option<Uuid>) -> Result<Reallocation, Error> {
    let events = held.events();
    let position = replay(&held.contract, &events, held.last_event_on()).map_err(in_the_way)?;
    let mut outcome = Reallocation::default();
    let mut event = 0;
    for row in held.repayments.iter_mut().filter(|row| row.reversed_at.is_none()) {
        let before = effect_of(row);
        keep_split(row, &position.split_of(event).unwrap_or_default());
        outcome.count(new == Some(row.id.0), &before, &effect_of(row));
        event += 1;
    }
    for row in held.remissions.iter_mut().filter(|row| row.reversed_at.is_none()) {
        let before = effect_of_remission(row);
        let parts = position.remission_of(event).unwrap_or_default();
        (row.late_fee_minor, row.interest_minor, row.principal_minor) = (parts.late_fee, parts.interest, parts.principal);
        outcome.count(new == Some(row.id.0), &before, &effect_of_remission(row));
        event += 1;
    }
    held.project(&position);
    Ok(outcome)
}

/// Where a relief can no longer be applied after a change in the loan, the refusal names the relief: it has to be undone first.
pub fn in_the_way(refusal: Refusal) -> Refusal {
    match refusal.code {
        "relief-before-acta" | "relief-same-date" | "custom-does-not-sum" => Refusal::conflict("relief-in-the-way"),
        _ => refusal,
    }
}

impl Reallocation {
    fn count(&mut self, own: bool, before: &Effect, after: &Effect) {
        if own {
            self.own = *after;
        } else {
            self.others.add(&after.less(before));
        }
    }
}

fn keep_split(row: &mut Repayment, split: &Split) {
    row.late_fee_minor = split.late_fee;
    row.interest_minor = split.interest;
    row.principal_minor = split.principal;
    row.credit_minor = split.credit;
    row.forgiven_minor = split.forgiven;
    row.rounding_minor = split.rounding.total();
    row.rounding_principal_minor = split.rounding.principal;
    row.recovery = split.recovery;
}

/// Adds a committee's decision to a loan in memory, replays it, and posts the decision and one adjusting entry for the change
/// in other events. Returns the change in observed recovery.
///
/// # Errors
/// What the replay refuses, and what the books do.
pub async fn decide(on: &mut OnFund<'_>, held: &mut LoanAccount, row: Remission) -> Result<Option<Change>, Error> {
    let before = held.clone();
    let (id, decided_on, acta) = (row.id.0, row.decided_on, row.acta.clone());
    held.remissions.push(row);
    let reapplied = reapply(held, Some(id))?;
    let source = |kind| Source { kind, id };
    let mut entries = Vec::new();
    entries.extend(Entry::of_change(decided_on, source(SourceKind::Remission), acta, postings::debt_forgiven(&reapplied.own))?);
    entries.extend(Entry::of_change(decided_on, source(SourceKind::RepaymentAdjustment), "", postings::repayments_reapplied(&reapplied.others))?);
    on.post(entries).await?;
    held.recovery_changed(&before, decided_on, on.step.tomorrow())
}

/// Removes a repayment from a loan in memory and replays it. Returns the opposite of the repayment's effect, and the change in
/// other events.
///
/// # Errors
/// What the replay refuses.
pub fn take_out(held: &mut LoanAccount, id: RepaymentId, (by, at, reason): (UserId, DateTime<Utc>, &str)) -> Result<Effect, Error> {
    for row in held.repayments.iter_mut().filter(|row| row.id == id) {
        row.reversed_at = Some(at);
        row.reversed_by = Some(by);
        row.reversal_reason = Some(reason.to_owned());
    }
    Ok(reapply(held, None)?.others)
}

/// The effect of a repayment's row on the accounts.
pub fn effect_of(row: &Repayment) -> Effect {
    if row.recovery {
        let recovered = row.late_fee_minor + row.interest_minor + row.principal_minor;
        return Effect { recovered, credit: row.credit_minor, ..Effect::default() };
    }
    Effect {
        late_fee: row.late_fee_minor,
        interest: row.interest_minor,
        principal: row.principal_minor,
        credit: row.credit_minor,
        rounding: row.rounding_principal_minor,
        ..Effect::default()
    }
}

/// The effect of a remission's row on the accounts.
pub fn effect_of_remission(row: &Remission) -> Effect {
    Effect::of_remission(&Parts { late_fee: row.late_fee_minor, interest: row.interest_minor, principal: row.principal_minor })
}

/// Writes the whole projection of these loans: repayments, remissions, installments and the loans themselves.
pub async fn write(tx: &Tx, held: &[&LoanAccount]) -> Result<(), Error> {
    super::store::project(tx, &held.iter().flat_map(|held| held.standing()).collect::<Vec<_>>()).await?;
    loans::project_remissions(tx, &held.iter().flat_map(|held| held.remitted()).collect::<Vec<_>>()).await?;
    let agreed: Vec<_> = held.iter().flat_map(|held| &held.installments).filter(|row| !row.appended).collect();
    loans::project(tx, &held.iter().map(|held| &held.loan).collect::<Vec<_>>(), &agreed).await?;
    loans::append(tx, held).await?;
    check_spent(tx, held).await
}

/// Checks that the credit which members were refunded or used still existed.
async fn check_spent(tx: &Tx, held: &[&LoanAccount]) -> Result<(), Error> {
    let members: BTreeSet<MemberId> = held.iter().flat_map(|held| &held.repayments).map(|row| row.member_id).collect();
    for (fund, member, minor) in super::store::spent(tx, &members.into_iter().collect::<Vec<_>>()).await? {
        let left = super::store::credit_of(tx, (fund, member), None).await?;
        if left < 0 {
            let unit = held.first().map_or(Unit::Pen, |held| held.unit);
            let refusal = Refusal::conflict("credit-spent").with("spent", Fact::Money(minor, unit));
            return Err(refusal.with("missing", Fact::Money(-left, unit)).into());
        }
    }
    Ok(())
}
