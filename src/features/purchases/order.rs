//! An approved purchase is ordered, if every part is covered and the fund still has what it promised.

use serde_json::json;
use uuid::Uuid;

use super::approvals::decide::check_fund;
use super::submit::open_problems;
use super::{OnPurchase, Said, in_zone, on_purchase, take_step};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-approved`, `fund-short`.
pub async fn order(app: &App, by: &Actor, key: Uuid, id: PurchaseId, said: Said) -> Result<(), Error> {
    let input = in_zone(app, id, said).await?;
    on_purchase(app, by, key, Act("purchase.order", Action::RequestPurchases), id, input, work).await.map(drop)
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, (id, said, _): (PurchaseId, Said, String)) -> Outcome<PurchaseId> {
    record.status().after(PurchaseStep::Order)?;
    if !open_problems(&record, |_| String::new())?.is_empty() {
        return Err(Refusal::conflict("purchase-not-covered").into());
    }
    // The purchase is among the commitments already: capital available must not be below zero with it.
    let committed = record.balance()?.committed_minor(record.row.lends_minor);
    check_fund(&on, committed, committed).await?;
    take_step(on.step, record.row, PurchaseStep::Order, said).await?;
    Ok((id, json!({})))
}
