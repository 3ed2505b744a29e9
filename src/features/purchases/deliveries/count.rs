//! Hectares are counted in the field once the seed is sown. More than planned is possible: it is sent again with the reason.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::installed::{HectareCount, hectare_count};
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::purchases::{self, OnPurchase, PurchaseRecord, on_purchase};

#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    pub item_no: i64,
    pub member: MemberId,
    /// Thousandths of a hectare.
    pub hectares: i64,
    /// Why it is more than planned, where it is.
    pub reason: Option<Line>,
}

/// The name of a line's field of hectares, on the page and in a refusal.
pub fn field_of(item_no: i64, member: MemberId) -> String {
    format!("hectares-{item_no}-{}", member.0.simple())
}

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-received`, `line-not-ordered`, `hectares-beyond-plan` without a reason, and
/// `hectares-absurd` beyond what the seed could cover.
pub async fn count(app: &App, by: &Actor, key: Uuid, id: PurchaseId, counted: Vec<Counted>) -> Result<(), Error> {
    on_purchase(app, by, key, Act("purchase.count", Action::CountHectares), id, (id, counted), work).await.map(drop)
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, (id, counted): (PurchaseId, Vec<Counted>)) -> Outcome<PurchaseId> {
    if !record.status().received() {
        return Err(Refusal::conflict("purchase-not-received").into());
    }
    let (lines, refusals) = lines(&record, counted)?;
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    purchases::save_installed(on.step, lines).await?;
    Ok((id, json!({})))
}

type Lines = Vec<crate::db::entity::purchase_line::Model>;

/// The lines as counted, and a refusal for every line that is not accepted.
fn lines(held: &PurchaseRecord, counted: Vec<Counted>) -> Result<(Lines, Vec<Refusal>), Error> {
    let (mut lines, mut refusals) = (Vec::with_capacity(counted.len()), Vec::new());
    for one in counted {
        let field = field_of(one.item_no, one.member);
        let line = held.lines.iter().find(|row| row.item_no == one.item_no && row.member_id == one.member);
        let mut line = line.cloned().ok_or_else(|| Refusal::invalid(field.clone(), "line-not-ordered"))?;
        let item = held.item(one.item_no).ok_or_else(|| Error::fault("a line has no item"))?;
        let quantity = line.received_quantity.unwrap_or(line.quantity);
        // A count that was recorded before with its reason needs no new reason.
        let kept = line.hectares_reason.clone().filter(|_| line.installed_hectares == Some(one.hectares));
        line.hectares_reason = match (hectare_count(one.hectares, line.hectares, item.measure, quantity), one.reason.map(String::from).or(kept)) {
            (HectareCount::Planned, _) => None,
            (HectareCount::BeyondPlan, Some(reason)) => Some(reason),
            (HectareCount::BeyondPlan, None) => {
                let refusal = Refusal::invalid(field, "hectares-beyond-plan").with("planned", Fact::Quantity(line.hectares));
                refusals.push(refusal.with("counted", Fact::Quantity(one.hectares)));
                None
            }
            (HectareCount::Absurd(most), _) => {
                refusals.push(Refusal::invalid(field, "hectares-absurd").with("most", Fact::Quantity(most)));
                None
            }
        };
        line.installed_hectares = Some(one.hectares);
        lines.push(line);
    }
    Ok((lines, refusals))
}
