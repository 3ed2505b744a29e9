//! Cases of co-financed purchases: as ordered, and as received.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::cases::{Outcome, refused};
use crate::domain::cofinancing::{Line, Shared, refunds, share};

/// The party whose part the members pay.
const PROJECT: &str = "project";
const PRODUCERS: &str = "producers";

#[derive(Deserialize)]
pub struct PurchaseCase {
    unit_prices: BTreeMap<String, i64>,
    parties: Vec<Party>,
    lines: Vec<Taken>,
    ordered: Value,
    received_lines: Option<Vec<Taken>>,
    received: Option<Value>,
    refunds: Option<Value>,
}

#[derive(Deserialize)]
struct Party {
    name: String,
    weight: i64,
}

#[derive(Deserialize)]
struct Taken {
    member: i64,
    product: String,
    quantity: i64,
}

/// # Errors
/// The reason why the case is malformed, or why the rule book refuses it.
pub fn cofinancing(mut case: PurchaseCase) -> Result<Outcome, String> {
    // Ties go to the project first, wherever it is listed (spec §2.1).
    case.parties.sort_by_key(|party| party.name != PROJECT);
    let weights: Vec<i64> = case.parties.iter().map(|party| party.weight).collect();
    let producers = case.parties.iter().position(|party| party.name == PRODUCERS).ok_or("no party is called producers")?;
    let work_out = |taken: &[Taken]| -> Result<Shared, String> {
        let line = |taken: &Taken| {
            let price = case.unit_prices.get(&taken.product).ok_or_else(|| format!("no unit price for {:?}", taken.product))?;
            Ok(Line { member: taken.member, quantity: taken.quantity, unit_price_minor: *price })
        };
        let lines = taken.iter().map(line).collect::<Result<Vec<_>, String>>()?;
        share(&lines, &weights, producers).map_err(refused)
    };
    let names =
        |parts: &[i64]| -> Map<String, Value> { case.parties.iter().zip(parts).map(|(party, part)| (party.name.clone(), json!(part))).collect() };
    let shown = |shared: &Shared| {
        let members: Vec<Value> =
            shared.members.iter().map(|part| json!({ "member": part.member, "taken": part.taken_minor, "pays": part.pays_minor })).collect();
        json!({ "total": shared.total_minor, "shares": names(&shared.shares_minor), "members": members })
    };
    let ordered = work_out(&case.lines)?;
    let mut expected = json!({ "ordered": case.ordered });
    let mut computed = json!({ "ordered": shown(&ordered) });
    if let Some(taken) = &case.received_lines {
        let received = work_out(taken)?;
        expected["received"] = case.received.ok_or("received_lines without received")?;
        expected["refunds"] = case.refunds.ok_or("received_lines without refunds")?;
        computed["received"] = shown(&received);
        computed["refunds"] = Value::Object(names(&refunds(&ordered, &received)));
    }
    Ok(Outcome { expected, computed })
}
