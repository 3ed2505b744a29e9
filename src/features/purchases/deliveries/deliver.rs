//! The association receives goods and hands them out to members, often in parts. It never hands out more than it received.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::{DeliveryId, MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::purchases::draft::MOST;
use crate::features::purchases::{self, OnPurchase, on_purchase};

#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub item_no: i64,
    /// None for what the association received.
    pub member: Option<MemberId>,
    /// Thousandths of the item's measure.
    pub quantity: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct NewDelivery {
    pub on: NaiveDate,
    pub note: Note,
    pub lines: Vec<Line>,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `purchase-not-ordered`, `purchase-already-received`, `nothing-delivered`,
/// `line-not-ordered`, `more-than-came` with what is missing.
pub async fn deliver(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewDelivery) -> Result<DeliveryId, Error> {
    on_purchase(app, by, key, Act("purchase.deliver", Action::RequestPurchases), purchase, (purchase, new), deliver_work).await
}

async fn deliver_work(OnPurchase { on, record }: OnPurchase<'_>, (purchase, mut new): (PurchaseId, NewDelivery)) -> Outcome<DeliveryId> {
    happened(new.on, on.today).map_err(|refusal| refusal.at("on"))?;
    record.status().after(PurchaseStep::Deliver)?;
    purchases::draft::check_day(on.step, &record, new.on).await.map_err(|error| error.at("on"))?;
    new.lines.retain(|line| line.quantity != 0);
    if new.lines.is_empty() {
        return Err(Refusal::invalid("lines", "nothing-delivered").into());
    }
    for line in &new.lines {
        if !(1..=MOST).contains(&line.quantity) {
            return Err(Refusal::invalid("lines", "quantity-too-large").into());
        }
        let ordered = match line.member {
            None => record.item(line.item_no).is_some(),
            Some(member) => record.lines.iter().any(|row| row.item_no == line.item_no && row.member_id == member && row.quantity > 0),
        };
        if !ordered {
            return Err(Refusal::invalid("lines", "line-not-ordered").into());
        }
    }
    for item in &record.items {
        let (came, went) = record.came_and_went(item.no);
        let of_item = new.lines.iter().filter(|line| line.item_no == item.no);
        let left: i64 = came - went + of_item.map(|line| if line.member.is_none() { line.quantity } else { -line.quantity }).sum::<i64>();
        if left < 0 {
            let refusal = Refusal::conflict("more-than-came").at(format!("came-{}", item.no));
            return Err(refusal.with("product", Fact::Text(item.product.clone())).with("missing", Fact::Quantity(-left)).into());
        }
    }
    let id = store::insert(on.step, record.row.association_id, purchase, new).await?;
    purchases::take_step(on.step, record.row, PurchaseStep::Deliver, purchases::Said::default()).await?;
    Ok((id, json!({ "purchase": purchase })))
}
