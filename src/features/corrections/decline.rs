//! A second person declines a correction: it is not made.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::CorrectionRequestId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

/// Declines a request. Whoever asked for it may do so too, which withdraws it.
///
/// # Errors
/// `not-found`, `forbidden`, `request-answered`.
pub async fn decline(app: &App, by: &Actor, key: Uuid, id: CorrectionRequestId) -> Result<CorrectionRequestId, Error> {
    let fund = store::request(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("correction.decline", Action::PutRight), fund, id, work).await
}

async fn work(on: OnFund<'_>, id: CorrectionRequestId) -> Outcome<CorrectionRequestId> {
    if store::request(on.step.tx, id).await?.answered_at.is_some() {
        return Err(Refusal::conflict("request-answered").into());
    }
    store::answer(on.step, id, false).await?;
    Ok((id, json!({})))
}
