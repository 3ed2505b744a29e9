//! The bodies of requests about purchases. Amounts in minor units; quantities, hectares and days in thousandths.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draft::{Content, MOST};
use crate::domain::cofinancing::{ContributionBasis, ContributionKind, Draft, Item, Measure, Payer, Pledge, Quote, Taken};
use crate::domain::ids::{BudgetLineId, MemberId};
use crate::domain::refusal::Refusal;
use crate::domain::text::{Line, Note};
use crate::web::schemas::{Amount, figures};

figures! {
    /// Thousandths of a measure.
    Quantity: 0, MOST;
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct QuoteBody {
    #[serde(default)]
    pub supplier: Note,
    #[schema(value_type = Amount)]
    pub unit_price: i64,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct ItemBody {
    pub product: Line,
    #[serde(default)]
    pub variety: Note,
    /// `kg`, `litre`, `piece` or `day`.
    pub measure: Measure,
    /// Whether a party provides it itself instead of buying it.
    #[serde(default)]
    pub provided: bool,
    /// One to three quotes; for what is provided, the price is its agreed value.
    pub quotes: Vec<QuoteBody>,
    /// Which quote is chosen, from 0.
    #[serde(default)]
    pub chosen: usize,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct LineBody {
    /// The item's place, from 0.
    pub item: usize,
    pub member: MemberId,
    #[schema(value_type = Quantity)]
    pub quantity: i64,
    #[serde(default)]
    #[schema(value_type = Quantity)]
    pub hectares: i64,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct ContributionBody {
    /// The member whose part it covers; none for another party's.
    pub member: Option<MemberId>,
    /// The party's place, from 0; none for a member's.
    pub party: Option<usize>,
    pub kind: ContributionKind,
    /// A fixed sum; none for `rest` or `days`.
    #[schema(value_type = Option<Amount>)]
    pub sum: Option<i64>,
    #[schema(value_type = Option<Quantity>)]
    pub days: Option<i64>,
    /// Whether it covers all that the others leave uncovered.
    #[serde(default)]
    pub rest: bool,
    #[serde(default)]
    pub what: Note,
}

/// How much of an item was received, or was handed out to a member.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct DeliveredLine {
    /// The item's place, from 0.
    pub item: usize,
    /// None for what the association received.
    pub member: Option<MemberId>,
    #[schema(value_type = Quantity)]
    pub quantity: i64,
}

/// What a purchase asks for.
#[derive(Deserialize, ToSchema)]
pub struct ContentBody {
    pub budget_line: BudgetLineId,
    /// A day in the cycle that the purchase is for.
    pub cycle_on: NaiveDate,
    pub purpose: Line,
    /// The agreed value of a day of labour.
    #[serde(default)]
    #[schema(value_type = Amount)]
    pub day_rate: i64,
    #[serde(default)]
    pub items: Vec<ItemBody>,
    #[serde(default)]
    pub lines: Vec<LineBody>,
    #[serde(default)]
    pub contributions: Vec<ContributionBody>,
}

impl TryFrom<ContentBody> for Content {
    type Error = Refusal;

    fn try_from(body: ContentBody) -> Result<Self, Refusal> {
        let taken =
            body.lines.into_iter().map(|row| Taken { item: row.item, member: row.member, number: 0, quantity: row.quantity, hectares: row.hectares });
        let draft = Draft {
            items: body.items.into_iter().map(Item::from).collect(),
            taken: taken.collect(),
            pledges: body.contributions.into_iter().enumerate().map(|(i, row)| pledge(i, row)).collect::<Result<Vec<_>, Refusal>>()?,
            day_rate_minor: body.day_rate,
            ..Draft::default()
        };
        Ok(Self { budget_line: body.budget_line, cycle_on: body.cycle_on, purpose: body.purpose, draft, base: None })
    }
}

impl From<ItemBody> for Item {
    fn from(row: ItemBody) -> Self {
        let quotes = row.quotes.into_iter().map(|quote| Quote { supplier: quote.supplier, unit_price_minor: quote.unit_price }).collect();
        Self {
            product: row.product,
            variety: row.variety,
            measure: row.measure,
            provided: row.provided,
            quotes,
            chosen: row.chosen,
            invoiced_minor: None,
        }
    }
}

fn pledge(i: usize, row: ContributionBody) -> Result<Pledge, Refusal> {
    let unknown = |name: &str| Refusal::invalid(format!("contributions-{i}-{name}"), "choice-unknown");
    let by = match (row.member, row.party) {
        (Some(member), None) => Payer::Member(member),
        (None, Some(party)) => Payer::Party(party),
        _ => return Err(unknown("member")),
    };
    let asked = match (row.sum, row.days, row.rest) {
        (Some(sum), None, false) => ContributionBasis::Sum(sum),
        (None, Some(days), false) => ContributionBasis::Days(days),
        (None, None, true) => ContributionBasis::Rest,
        _ => return Err(unknown("sum")),
    };
    Ok(Pledge { by, kind: row.kind, asked, what: row.what })
}
