//! A purchase is cancelled before its goods are received: what was paid goes back by reversals, and what it held of the
//! budget is free again.

use serde_json::json;
use uuid::Uuid;

use super::draft::locked;
use super::pay::reverse;
use super::{Said, take_step};
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::{AssociationId, BudgetLineId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, programmes};

/// # Errors
/// `forbidden`, `not-found`, `purchase-already-received`, `purchase-already-over`, `goods-already-came`, `cash-short`.
pub async fn cancel(app: &App, by: &Actor, key: Uuid, id: PurchaseId, reason: String) -> Result<(), Error> {
    let held = super::see(app, by, id, Action::RequestPurchases).await?;
    let association = associations::see(app, by, AssociationId(held.row.association_id), Action::RequestPurchases).await?;
    let input = (id, reason, app.clock.today(&association.time_zone));
    let association = AssociationId(association.id);
    let command = Command { name: "purchase.cancel", allowed: Action::RequestPurchases, association: Some(association), key, input };
    command::run(&app.db, app.clock, by, command, |step, (id, reason, today)| {
        Box::pin(async move {
            let (held, mut books) = locked(step, id).await?;
            let status = held.status()?;
            status.after(PurchaseStep::Cancel)?;
            if held.standing_deliveries().next().is_some() {
                return Err(Refusal::conflict("goods-already-came").into());
            }
            // All together: what a supplier gives back is what the payers are given back.
            let rows: Vec<_> = held.standing_payments().cloned().collect();
            reverse(step, books.of(held.fund())?, &held, &rows, Some(today), &reason).await?;
            if status.commits() {
                programmes::budget::take(step, BudgetLineId(held.row.budget_line_id), -held.project_minor(), 0, held.unit).await?;
            }
            journal::close(step.tx, books).await?;
            let undone = rows.len();
            let row = take_step(step, held.row, PurchaseStep::Cancel, Said { note: reason.clone(), acta: None }).await?;
            Ok(Done { id: row.id, association: Some(AssociationId(row.association_id)), detail: json!({ "reason": reason, "payments": undone }) })
        })
    })
    .await?;
    Ok(())
}
