//! The supplier's invoice differs from the order: other prices, freight, or less to pay for lower quality. Parts are computed
//! again on the new total (spec §2.1, §8), and each party owes or gets back the difference.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::held::item;
use super::rework::{check_project, project_of, reworked, take};
use super::{OnPurchase, PurchaseRecord, Said, commitments, on_purchase, store, take_step};
use crate::app::App;
use crate::db::entity::purchase_extra;
use crate::domain::actor::Actor;
use crate::domain::amount::MAX_MINOR;
use crate::domain::cofinancing::{Draft, PartyRole, PurchaseStep, work_out};
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, permit};
use crate::features::funds::{Act, Outcome};
use crate::web::schemas::Amount;

pub const ADJUST: &str = "purchase.adjust";
/// The most charges besides the goods of one purchase.
const EXTRAS: usize = 10;

/// An item's unit price on the invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Price {
    pub item_no: i64,
    pub unit_price_minor: i64,
}

/// Freight, or another charge of the invoice besides the goods.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ChargeBody)]
pub struct Charge {
    /// The charge's number; none for a new charge.
    pub no: Option<i64>,
    pub what: Line,
    pub supplier: Line,
    /// Minor units; zero removes the charge.
    #[schema(value_type = Amount)]
    pub amount_minor: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Adjustment {
    pub purchase: PurchaseId,
    pub prices: Vec<Price>,
    pub charges: Vec<Charge>,
    /// The acta, needed where the total is more than was approved.
    pub acta: Option<Line>,
}

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-approved`, `closing-undone-first`, `item-unknown`, `amount-not-positive`,
/// `nothing-changed`, `acta-missing`, `more-than-approved`, `budget-short`, `fund-short`.
pub async fn adjust(app: &App, by: &Actor, key: Uuid, order: Order<Adjustment>) -> Result<Answer<PurchaseId>, Error> {
    let purchase = order.what.purchase;
    let id: Uuid = on_purchase(app, by, key, Act(ADJUST, Action::RequestPurchases), purchase, order, work).await?;
    Answer::of(app, id).await
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, order: Order<Adjustment>) -> Outcome<Uuid> {
    let acta = order.what.acta.clone();
    record.status().after(PurchaseStep::Adjust)?;
    let invoiced = invoiced(&record, &order.what)?;
    let worked = work_out(&invoiced.draft()?, &invoiced.parties())?;
    let after = reworked(&invoiced, &worked, false);
    let changed = changes_between(&record, &after)?;
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    // The approved content: the purchase at its quotes, without later adjustments.
    let draft = record.draft()?;
    let quoted = draft.items.iter().map(|item| crate::domain::cofinancing::Item { invoiced_minor: None, ..item.clone() }).collect();
    let approved = work_out(&Draft { items: quoted, extras: Vec::new(), ..draft }, &record.parties())?.shared;
    if after.row.total_minor > approved.total_minor.max(record.row.total_minor) && acta.is_none() {
        return Err(Refusal::invalid("acta", "acta-missing").into());
    }
    let of_project = record.parties.iter().zip(&approved.shares_minor).find(|(row, _)| row.role == PartyRole::Project);
    check_project(&on, &record, of_project.map_or(0, |(_, minor)| *minor), project_of(&after)).await?;
    let permitted = match permit(&on, stake(&record, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    take(&on, &record, &after, after.row.lends_minor - record.row.lends_minor).await?;
    store::save_invoice(on.step, &after).await?;
    store::save_parts(on.step, &after).await?;
    let total_minor = after.row.total_minor;
    take_step(on.step, after.row, PurchaseStep::Adjust, Said { note: order.reason.clone().into(), acta }).await?;
    commitments::renew(on.step, record.id()).await?;
    permitted.changed(&on).await?;
    Ok((record.id().0, json!({ "reason": order.reason, "was_minor": record.row.total_minor, "total_minor": total_minor })))
}

/// The purchase with the invoice's prices and charges.
fn invoiced(held: &PurchaseRecord, asked: &Adjustment) -> Result<PurchaseRecord, Error> {
    let mut after = held.clone();
    for price in &asked.prices {
        let row = after.items.iter_mut().find(|row| row.no == price.item_no).ok_or_else(|| Refusal::invalid("items", "item-unknown"))?;
        if !(1..=MAX_MINOR).contains(&price.unit_price_minor) {
            return Err(Refusal::invalid(format!("price-{}", price.item_no), "amount-not-positive").into());
        }
        let quoted = item(row)?.quote().map(|quote| quote.unit_price_minor);
        row.invoiced_minor = Some(price.unit_price_minor).filter(|minor| Some(*minor) != quoted);
    }
    for charge in &asked.charges {
        if !(0..=MAX_MINOR).contains(&charge.amount_minor) {
            return Err(Refusal::invalid("freight", "amount-not-positive").into());
        }
        let no = charge.no.unwrap_or_else(|| after.extras.iter().map(|row| row.no).max().unwrap_or(0) + 1);
        if charge.no.is_some_and(|no| !after.extras.iter().any(|row| row.no == no)) {
            return Err(Refusal::invalid("freight", "item-unknown").into());
        }
        after.extras.retain(|row| row.no != no);
        if charge.amount_minor > 0 {
            after.extras.push(purchase_extra::Model {
                purchase_id: held.id(),
                no,
                association_id: held.row.association_id,
                what: charge.what.to_string(),
                supplier: charge.supplier.to_string(),
                amount_minor: charge.amount_minor,
            });
        }
    }
    after.extras.sort_by_key(|row| row.no);
    if after.extras.len() > EXTRAS {
        return Err(Refusal::conflict("too-many-charges").at("freight").into());
    }
    Ok(after)
}

fn stake(held: &PurchaseRecord, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command: ADJUST,
        kind: RecordKind::Purchase,
        id: held.id().0,
        recorded_by: held.row.submitted_by.unwrap_or(held.row.drafted_by),
        recorded_at: held.row.drafted_at,
        amount_minor: held.row.total_minor,
        member: None,
        changes,
    }
}

/// The changes: prices, charges, the total and each party's part.
fn changes_between(before: &PurchaseRecord, after: &PurchaseRecord) -> Result<Vec<FieldChange>, Error> {
    let priced = |row: &crate::db::entity::purchase_item::Model| Ok::<_, Error>(FieldValue::Named(row.product.clone(), item(row)?.price_minor()));
    let mut was = Vec::new();
    let mut is = Vec::new();
    for (old, new) in before.items.iter().zip(&after.items) {
        was.push(("unit_price", priced(old)?));
        is.push(("unit_price", priced(new)?));
    }
    let charge = |held: &PurchaseRecord, no: i64| {
        let row = held.extras.iter().find(|row| row.no == no);
        row.map_or(FieldValue::Nothing, |row| FieldValue::Named(format!("{} · {}", row.what, row.supplier), row.amount_minor))
    };
    let mut numbers: Vec<i64> = before.extras.iter().chain(&after.extras).map(|row| row.no).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for no in numbers {
        was.push(("charge", charge(before, no)));
        is.push(("charge", charge(after, no)));
    }
    was.push(("total", FieldValue::Money(before.row.total_minor)));
    is.push(("total", FieldValue::Money(after.row.total_minor)));
    for (old, new) in before.parties.iter().zip(&after.parties) {
        was.push(("share", FieldValue::Named(old.name.clone(), old.share_minor)));
        is.push(("share", FieldValue::Named(new.name.clone(), new.share_minor)));
    }
    Ok(changes(was, is))
}
