//! The facts that reports sum up: one for each member of each received purchase.

use std::collections::HashMap;

use super::group::Fact;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::{Measure, PurchaseStatus};
use crate::domain::ids::{AssociationId, ProgrammeId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::purchases::{self, PurchaseRecord};
use crate::features::{associations, funds, members, programmes};

/// Purchases read at a time.
const PAGE: u64 = 200;

/// The purchases of a report.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub programme: Option<ProgrammeId>,
    pub association: Option<AssociationId>,
}

/// The received purchases that this person may report on: staff see those of their programmes, a treasurer those of the
/// association.
///
/// # Errors
/// `forbidden`.
pub async fn received(app: &App, by: &Actor, scope: &Scope) -> Result<Vec<PurchaseRecord>, Error> {
    let own = by.associations();
    let reports = |association: &AssociationId| by.may(Action::SeeMembers, Some(*association));
    let associations = own.map(|own| own.into_iter().filter(reports).collect::<Vec<_>>());
    if associations.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::forbidden().into());
    }
    if let (Some(asked), Some(own)) = (scope.association, &associations)
        && !own.contains(&asked)
    {
        return Err(Refusal::not_found().into());
    }
    // Programme staff report on their programmes; those who keep an association report on all of it.
    let programmes = match (scope.programme, by.programmes()) {
        (Some(asked), Some(own)) if !own.is_empty() && !own.contains(&asked) => return Err(Refusal::not_found().into()),
        (Some(asked), _) => Some(vec![asked]),
        (None, Some(own)) if !own.is_empty() => Some(own),
        (None, _) => None,
    };
    let which = purchases::Which {
        associations: scope.association.map(|asked| vec![asked]).or(associations),
        programmes,
        statuses: vec![PurchaseStatus::Received, PurchaseStatus::Settled],
        ..Default::default()
    };
    let mut all = Vec::new();
    for page in 0.. {
        let mut found = purchases::list(app.db.read(), &which, page, PAGE).await?;
        let last = found.len() as u64 != PAGE;
        all.append(&mut found);
        if last {
            break;
        }
    }
    Ok(all)
}

/// # Errors
/// As [`received`].
pub async fn facts(app: &App, by: &Actor, scope: &Scope) -> Result<Vec<Fact>, Error> {
    let held = received(app, by, scope).await?;
    let db = app.db.read();
    let people = members::by_ids(db, held.iter().flat_map(|held| &held.members).map(|row| row.member_id).collect()).await?;
    let cycles = funds::cycles_by_ids(db, held.iter().map(|held| held.row.cycle_id).collect()).await?;
    let programmes: HashMap<ProgrammeId, String> = programmes::list(db).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let ids: Vec<AssociationId> = held.iter().map(|held| held.row.association_id).collect();
    let associations: HashMap<AssociationId, associations::Association> =
        associations::list(db, Some(&ids)).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut facts = Vec::new();
    for held in &held {
        let association = associations.get(&held.row.association_id);
        for row in &held.members {
            let Some(member) = people.get(&row.member_id) else { continue };
            let mut fact = Fact {
                programme: programmes.get(&held.row.programme_id).cloned().unwrap_or_default(),
                cycle: cycles.get(&held.row.cycle_id).map(|cycle| cycle.name.clone()).unwrap_or_default(),
                cycle_starts_on: cycles.get(&held.row.cycle_id).map(|cycle| cycle.starts_on).unwrap_or_default(),
                association: association.map(|row| row.name.clone()).unwrap_or_default(),
                community: member.community.clone().or_else(|| association.and_then(|row| row.community.clone())).unwrap_or_default(),
                sex: member.sex.code().to_owned(),
                unit: held.unit,
                purchase: held.row.id,
                purchase_number: held.row.number,
                member: row.member_id,
                member_name: member.name.clone(),
                total_minor: row.received_taken_minor.unwrap_or(0),
                producers_minor: row.received_pays_minor.unwrap_or(0),
                ..Fact::blank()
            };
            for line in held.lines.iter().filter(|line| line.member_id == row.member_id) {
                fact.planned += line.hectares;
                fact.installed += line.installed_hectares.unwrap_or(0);
                if held.item(line.item_no).is_some_and(|item| item.measure == Measure::Kilo) {
                    fact.kilos += line.received_quantity.unwrap_or(0);
                }
            }
            facts.push(fact);
        }
    }
    Ok(facts)
}
