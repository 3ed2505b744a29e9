//! A received purchase is settled once nobody owes anything for it in either direction.

use serde_json::json;
use uuid::Uuid;

use super::{OnPurchase, PurchaseRecord, Said, on_purchase, take_step};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::work::THEMSELVES;
use crate::domain::cofinancing::{Payer, PurchaseBalance, PurchaseStep};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::members;

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-received`, and one refusal for each sum that is still owed.
pub async fn settle(app: &App, by: &Actor, key: Uuid, id: PurchaseId, said: Said) -> Result<(), Error> {
    on_purchase(app, by, key, Act("purchase.settle", Action::RequestPurchases), id, (id, said), work).await.map(drop)
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, (id, said): (PurchaseId, Said)) -> Outcome<PurchaseId> {
    record.status().after(PurchaseStep::Settle)?;
    let names = members::names(on.step.tx, record.members.iter().map(|row| row.member_id).collect()).await?;
    let name = |payer| match payer {
        Payer::Party(i) => record.parties.get(i).map(|row| row.name.clone()).unwrap_or_default(),
        Payer::Member(member) => names.get(&member).cloned().unwrap_or_default(),
    };
    let open = still_open(&record, &record.balance()?, name);
    if !open.is_empty() {
        return Err(open.into());
    }
    take_step(on.step, record.row, PurchaseStep::Settle, said).await?;
    Ok((id, json!({})))
}

/// The sums that are still owed for a purchase, in either direction.
pub fn still_open(held: &PurchaseRecord, balance: &PurchaseBalance, name: impl Fn(Payer) -> String) -> Vec<Refusal> {
    let mut open = Vec::new();
    let mut tell = |code, who: String, minor| {
        open.push(Refusal::conflict(code).with("name", Fact::Text(who)).with("amount", Fact::Money(minor, held.unit)));
    };
    for (payer, due) in &balance.payers {
        match due.left() {
            0 => {}
            left @ 1.. => tell("still-to-collect", name(*payer), left),
            left => tell("still-to-give-back", name(*payer), -left),
        }
    }
    for (supplier, due) in &balance.suppliers {
        let who = if supplier == THEMSELVES { held.parties.last().map(|row| row.name.clone()).unwrap_or_default() } else { supplier.clone() };
        match due.left() {
            0 => {}
            left @ 1.. => tell("still-to-pay", who, left),
            left => tell("supplier-still-owes", who, -left),
        }
    }
    open
}
