//! Calls the guarantors of a late loan: the overdue amount is split equally among them, and each pays their part.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Call};
use super::{Lateness, lateness};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{LoanId, MemberId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::solidarity::called;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::loans::{self, LoanAccount};
use crate::features::{members, solidarity};

#[derive(Clone, Debug, Serialize)]
pub struct NewCall {
    pub loan: LoanId,
    pub called_on: NaiveDate,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `not-late-enough`, `guarantors-none`, `called-already`.
pub async fn call(app: &App, by: &Actor, key: Uuid, new: NewCall) -> Result<LoanId, Error> {
    let fund = loans::see(app, by, new.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("guarantee.call", Action::ManageLoans), fund, new, work).await
}

async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, new: NewCall) -> Outcome<LoanId> {
    happened(new.called_on, today).map_err(|refusal| refusal.at("called_on"))?;
    let held = loans::load_one(step.tx, new.loan).await?;
    let window = funds::rules_on(step.tx, fund.id, new.called_on).await?.credit.call_after_days;
    let late = late_enough(&held, new.called_on, window)?;
    if store::calls(step.tx, new.loan).await?.iter().any(|row| row.called_on == new.called_on && row.reversed_at.is_none()) {
        return Err(Refusal::conflict("called-already").at("called_on").into());
    }
    let parts = parts(step, &held, late.overdue_minor).await?;
    let written = serde_json::to_string(&parts).map_err(|error| Error::fault(format!("the parts of a call: {error}")))?;
    let row = Call {
        id: step.new_id(),
        association_id: held.loan.association_id,
        fund_id: fund.id,
        loan_id: new.loan,
        called_on: new.called_on,
        shortfall_minor: late.overdue_minor,
        parts: written,
        note: new.note.to_string(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    };
    store::insert_call(step, row).await?;
    Ok((new.loan, json!({ "shortfall": late.overdue_minor, "parts": parts })))
}

/// # Errors
/// `not-late-enough`, with the days and the window.
pub fn late_enough(held: &LoanAccount, on: NaiveDate, window: i64) -> Result<Lateness, Error> {
    let late = lateness(held, on)?;
    let days = late.map_or(0, |late| late.days);
    late.filter(|late| late.days > window)
        .ok_or_else(|| Refusal::conflict("not-late-enough").with("days", Fact::Number(days)).with("most", Fact::Number(window)).into())
}

/// The amount called from each guarantor, by member number.
async fn parts(step: &Step<'_>, held: &LoanAccount, shortfall_minor: i64) -> Result<Vec<(MemberId, i64)>, Error> {
    let open = solidarity::open_of_loan(step.tx, held.loan.id).await?;
    let people = members::by_ids(step.tx, open.iter().map(|row| row.guarantor_id).collect()).await?;
    let mut guarantors: Vec<(i64, MemberId)> = people.values().map(|member| (member.number, member.id)).collect();
    guarantors.sort_unstable();
    if guarantors.is_empty() {
        return Err(Refusal::conflict("guarantors-none").into());
    }
    let ids: Vec<MemberId> = guarantors.into_iter().map(|(_, id)| id).collect();
    Ok(called(shortfall_minor, &ids)?)
}

/// The amounts of a recorded call.
///
/// # Errors
/// A fault where they cannot be read.
pub fn parts_of(row: &Call) -> Result<Vec<(MemberId, i64)>, Error> {
    serde_json::from_str(&row.parts).map_err(|error| Error::fault(format!("the parts of a call: {error}")))
}
