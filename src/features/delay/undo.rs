//! What was done about a loan's delay was a mistake: a call, a guarantor paid back, a promise. Nobody is asked any more, and
//! what was paid stays paid.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, DelayRecord};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::LoanId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Order, not_reversed};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

/// What is asked; a key is told apart by its order alone.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
struct Undo {
    order: Order<Uuid>,
    #[serde(skip)]
    record: DelayRecord,
}

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, record: DelayRecord, order: Order<Uuid>) -> Result<LoanId, Error> {
    let fund = store::recorded(app.db.read(), record, order.what).await?.fund;
    let act = match record {
        DelayRecord::Call => Act("guarantee.undo_call", Action::ManageLoans),
        DelayRecord::ClaimPayment => Act("claim.undo", Action::RecordRepayments),
        DelayRecord::Promise => Act("promise.undo", Action::RecordRepayments),
    };
    on_fund(app, by, key, act, fund, Undo { order, record }, work).await
}

async fn work(OnFund { step, .. }: OnFund<'_>, Undo { order, record }: Undo) -> Outcome<LoanId> {
    let recorded = store::recorded(step.tx, record, order.what).await?;
    not_reversed(recorded.reversed_at)?;
    store::mark_reversed(step, record, order.what, &order.reason).await?;
    Ok((recorded.loan, json!({ "reason": order.reason })))
}
