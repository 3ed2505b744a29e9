//! Labour and goods in kind: who contributed what, by task, and its value.

use std::collections::HashMap;

use super::gather::{Scope, received};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::cofinancing::ContributionKind;
use crate::domain::cofinancing::contribution::value_of;
use crate::domain::ids::{AssociationId, MemberId, PurchaseId};
use crate::error::Error;
use crate::features::purchases::{PurchaseRecord, labour};
use crate::features::{associations, members};
use crate::web::export::{Cell, Table};
use crate::web::text::Reader;

/// A contribution without money. Days in thousandths, the value in minor units.
#[derive(Clone, Debug)]
pub struct NonCashContribution {
    pub association: String,
    pub purchase: PurchaseId,
    pub purchase_number: i64,
    /// The contributing member or party.
    pub who: String,
    /// None for goods in kind.
    pub days: Option<i64>,
    /// The task, or the goods.
    pub what: String,
    /// Whether it was beyond what was agreed: it then covered no part.
    pub gift: bool,
    pub value_minor: i64,
    pub unit: Unit,
}

/// # Errors
/// As [`received`].
pub async fn non_cash_contributions(app: &App, by: &Actor, scope: &Scope) -> Result<Vec<NonCashContribution>, Error> {
    let held = received(app, by, scope).await?;
    let db = app.db.read();
    let names = members::names(db, held.iter().flat_map(|held| &held.members).map(|row| row.member_id).collect()).await?;
    let ids: Vec<AssociationId> = held.iter().map(|held| held.row.association_id).collect();
    let associations: HashMap<AssociationId, String> = associations::list(db, Some(&ids)).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let mut all = Vec::new();
    for held in &held {
        let association = associations.get(&held.row.association_id).cloned().unwrap_or_default();
        let blank = NonCashContribution {
            association,
            purchase: held.row.id,
            purchase_number: held.row.number,
            who: String::new(),
            days: None,
            what: String::new(),
            gift: false,
            value_minor: 0,
            unit: held.unit,
        };
        all.extend(by_task(app, held, &blank, &names).await?);
        all.extend(in_kind(held, &blank, &names));
    }
    Ok(all)
}

/// The days of each member by task, at the purchase's rate.
async fn by_task(
    app: &App,
    held: &PurchaseRecord,
    blank: &NonCashContribution,
    names: &HashMap<MemberId, String>,
) -> Result<Vec<NonCashContribution>, Error> {
    let mut tasks: Vec<(MemberId, String, bool, i64)> = Vec::new();
    for row in labour::of_purchase(app.db.read(), held.row.id).await?.into_iter().filter(|row| row.reversed_at.is_none()) {
        match tasks.iter_mut().find(|(member, task, gift, _)| *member == row.member_id && *task == row.task && *gift == row.gift) {
            Some((.., days)) => *days += row.days,
            None => tasks.push((row.member_id, row.task, row.gift, row.days)),
        }
    }
    let put = |(member, what, gift, days): (MemberId, String, bool, i64)| {
        // A gift covers no part: it is listed apart, without a value.
        let value_minor = if gift { 0 } else { value_of(days, held.row.day_rate_minor)? };
        Ok(NonCashContribution { who: names.get(&member).cloned().unwrap_or_default(), days: Some(days), what, gift, value_minor, ..blank.clone() })
    };
    tasks.into_iter().map(put).collect()
}

fn in_kind(held: &PurchaseRecord, blank: &NonCashContribution, names: &HashMap<MemberId, String>) -> Vec<NonCashContribution> {
    let rows = held.contributions.iter().filter(|row| row.kind == ContributionKind::InKind);
    rows.map(|row| {
        let party = held.parties.iter().find(|party| party.no == row.party_no).map(|party| party.name.clone());
        let who = row.member_id.and_then(|member| names.get(&member).cloned()).or(party).unwrap_or_default();
        NonCashContribution { who, what: row.what.clone(), value_minor: row.received_minor.unwrap_or(0), ..blank.clone() }
    })
    .collect()
}

/// The report as a table to download.
pub fn table(reader: Reader, all: &[NonCashContribution]) -> Table {
    let headings = ["association", "purchase", "who-put", "concept", "days-worked", "days-value", "report-unit", "labour-gift-tag"];
    let row = |put: &NonCashContribution| {
        vec![
            Cell::Text(put.association.clone()),
            Cell::Count(put.purchase_number),
            Cell::Text(put.who.clone()),
            Cell::Text(put.what.clone()),
            put.days.map_or_else(|| Cell::Text(String::new()), Cell::Thousandths),
            Cell::Money(put.value_minor, put.unit),
            Cell::Text(put.unit.code().to_owned()),
            Cell::Text(if put.gift { reader.t("labour-gift-tag") } else { String::new() }),
        ]
    };
    Table { name: reader.t("labour-report"), headings: headings.iter().map(|key| reader.t(key)).collect(), rows: all.iter().map(row).collect() }
}
