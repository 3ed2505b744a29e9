//! A purchase is cancelled before its goods are received: what was paid goes back by reversals, and what it held of the
//! budget is free again.

use serde_json::json;
use uuid::Uuid;

use super::draft::locked;
use super::held::movement;
use super::pay::{Reversal, reverse};
use super::{PaymentRow, PurchaseRecord, Said, commitments, take_step};
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::{Movement, PurchaseStep};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::{associations, programmes};

/// # Errors
/// `forbidden`, `not-found`, `purchase-already-received`, `purchase-already-over`, `goods-already-came`, `give-back-first`,
/// `cash-short`.
pub async fn cancel(app: &App, by: &Actor, key: Uuid, id: PurchaseId, reason: Line) -> Result<(), Error> {
    let held = super::see(app, by, id, Action::RequestPurchases).await?;
    let association = associations::see(app, by, held.row.association_id, Action::RequestPurchases).await?;
    let input = (id, reason, association.time_zone);
    let association = association.id;
    let command = Command { name: "purchase.cancel", allowed: Action::RequestPurchases, association: Some(association), key, input };
    command::run(&app.db, app.clock, by, command, |step, (id, reason, time_zone)| {
        Box::pin(async move {
            let today = step.clock.today(&time_zone);
            let (held, mut books) = locked(step, id).await?;
            let status = held.status();
            status.after(PurchaseStep::Cancel)?;
            if held.standing_deliveries().next().is_some() {
                return Err(Refusal::conflict("goods-already-came").into());
            }
            let rows = to_reverse(&held)?;
            reverse(step, books.of(held.fund())?, &held, &rows, Reversal::Cancelling(today), &reason).await?;
            if status.commits() {
                programmes::budget::take(step, held.row.budget_line_id, -held.project_minor(), 0, held.unit).await?;
            }
            journal::close(step.tx, books).await?;
            let undone = rows.len();
            let row = take_step(step, held.row, PurchaseStep::Cancel, Said { note: reason.clone().into(), acta: None }).await?;
            commitments::renew(step, id).await?;
            Ok(Done { id: row.id.0, association: Some(row.association_id), detail: json!({ "reason": reason, "payments": undone }) })
        })
    })
    .await?;
    Ok(())
}

/// Every payment that stands, to be reversed together: what a supplier gives back is what the payers are given back. Where
/// giving back was already begun by hand, by whatever means, it is finished by hand: nothing may be left to reverse.
fn to_reverse(held: &PurchaseRecord) -> Result<Vec<PaymentRow>, Error> {
    let back = |row: &PaymentRow| Ok::<_, Error>(matches!(movement(row)?, Movement::GivenBack(_) | Movement::SupplierGaveBack(_)));
    let rows: Vec<PaymentRow> = held.standing_payments().cloned().collect();
    let begun = rows.iter().map(back).collect::<Result<Vec<_>, Error>>()?.contains(&true);
    if !begun {
        return Ok(rows);
    }
    let balance = held.balance()?;
    let left: i64 = balance.payers.values().chain(balance.suppliers.values()).map(|due| due.paid_minor).sum();
    if left == 0 { Ok(Vec::new()) } else { Err(Refusal::conflict("give-back-first").with("amount", Fact::Money(left, held.unit)).into()) }
}
