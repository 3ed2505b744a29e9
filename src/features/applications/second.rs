//! Above an amount of the rules, a second person approves or rejects after the committee.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::assess::{Asked, assess};
use super::{Application, named, see, store, terms, vote};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::committee::ApplicationStatus;
use crate::domain::eligibility::Check;
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize)]
pub struct SecondApproval {
    pub application: ApplicationId,
    pub approves: bool,
    /// Needed to reject, and where a requirement met before the committee is no longer met.
    pub reason: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `application-not-waiting`, `second-not-apart`, `vote-reason`, `exception-reason`, an unmet
/// requirement without exception, or a refusal of the loan.
pub async fn approve_again(app: &App, by: &Actor, key: Uuid, new: SecondApproval) -> Result<ApplicationId, Error> {
    let fund = see(app, by, new.application).await?.fund_id;
    on_fund(app, by, key, Act("application.second", Action::ApproveAgain), fund, new, work).await
}

async fn work(mut on: OnFund<'_>, new: SecondApproval) -> Outcome<ApplicationId> {
    let step = on.step;
    let row = store::find(step.tx, new.application).await?;
    if row.status != ApplicationStatus::AwaitsSecond {
        return Err(Refusal::conflict("application-not-waiting").into());
    }
    let votes = store::votes(step.tx, &[row.id]).await?;
    let (asked, who) = (terms(&row)?, named(&row)?);
    let assessed = assess(step.tx, on.fund, &Asked { member: row.member_id, terms: &asked, named: &who, of: Some(&row) }, on.today).await?;
    let concerned = step.by.member().is_some_and(|(_, own)| own == row.member_id || assessed.guarantors.contains(&own));
    if concerned || step.by.user_id == row.recorded_by || votes.iter().any(|vote| vote.cast_by == step.by.user_id) {
        return Err(Refusal::conflict("second-not-apart").into());
    }
    let (by, now) = (step.by.user_id, step.now);
    let row = Application { second_by: Some(by), second_at: Some(now), ..row };
    if new.approves {
        // Circumstances may have changed since the committee voted.
        let barred: Vec<Refusal> = assessed.barred().filter_map(Check::refusal).collect();
        if !barred.is_empty() {
            return Err(barred.into());
        }
        let mut row = row;
        if assessed.excepted() && row.exception.is_none() {
            if new.reason.is_empty() {
                return Err(Refusal::invalid("reason", "exception-reason").into());
            }
            row.exception = Some(new.reason.to_string());
        }
        vote::agree(&mut on, row).await?;
    } else {
        if new.reason.is_empty() {
            return Err(Refusal::invalid("reason", "vote-reason").into());
        }
        let reason = new.reason.to_string();
        store::update(step, Application { status: ApplicationStatus::Rejected, closed_by: Some(by), close_reason: Some(reason), ..row }).await?;
    }
    Ok((new.application, json!({ "approves": new.approves, "reason": new.reason })))
}
