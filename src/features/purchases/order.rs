//! An approved purchase is ordered, as long as every part is covered and the fund still has what it promised.

use serde_json::json;
use uuid::Uuid;

use super::Said;
use super::approvals::decide::check_fund;
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::on_hand::on_hand;
use crate::features::{associations, funds};

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-approved`, `fund-short`.
pub async fn order(app: &App, by: &Actor, key: Uuid, id: PurchaseId, said: Said) -> Result<(), Error> {
    let held = super::see(app, by, id, Action::RequestPurchases).await?;
    let association = associations::see(app, by, held.row.association_id, Action::RequestPurchases).await?;
    let input = (id, said, association.time_zone);
    let association = association.id;
    let command = Command { name: "purchase.order", allowed: Action::RequestPurchases, association: Some(association), key, input };
    command::run(&app.db, app.clock, by, command, |step, (id, said, time_zone)| {
        Box::pin(async move {
            let (held, _books) = super::draft::locked(step, id).await?;
            held.status().after(PurchaseStep::Order)?;
            let covered = super::submit::open_problems(&held, |_| String::new())?;
            if !covered.is_empty() {
                return Err(Refusal::conflict("purchase-not-covered").into());
            }
            // It is among the commitments: what is left without it must not be below zero.
            let fund = funds::find(step.tx, held.fund()).await?;
            let committed = held.balance()?.committed_minor(held.row.lends_minor);
            let available = on_hand(step.tx, &fund, step.clock.today(&time_zone)).await?.now.available_now;
            check_fund(&held, available + committed, committed)?;
            let row = super::take_step(step, held.row, PurchaseStep::Order, said).await?;
            Ok(Done { id: row.id.0, association: Some(row.association_id), detail: json!({}) })
        })
    })
    .await?;
    Ok(())
}
