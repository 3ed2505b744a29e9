//! Facts summed under the heading that a report is grouped by.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::amount::Unit;
use crate::domain::codes::codes;
use crate::domain::ids::{MemberId, PurchaseId};

/// What one member received of one purchase. Hectares and kilos in thousandths, money in minor units.
#[derive(Clone, Debug)]
pub struct Fact {
    pub programme: String,
    pub cycle: String,
    pub cycle_starts_on: NaiveDate,
    pub association: String,
    pub community: String,
    pub sex: String,
    pub unit: Unit,
    pub purchase: PurchaseId,
    pub purchase_number: i64,
    pub member: MemberId,
    pub member_name: String,
    pub planned: i64,
    pub installed: i64,
    pub kilos: i64,
    pub total_minor: i64,
    pub producers_minor: i64,
}

impl Fact {
    pub fn blank() -> Self {
        Self {
            programme: String::new(),
            cycle: String::new(),
            cycle_starts_on: NaiveDate::default(),
            association: String::new(),
            community: String::new(),
            sex: String::new(),
            unit: Unit::Pen,
            purchase: PurchaseId(Uuid::nil()),
            purchase_number: 0,
            member: MemberId(Uuid::nil()),
            member_name: String::new(),
            planned: 0,
            installed: 0,
            kilos: 0,
            total_minor: 0,
            producers_minor: 0,
        }
    }
}

codes! {
    /// What a report can be grouped by.
    pub enum Grouping {
        Cycle = "cycle",
        Programme = "programme",
        Association = "association",
        Community = "community",
        Sex = "sex",
    }
}

impl Grouping {
    fn of(self, fact: &Fact) -> &str {
        match self {
            Self::Programme => &fact.programme,
            Self::Cycle => &fact.cycle,
            Self::Association => &fact.association,
            Self::Community => &fact.community,
            Self::Sex => &fact.sex,
        }
    }
}

/// One line of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub purchases: BTreeSet<PurchaseId>,
    pub members: BTreeSet<MemberId>,
    pub planned: i64,
    pub installed: i64,
    pub kilos: i64,
    pub total_minor: i64,
    pub producers_minor: i64,
}

impl Sums {
    /// The contributions of the project and its partners. Minor units.
    pub fn parties_minor(&self) -> i64 {
        self.total_minor - self.producers_minor
    }

    pub fn add(&mut self, fact: &Fact) {
        self.purchases.insert(fact.purchase);
        self.members.insert(fact.member);
        self.planned += fact.planned;
        self.installed += fact.installed;
        self.kilos += fact.kilos;
        self.total_minor += fact.total_minor;
        self.producers_minor += fact.producers_minor;
    }
}

/// The lines of a report, by name. Amounts of two units are never added, so each unit has its own lines.
pub fn group(facts: &[Fact], by: Grouping) -> BTreeMap<(&'static str, String), (Unit, Sums)> {
    let mut groups = BTreeMap::new();
    for fact in facts {
        let group = groups.entry((fact.unit.code(), by.of(fact).to_owned())).or_insert_with(|| (fact.unit, Sums::default()));
        group.1.add(fact);
    }
    groups
}

/// The total of each unit.
pub fn totals(facts: &[Fact]) -> BTreeMap<&'static str, (Unit, Sums)> {
    let mut totals = BTreeMap::new();
    for fact in facts {
        totals.entry(fact.unit.code()).or_insert_with(|| (fact.unit, Sums::default())).1.add(fact);
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_two_purchases_counts_once_and_two_units_never_add() {
        let member = MemberId(Uuid::now_v7());
        let fact = |purchase_number, unit| Fact {
            cycle: "2026-2027".to_owned(),
            member,
            purchase: PurchaseId(Uuid::now_v7()),
            purchase_number,
            unit,
            total_minor: 100,
            producers_minor: 40,
            ..Fact::blank()
        };
        let facts = [fact(1, Unit::Pen), fact(2, Unit::Pen), fact(3, Unit::Bob)];
        let groups = group(&facts, Grouping::Cycle);
        assert_eq!(groups.len(), 2);
        let (_, sums) = &groups[&("PEN", "2026-2027".to_owned())];
        assert_eq!((sums.members.len(), sums.purchases.len(), sums.total_minor, sums.parties_minor()), (1, 2, 200, 120));
    }
}
