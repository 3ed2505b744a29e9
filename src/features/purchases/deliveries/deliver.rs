//! Goods come to the association, and are handed out to members: often in parts. What is handed out never exceeds what
//! came.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::{DeliveryId, MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{self, Note};
use crate::error::Error;
use crate::features::purchases::{self, PurchaseRecord};
use crate::features::{associations, members};

/// The largest quantity of one line, in thousandths.
const MOST: i64 = 1_000_000_000_000;

#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub item_no: i64,
    /// None for what came to the association.
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
    let held = purchases::see(app, by, purchase, Action::RequestPurchases).await?;
    let association = associations::see(app, by, held.row.association_id, Action::RequestPurchases).await?;
    happened(new.on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("on"))?;
    let association = association.id;
    let input = (purchase, new);
    let command = Command { name: "purchase.deliver", allowed: Action::RequestPurchases, association: Some(association), key, input };
    let id = command::run(&app.db, app.clock, by, command, |step, (purchase, new)| Box::pin(work(step, purchase, new))).await?;
    Ok(DeliveryId(id))
}

async fn work(step: &Step<'_>, purchase: PurchaseId, mut new: NewDelivery) -> Result<Done, Error> {
    let (held, _books) = purchases::draft::locked(step, purchase).await?;
    held.status().after(PurchaseStep::Deliver)?;
    purchases::draft::check_day(step, &held, new.on).await.map_err(|error| error.at("on"))?;
    new.lines.retain(|line| line.quantity != 0);
    if new.lines.is_empty() {
        return Err(Refusal::invalid("lines", "nothing-delivered").into());
    }
    for line in &new.lines {
        if !(1..=MOST).contains(&line.quantity) {
            return Err(Refusal::invalid("lines", "quantity-too-large").into());
        }
        let ordered = match line.member {
            None => held.item(line.item_no).is_some(),
            Some(member) => held.lines.iter().any(|row| row.item_no == line.item_no && row.member_id == member && row.quantity > 0),
        };
        if !ordered {
            return Err(Refusal::invalid("lines", "line-not-ordered").into());
        }
    }
    for item in &held.items {
        let (came, went) = held.came_and_went(item.no);
        let of_item = new.lines.iter().filter(|line| line.item_no == item.no);
        let left: i64 = came - went + of_item.map(|line| if line.member.is_none() { line.quantity } else { -line.quantity }).sum::<i64>();
        if left < 0 {
            let refusal = Refusal::conflict("more-than-came").at(format!("came-{}", item.no));
            return Err(refusal.with("product", Fact::Text(item.product.clone())).with("missing", Fact::Quantity(-left)).into());
        }
    }
    let association = held.row.association_id;
    let id = store::insert(step, association, purchase, new).await?;
    purchases::take_step(step, held.row, PurchaseStep::Deliver, purchases::Said::default()).await?;
    Ok(Done { id: id.0, association: Some(association), detail: json!({ "purchase": purchase }) })
}

/// A wrong delivery is undone, before the delivery is closed.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `purchase-already-received`, `more-than-came` when what came was already
/// handed out.
pub async fn undo(app: &App, by: &Actor, key: Uuid, id: DeliveryId, reason: text::Line) -> Result<(), Error> {
    let association = store::find(app.db.read(), id).await?.association_id;
    let command =
        Command { name: "purchase.undo_delivery", allowed: Action::RequestPurchases, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| {
        Box::pin(async move {
            let purchase = store::find(step.tx, id).await?.purchase_id;
            let (mut held, _books) = purchases::draft::locked(step, purchase).await?;
            held.status().after(PurchaseStep::Deliver)?;
            if store::find(step.tx, id).await?.reversed_at.is_some() {
                return Err(Refusal::conflict("already-reversed").into());
            }
            held.deliveries.retain(|row| row.id != id);
            check_left(&held)?;
            store::mark_reversed(step, id, &reason).await?;
            Ok(Done { id: id.0, association: Some(held.row.association_id), detail: json!({ "reason": reason }) })
        })
    })
    .await?;
    Ok(())
}

fn check_left(held: &PurchaseRecord) -> Result<(), Refusal> {
    for item in &held.items {
        let (came, went) = held.came_and_went(item.no);
        if went > came {
            return Err(Refusal::conflict("more-than-came")
                .with("product", Fact::Text(item.product.clone()))
                .with("missing", Fact::Quantity(went - came)));
        }
    }
    Ok(())
}

/// The names of a purchase's members, by id.
pub async fn names(app: &App, held: &PurchaseRecord) -> Result<std::collections::HashMap<MemberId, String>, Error> {
    members::names(app.db.read(), held.members.iter().map(|row| row.member_id).collect()).await
}
