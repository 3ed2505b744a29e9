//! A wrong delivery is undone with a reason, before the delivery is closed. It stays visible.

use serde_json::json;
use uuid::Uuid;

use super::{Delivery, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::correction::RecordKind;
use crate::domain::ids::DeliveryId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, Outcome};
use crate::features::purchases::{OnPurchase, PurchaseRecord, on_purchase};

pub const UNDO: &str = "purchase.undo_delivery";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-received`, `more-than-came` when what came was already
/// handed out.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<DeliveryId>) -> Result<Answer<DeliveryId>, Error> {
    let purchase = store::find(app.db.read(), order.what).await?.purchase_id;
    let id: Uuid = on_purchase(app, by, key, Act(UNDO, Action::RequestPurchases), purchase, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(OnPurchase { on, mut record }: OnPurchase<'_>, order: Order<DeliveryId>) -> Outcome<Uuid> {
    let id = order.what;
    record.status().after(PurchaseStep::Deliver)?;
    let wrong = store::find(on.step.tx, id).await?;
    not_reversed(wrong.reversed_at)?;
    record.deliveries.retain(|row| row.id != id);
    check_left(&record)?;
    let permitted = match permit(&on, stake(&wrong), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    store::mark_reversed(on.step, id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((id.0, json!({ "reason": order.reason })))
}

/// Goods received and handed out move no money until the delivery is closed.
fn stake(delivery: &Delivery) -> Stake {
    Stake {
        command: UNDO,
        kind: RecordKind::Delivery,
        id: delivery.id.0,
        recorded_by: delivery.recorded_by,
        recorded_at: delivery.recorded_at,
        amount_minor: 0,
        member: None,
        changes: Vec::new(),
    }
}

fn check_left(held: &PurchaseRecord) -> Result<(), Refusal> {
    for item in &held.items {
        let (came, went) = held.came_and_went(item.no);
        if went > came {
            let refusal = Refusal::conflict("more-than-came").with("product", Fact::Text(item.product.clone()));
            return Err(refusal.with("missing", Fact::Quantity(went - came)));
        }
    }
    Ok(())
}
