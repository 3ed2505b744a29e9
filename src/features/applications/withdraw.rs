//! The applicant withdraws the application.

use serde_json::json;
use uuid::Uuid;

use super::apply::check_own;
use super::{Application, see, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::committee::ApplicationStatus;
use crate::domain::ids::ApplicationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::Order;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

/// # Errors
/// `forbidden`, `not-found`, `application-decided`.
pub async fn withdraw(app: &App, by: &Actor, key: Uuid, order: Order<ApplicationId>) -> Result<ApplicationId, Error> {
    let known = see(app, by, order.what).await?;
    check_own(app, by, known.member_id).await?;
    on_fund(app, by, key, Act("application.withdraw", Action::ApplyForLoans), known.fund_id, order, work).await
}

async fn work(OnFund { step, .. }: OnFund<'_>, order: Order<ApplicationId>) -> Outcome<ApplicationId> {
    let known = store::find(step.tx, order.what).await?;
    if !known.status.is_open() {
        return Err(Refusal::conflict("application-decided").into());
    }
    let reason = order.reason.to_string();
    let withdrawn =
        Application { status: ApplicationStatus::Withdrawn, closed_by: Some(step.by.user_id), close_reason: Some(reason.clone()), ..known };
    store::update(step, withdrawn).await?;
    Ok((order.what, json!({ "reason": reason })))
}
