//! A purchase's parts computed again: on the ordered or on the received quantities. A part that nothing covers is due in cash.

use super::PurchaseRecord;
use super::approvals::decide::check_fund;
use super::held::{no_of, payer};
use crate::db::entity::contribution;
use crate::domain::cofinancing::{ContributionBasis, ContributionKind, Costing, PartyRole, Payer, most_without_deciding};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::OnFund;
use crate::features::programmes;

/// The purchase's rows with the computed parts.
pub fn reworked(held: &PurchaseRecord, worked: &Costing, received: bool) -> PurchaseRecord {
    let mut after = held.clone();
    let shared = &worked.shared;
    if received {
        after.row.received_total_minor = Some(shared.total_minor);
    } else {
        (after.row.total_minor, after.row.lends_minor) = (shared.total_minor, worked.lends_minor());
    }
    for (row, minor) in after.parties.iter_mut().zip(&shared.shares_minor) {
        if received { row.received_minor = Some(*minor) } else { row.share_minor = *minor }
    }
    for row in &mut after.members {
        let part = shared.members.iter().find(|part| part.member == row.member_number);
        let (taken, pays) = (part.map(|part| part.taken_minor), part.map(|part| part.pays_minor));
        if received {
            (row.received_taken_minor, row.received_pays_minor) = (taken, pays);
        } else {
            (row.taken_minor, row.pays_minor) = (taken.unwrap_or(0), pays.unwrap_or(0));
        }
    }
    after.contributions.iter_mut().for_each(|row| set(row, received, 0));
    for part in &worked.parts {
        for (i, minor) in &part.counted {
            if let Some(row) = after.contributions.get_mut(*i) {
                set(row, received, *minor);
            }
        }
        if part.missing_minor > 0 {
            add_cash(&mut after, part.by, part.missing_minor, received);
        }
    }
    after
}

fn set(row: &mut contribution::Model, received: bool, minor: i64) {
    if received { row.received_minor = Some(minor) } else { row.amount_minor = minor }
}

fn add_cash(after: &mut PurchaseRecord, by: Payer, minor: i64, received: bool) {
    let cash = after.contributions.iter_mut().find(|row| payer(row) == by && row.kind == ContributionKind::Cash);
    if let Some(row) = cash {
        let own = if received { row.received_minor.unwrap_or(0) } else { row.amount_minor };
        set(row, received, own + minor);
        return;
    }
    let mut row = pledged(after, by, ContributionKind::Cash, 0);
    set(&mut row, received, minor);
    after.contributions.push(row);
}

/// A new contribution of a payer: pledged as a sum, and not yet counted.
pub fn pledged(held: &PurchaseRecord, by: Payer, kind: ContributionKind, asked_value: i64) -> contribution::Model {
    let producers = held.parties.iter().find(|row| row.role == PartyRole::Producers).map_or(1, |row| row.no);
    let (party_no, member_id) = match by {
        Payer::Party(party) => (no_of(party), None),
        Payer::Member(member) => (producers, Some(member)),
    };
    contribution::Model {
        purchase_id: held.row.id,
        no: held.contributions.iter().map(|row| row.no).max().unwrap_or(0) + 1,
        association_id: held.row.association_id,
        party_no,
        member_id,
        kind,
        asked: ContributionBasis::Sum(0).code().to_owned(),
        asked_value,
        what: String::new(),
        amount_minor: 0,
        received_minor: None,
        loan_id: None,
        shift_id: None,
    }
}

/// The project's part: as ordered or, once received, as received.
pub fn project_of(held: &PurchaseRecord) -> i64 {
    held.party(PartyRole::Project).map_or(0, |row| row.received_minor.unwrap_or(row.share_minor))
}

/// Checks that the project's part may grow to this sum. Beyond what the approval covers, only a person who decides on purchases
/// may let it grow.
///
/// # Errors
/// `more-than-approved`, `not-an-approver`, `above-own-limit`.
pub async fn check_project(on: &OnFund<'_>, held: &PurchaseRecord, approved_minor: i64, part_minor: i64) -> Result<(), Error> {
    let most = most_without_deciding(approved_minor);
    if part_minor <= most || part_minor <= project_of(held) {
        return Ok(());
    }
    if on.step.by.check_programme(Action::DecidePurchases, held.programme()).is_err() {
        let refusal = Refusal::conflict("more-than-approved").with("most", Fact::Money(most, held.unit));
        return Err(refusal.with("part", Fact::Money(part_minor, held.unit)).into());
    }
    programmes::budget::check_limit(on.step, held.programme(), part_minor, held.unit).await
}

/// Moves the difference of the project's part in the programme's budget, and checks that the fund has what it lends in
/// addition.
///
/// # Errors
/// `budget-short`, `fund-short`.
pub async fn take(on: &OnFund<'_>, before: &PurchaseRecord, after: &PurchaseRecord, lends_more: i64) -> Result<(), Error> {
    check_fund(on, lends_more, 0).await?;
    let more = project_of(after) - project_of(before);
    let (committed, spent) = if before.status().received() { (0, more) } else { (more, 0) };
    programmes::budget::take(on.step, before.row.budget_line_id, committed, spent, before.unit).await
}
