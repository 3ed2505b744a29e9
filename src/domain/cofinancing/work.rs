//! Works out a whole purchase: from items, lines and contributions to every party's part, what covers it, and what each
//! supplier is owed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Measure;
use super::balance::Payer;
use super::contribution::{ContributionBasis, ContributionKind, Coverage, meet};
use super::share::{Line, Shared, THOUSANDTHS, share_with};
use crate::domain::amount::{Unit, round_half_away};
use crate::domain::codes::codes;
use crate::domain::ids::MemberId;
use crate::domain::interest::bounded;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::split::split;
use crate::domain::text::{self, Note};

/// The most quotes compared for one item.
pub const QUOTES: usize = 3;
/// The supplier's name for goods of the producers' own, where their part does not cover them.
pub const THEMSELVES: &str = "";

codes! {
    pub enum PartyRole {
        /// The programme whose budget it is.
        Project = "project",
        /// A municipality, another project.
        Partner = "partner",
        /// The members who take the goods.
        Producers = "producers",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    pub name: text::Line,
    pub role: PartyRole,
    pub weight: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    pub supplier: Note,
    /// Minor units for one unit of the product.
    pub unit_price_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    pub product: text::Line,
    pub variety: Note,
    pub measure: Measure,
    /// Whether the parties provide the item themselves, at this price, instead of buying it.
    pub provided: bool,
    /// One to three.
    pub quotes: Vec<Quote>,
    pub chosen: usize,
    /// The price on the invoice, where it differs from the quote. Fingerprints of the first version did not include it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoiced_minor: Option<i64>,
}

impl Item {
    pub fn quote(&self) -> Option<&Quote> {
        self.quotes.get(self.chosen)
    }

    pub fn price_minor(&self) -> i64 {
        self.invoiced_minor.unwrap_or_else(|| self.quote().map_or(0, |quote| quote.unit_price_minor))
    }
}

/// How much of an item one member takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The item's place in the list.
    pub item: usize,
    pub member: MemberId,
    /// The member's number, which decides ties.
    pub number: i64,
    /// Thousandths of the measure.
    pub quantity: i64,
    /// Thousandths of a hectare.
    pub hectares: i64,
}

/// What a payer contributes towards their part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pledge {
    pub by: Payer,
    pub kind: ContributionKind,
    pub asked: ContributionBasis,
    /// The task, or the goods given in kind.
    pub what: Note,
}

/// A charge on the invoice beside the goods: freight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extra {
    pub what: text::Line,
    pub supplier: text::Line,
    pub amount_minor: i64,
}

/// A part that one payer does not give and another gives instead. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Shift {
    pub from: Payer,
    /// The producers as a party means all members, in proportion to what they take.
    pub to: Payer,
    pub minor: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Draft {
    pub items: Vec<Item>,
    pub taken: Vec<Taken>,
    pub pledges: Vec<Pledge>,
    /// The value of a day of work. Minor units.
    pub day_rate_minor: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<Extra>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<Shift>,
}

/// One payer's part and what covers it. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub by: Payer,
    pub part_minor: i64,
    /// What each pledge counts, with its index in the draft.
    pub counted: Vec<(usize, i64)>,
    pub missing_minor: i64,
    pub excess_minor: i64,
}

/// A purchase, worked out. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costing {
    pub shared: Shared,
    /// Each item's own total.
    pub items_minor: Vec<i64>,
    pub parts: Vec<Part>,
    /// What each supplier is owed. Under [`THEMSELVES`]: what the producers provide beyond their part.
    pub suppliers: BTreeMap<String, i64>,
    /// The total of each kind, in the order of [`ContributionKind::ALL`].
    pub kinds_minor: [i64; 4],
    /// What the fund pays in money where labour or goods in kind exceed what the parties provide themselves.
    pub cash_in_lieu_minor: i64,
}

impl Costing {
    pub fn kind(&self, kind: ContributionKind) -> i64 {
        self.kinds_minor[kind as usize]
    }

    /// What leaves the fund's own money: loans, and payments in place of work.
    pub fn lends_minor(&self) -> i64 {
        self.kind(ContributionKind::Loan) + self.cash_in_lieu_minor
    }

    /// What a payer gives in money: their cash contribution, and whatever no other contribution covers.
    pub fn due_minor(&self, draft: &Draft, part: &Part) -> i64 {
        let cash = part.counted.iter().filter(|(i, _)| draft.pledges[*i].kind == ContributionKind::Cash).map(|(_, minor)| minor);
        cash.sum::<i64>() + part.missing_minor
    }
}

/// # Errors
/// What [`share`] and [`meet`] refuse; `item-unknown`, `quote-unknown`, `contribution-of-nobody`, `loan-of-a-party`.
pub fn work_out(draft: &Draft, parties: &[Party]) -> Result<Costing, Refusal> {
    let mut lines = Vec::with_capacity(draft.taken.len());
    let mut items_minor = vec![0_i64; draft.items.len()];
    for taken in &draft.taken {
        let item = draft.items.get(taken.item).ok_or_else(|| Refusal::invalid("lines", "item-unknown"))?;
        item.quote().ok_or_else(|| Refusal::invalid("items", "quote-unknown"))?;
        let price = item.price_minor();
        let line = Line { member: taken.number, quantity: taken.quantity, unit_price_minor: price };
        let minor = bounded(round_half_away(i128::from(line.quantity) * i128::from(price), THOUSANDTHS))?;
        items_minor[taken.item] = bounded(i128::from(items_minor[taken.item]) + i128::from(minor))?;
        lines.push(line);
    }
    let producers = parties.iter().position(|party| party.role == PartyRole::Producers);
    let producers = producers.ok_or_else(|| Refusal::invalid("parties", "party-unknown"))?;
    let weights: Vec<i64> = parties.iter().map(|party| party.weight).collect();
    let mut shared = share_with(&lines, draft.extras.iter().map(|extra| extra.amount_minor).sum(), &weights, producers)?;
    for shift in &draft.shifts {
        shift_part(&mut shared, draft, producers, *shift)?;
    }
    let payers = payers(draft, &shared, producers);
    if draft.pledges.iter().any(|pledge| !payers.iter().any(|(by, _)| *by == pledge.by)) {
        return Err(Refusal::invalid("contributions", "contribution-of-nobody"));
    }
    if draft.pledges.iter().any(|pledge| matches!((pledge.by, pledge.kind), (Payer::Party(_), ContributionKind::Loan | ContributionKind::Labour))) {
        return Err(Refusal::invalid("contributions", "loan-of-a-party"));
    }
    let mut parts = Vec::with_capacity(payers.len());
    let mut kinds_minor = [0; 4];
    for (by, part_minor) in payers {
        let places: Vec<usize> = (0..draft.pledges.len()).filter(|i| draft.pledges[*i].by == by).collect();
        let asked: Vec<_> = places.iter().map(|i| (draft.pledges[*i].kind, draft.pledges[*i].asked)).collect();
        let Coverage { amounts, missing, excess } = meet(part_minor, &asked, draft.day_rate_minor)?;
        for (place, minor) in places.iter().zip(&amounts) {
            let kind = draft.pledges[*place].kind as usize;
            kinds_minor[kind] = bounded(i128::from(kinds_minor[kind]) + i128::from(*minor))?;
        }
        let counted = places.into_iter().zip(amounts).collect();
        parts.push(Part { by, part_minor, counted, missing_minor: missing, excess_minor: excess });
    }
    let (suppliers, cash_in_lieu_minor) = bills(&draft.items, &items_minor, &draft.extras, kinds_minor);
    Ok(Costing { shared, items_minor, parts, suppliers, kinds_minor, cash_in_lieu_minor })
}

/// Moves a part from the payer who does not give it to another, as far as that part reaches. The parts still sum to the
/// total.
fn shift_part(shared: &mut Shared, draft: &Draft, producers: usize, shift: Shift) -> Result<(), Refusal> {
    let unknown = || Refusal::invalid("payer", "payer-unknown");
    let place = |shared: &Shared, member: MemberId| {
        let number = draft.taken.iter().find(|taken| taken.member == member).map(|taken| taken.number);
        shared.members.iter().position(|part| Some(part.member) == number).ok_or_else(unknown)
    };
    let minor = match shift.from {
        Payer::Party(party) => {
            let part = shared.shares_minor.get_mut(party).filter(|_| party != producers).ok_or_else(unknown)?;
            let minor = shift.minor.clamp(0, *part);
            *part -= minor;
            minor
        }
        Payer::Member(member) => {
            let i = place(shared, member)?;
            let minor = shift.minor.clamp(0, shared.members[i].pays_minor);
            shared.members[i].pays_minor -= minor;
            shared.shares_minor[producers] -= minor;
            minor
        }
    };
    match shift.to {
        Payer::Party(party) if party == producers => {
            let taken: Vec<i64> = shared.members.iter().map(|part| part.taken_minor).collect();
            for (part, more) in shared.members.iter_mut().zip(split(minor, &taken)?) {
                part.pays_minor += more;
            }
            shared.shares_minor[producers] += minor;
        }
        Payer::Party(party) => *shared.shares_minor.get_mut(party).ok_or_else(unknown)? += minor,
        Payer::Member(member) => {
            let i = place(shared, member)?;
            shared.members[i].pays_minor += minor;
            shared.shares_minor[producers] += minor;
        }
    }
    Ok(())
}

/// Every payer with their part: each party except the producers, then each member in order of number.
fn payers(draft: &Draft, shared: &Shared, producers: usize) -> Vec<(Payer, i64)> {
    let of_parties = shared.shares_minor.iter().enumerate().filter(|(i, _)| *i != producers);
    let mut payers: Vec<(Payer, i64)> = of_parties.map(|(i, minor)| (Payer::Party(i), *minor)).collect();
    for part in &shared.members {
        if let Some(taken) = draft.taken.iter().find(|taken| taken.number == part.member) {
            payers.push((Payer::Member(taken.member), part.pays_minor));
        }
    }
    payers
}

/// What each supplier is owed, and what the fund pays in place of work. Labour and contributions in kind pay for the goods
/// that the parties provide themselves; the fund pays the suppliers for labour beyond the value of those goods.
pub fn bills(items: &[Item], items_minor: &[i64], extras: &[Extra], kinds_minor: [i64; 4]) -> (BTreeMap<String, i64>, i64) {
    let mut suppliers: BTreeMap<String, i64> = BTreeMap::new();
    let mut provided = 0;
    for (item, minor) in items.iter().zip(items_minor) {
        match item.quote() {
            Some(quote) if !item.provided => *suppliers.entry(quote.supplier.to_string()).or_default() += minor,
            _ => provided += minor,
        }
    }
    for extra in extras {
        *suppliers.entry(extra.supplier.to_string()).or_default() += extra.amount_minor;
    }
    let valued = kinds_minor[ContributionKind::Labour as usize] + kinds_minor[ContributionKind::InKind as usize];
    let own = provided.min(valued);
    if provided > own {
        suppliers.insert(THEMSELVES.to_owned(), provided - own);
    }
    (suppliers, valued - own)
}

/// The reasons why a purchase cannot be sent: each refusal with its figures.
pub fn problems(draft: &Draft, worked: &Costing, unit: Unit, name: impl Fn(Payer) -> String) -> Vec<Refusal> {
    let mut found = Vec::new();
    if draft.items.is_empty() {
        found.push(Refusal::invalid("items", "items-missing"));
    }
    for (item, minor) in draft.items.iter().zip(&worked.items_minor) {
        let of = |code| Refusal::invalid("items", code).with("product", Fact::Text(item.product.to_string()));
        if item.price_minor() <= 0 {
            found.push(of("price-missing"));
        } else if *minor == 0 {
            found.push(of("item-without-lines"));
        }
    }
    for part in &worked.parts {
        let of =
            |code, minor| Refusal::invalid("contributions", code).with("name", Fact::Text(name(part.by))).with("missing", Fact::Money(minor, unit));
        if part.missing_minor > 0 {
            found.push(of("part-uncovered", part.missing_minor));
        }
        if part.excess_minor > 0 {
            found.push(of("part-overcovered", part.excess_minor));
        }
    }
    if let Some(own) = worked.suppliers.get(THEMSELVES) {
        found.push(Refusal::invalid("contributions", "provided-uncovered").with("missing", Fact::Money(*own, unit)));
    }
    let of_parties = worked.parts.iter().filter(|part| matches!(part.by, Payer::Party(_)));
    let theirs: i64 = of_parties.flat_map(|part| &part.counted).filter(|(i, _)| draft.pledges[*i].kind.valued()).map(|(_, minor)| minor).sum();
    let provided: i64 = draft.items.iter().zip(&worked.items_minor).filter(|(item, _)| item.provided).map(|(_, minor)| minor).sum();
    if theirs > provided {
        found.push(Refusal::invalid("contributions", "in-kind-without-item").with("missing", Fact::Money(theirs - provided, unit)));
    }
    found
}
