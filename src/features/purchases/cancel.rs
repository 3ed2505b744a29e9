//! A purchase is cancelled before its goods are received: its payments are reversed, and the budget that it committed is
//! released.

use serde_json::json;
use uuid::Uuid;

use super::held::movement;
use super::pay::{Reversal, reverse};
use super::{OnPurchase, PaymentRow, PurchaseRecord, Said, commitments, in_zone, on_purchase, take_step};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::{Movement, PurchaseStep};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::programmes;

/// # Errors
/// `forbidden`, `not-found`, `purchase-already-received`, `purchase-already-over`, `goods-already-came`, `give-back-first`,
/// `cash-short`.
pub async fn cancel(app: &App, by: &Actor, key: Uuid, id: PurchaseId, reason: Line) -> Result<(), Error> {
    let input = in_zone(app, id, reason).await?;
    on_purchase(app, by, key, Act("purchase.cancel", Action::RequestPurchases), id, input, work).await.map(drop)
}

async fn work(OnPurchase { mut on, record }: OnPurchase<'_>, (id, reason, _): (PurchaseId, Line, String)) -> Outcome<PurchaseId> {
    let status = record.status();
    status.after(PurchaseStep::Cancel)?;
    if record.standing_deliveries().next().is_some() {
        return Err(Refusal::conflict("goods-already-came").into());
    }
    let rows = to_reverse(&record)?;
    let today = on.today;
    reverse(&mut on, &record, &rows, Reversal::Cancelling(today), &reason).await?;
    if status.commits() {
        programmes::budget::take(on.step, record.row.budget_line_id, -record.project_minor(), 0, record.unit).await?;
    }
    take_step(on.step, record.row, PurchaseStep::Cancel, Said { note: reason.clone().into(), acta: None }).await?;
    commitments::renew(on.step, id).await?;
    Ok((id, json!({ "reason": reason, "payments": rows.len() })))
}

/// Every payment that stands, all of them reversed together: suppliers then give back what payers get back. Where somebody
/// already began to give money back by hand, it is finished by hand, and nothing may be left to reverse.
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
