//! A purchase as JSON reads and writes it. Amounts in minor units; quantities, hectares and days in thousandths.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::Content;
use super::{EventRow, Held, PaymentRow};
use crate::domain::cofinancing::{Asked, ContributionKind, Draft, Item, Measure, Payer, Pledge, Quote, Taken};
use crate::domain::ids::{BudgetLineId, MemberId};
use crate::domain::names::tidy;
use crate::domain::refusal::Refusal;
use crate::error::Error;

#[derive(Deserialize, Serialize, ToSchema)]
pub struct QuoteBody {
    #[serde(default)]
    pub supplier: String,
    pub unit_price: i64,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct ItemBody {
    pub product: String,
    #[serde(default)]
    pub variety: String,
    /// `kg`, `litre`, `piece` or `day`.
    pub measure: String,
    /// Whether the parties put it themselves instead of buying it.
    #[serde(default)]
    pub provided: bool,
    /// One to three; the price counts as the agreed value of what is provided.
    pub quotes: Vec<QuoteBody>,
    /// Which quote is taken, from 0.
    #[serde(default)]
    pub chosen: usize,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct LineBody {
    /// The item's place, from 0.
    pub item: usize,
    pub member: Uuid,
    pub quantity: i64,
    #[serde(default)]
    pub hectares: i64,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct ContributionBody {
    /// The member whose part it covers; none for another party's.
    pub member: Option<Uuid>,
    /// The party's place, from 0; none for a member's.
    pub party: Option<usize>,
    /// `cash`, `loan`, `labour` or `in_kind`.
    pub kind: String,
    /// A fixed sum; none for `rest` or `days`.
    pub sum: Option<i64>,
    pub days: Option<i64>,
    /// Whether it takes whatever the others leave.
    #[serde(default)]
    pub rest: bool,
    #[serde(default)]
    pub what: String,
}

/// What is asked for.
#[derive(Deserialize, ToSchema)]
pub struct ContentBody {
    pub budget_line: Uuid,
    /// A day of the cycle it is for.
    pub cycle_on: NaiveDate,
    pub purpose: String,
    /// What a day of work counts.
    #[serde(default)]
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
        let purpose = tidy(&body.purpose);
        if purpose.is_empty() {
            return Err(Refusal::invalid("purpose", "field-missing"));
        }
        let taken = body.lines.into_iter().map(|row| Taken {
            item: row.item,
            member: MemberId(row.member),
            number: 0,
            quantity: row.quantity,
            hectares: row.hectares,
        });
        let draft = Draft {
            items: body.items.into_iter().enumerate().map(|(i, row)| item(i, row)).collect::<Result<Vec<_>, Refusal>>()?,
            taken: taken.collect(),
            pledges: body.contributions.into_iter().enumerate().map(|(i, row)| pledge(i, row)).collect::<Result<Vec<_>, Refusal>>()?,
            day_rate_minor: body.day_rate,
        };
        Ok(Self { budget_line: BudgetLineId(body.budget_line), cycle_on: body.cycle_on, purpose, draft, base: None })
    }
}

fn item(i: usize, row: ItemBody) -> Result<Item, Refusal> {
    let measure = Measure::parse(&row.measure).ok_or_else(|| Refusal::invalid(format!("items-{i}-measure"), "choice-unknown"))?;
    let quotes = row.quotes.into_iter().map(|quote| Quote { supplier: quote.supplier, unit_price_minor: quote.unit_price }).collect();
    Ok(Item { product: row.product, variety: row.variety, measure, provided: row.provided, quotes, chosen: row.chosen })
}

fn pledge(i: usize, row: ContributionBody) -> Result<Pledge, Refusal> {
    let unknown = |name: &str| Refusal::invalid(format!("contributions-{i}-{name}"), "choice-unknown");
    let by = match (row.member, row.party) {
        (Some(member), None) => Payer::Member(MemberId(member)),
        (None, Some(party)) => Payer::Party(party),
        _ => return Err(unknown("member")),
    };
    let asked = match (row.sum, row.days, row.rest) {
        (Some(sum), None, false) => Asked::Sum(sum),
        (None, Some(days), false) => Asked::Days(days),
        (None, None, true) => Asked::Rest,
        _ => return Err(unknown("sum")),
    };
    Ok(Pledge { by, kind: ContributionKind::parse(&row.kind).ok_or_else(|| unknown("kind"))?, asked, what: tidy(&row.what) })
}

#[derive(Serialize, ToSchema)]
pub struct PurchaseOut {
    pub id: Uuid,
    pub fund: Uuid,
    pub programme: Uuid,
    pub number: i64,
    /// `draft`, `submitted`, `returned`, `rejected`, `approved`, `ordered`, `received`, `settled` or `cancelled`.
    pub status: String,
    pub waiting_since: DateTime<Utc>,
    pub purpose: String,
    pub total: i64,
    pub received_total: Option<i64>,
    /// What the fund lends, and pays in place of work.
    pub lends: i64,
    pub members: usize,
    pub hectares: i64,
}

impl From<&Held> for PurchaseOut {
    fn from(held: &Held) -> Self {
        let row = &held.row;
        Self {
            id: row.id,
            fund: row.fund_id,
            programme: row.programme_id,
            number: row.number,
            status: row.status.clone(),
            waiting_since: row.waiting_since,
            purpose: row.purpose.clone(),
            total: row.total_minor,
            received_total: row.received_total_minor,
            lends: row.lends_minor,
            members: held.members.len(),
            hectares: held.hectares(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct PartyOut {
    name: String,
    role: String,
    share_ppm: i64,
    share: i64,
    received: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct LineOut {
    item: usize,
    member: Uuid,
    quantity: i64,
    hectares: i64,
    received_quantity: Option<i64>,
    installed_hectares: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct MemberPartOut {
    member: Uuid,
    number: i64,
    taken: i64,
    pays: i64,
    received_taken: Option<i64>,
    received_pays: Option<i64>,
    recoverable: i64,
    recoverable_loan: Option<Uuid>,
}

#[derive(Serialize, ToSchema)]
pub struct ContributionOut {
    member: Option<Uuid>,
    party: usize,
    kind: String,
    amount: i64,
    received: Option<i64>,
    days: Option<i64>,
    what: String,
    loan: Option<Uuid>,
}

#[derive(Serialize, ToSchema)]
pub struct PaymentOut {
    id: Uuid,
    kind: String,
    party: Option<usize>,
    member: Option<Uuid>,
    supplier: Option<String>,
    amount: i64,
    means: String,
    happens_on: NaiveDate,
    note: String,
    reversal_reason: Option<String>,
}

impl From<&PaymentRow> for PaymentOut {
    fn from(row: &PaymentRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind.clone(),
            party: row.party_no.map(super::held::place),
            member: row.member_id,
            supplier: row.supplier.clone(),
            amount: row.amount_minor,
            means: row.means.clone(),
            happens_on: row.happens_on,
            note: row.note.clone(),
            reversal_reason: row.reversal_reason.clone(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct StepOut {
    at: DateTime<Utc>,
    by: String,
    step: String,
    status: String,
    note: String,
    acta: Option<String>,
}

impl From<EventRow> for StepOut {
    fn from(row: EventRow) -> Self {
        Self { at: row.at, by: row.user_name, step: row.step, status: row.status, note: row.note, acta: row.acta }
    }
}

/// A purchase whole. A member sees their own lines and part only, and no payments of others.
#[derive(Serialize, ToSchema)]
pub struct PurchaseWhole {
    purchase: PurchaseOut,
    budget_line: Uuid,
    cycle: Uuid,
    half: String,
    day_rate: i64,
    items: Vec<ItemBody>,
    parties: Vec<PartyOut>,
    lines: Vec<LineOut>,
    members: Vec<MemberPartOut>,
    contributions: Vec<ContributionOut>,
    payments: Vec<PaymentOut>,
    history: Vec<StepOut>,
    /// The suppliers and payers with what is left to pay; below zero it goes back.
    left_of_suppliers: HashMap<String, i64>,
}

/// # Errors
/// A fault when the rows do not hold together.
pub fn whole(held: &Held, events: Vec<EventRow>, only: Option<Uuid>) -> Result<PurchaseWhole, Error> {
    let mine = |member: Option<Uuid>| only.is_none() || (member.is_some() && member == only);
    let items = held.items.iter().map(super::held::item).collect::<Result<Vec<_>, Error>>()?;
    let items = items.into_iter().map(|item| ItemBody {
        product: item.product,
        variety: item.variety,
        measure: item.measure.code().to_owned(),
        provided: item.provided,
        quotes: item.quotes.into_iter().map(|quote| QuoteBody { supplier: quote.supplier, unit_price: quote.unit_price_minor }).collect(),
        chosen: item.chosen,
    });
    let left = held.standing()?.suppliers.into_iter().map(|(name, due)| (name, due.left()));
    let row = &held.row;
    Ok(PurchaseWhole {
        purchase: held.into(),
        budget_line: row.budget_line_id,
        cycle: row.cycle_id,
        half: row.half.clone(),
        day_rate: row.day_rate_minor,
        items: items.collect(),
        parties: held
            .parties
            .iter()
            .map(|row| PartyOut {
                name: row.name.clone(),
                role: row.role.clone(),
                share_ppm: row.weight,
                share: row.share_minor,
                received: row.received_minor,
            })
            .collect(),
        lines: held.lines.iter().filter(|row| mine(Some(row.member_id))).map(line_out).collect(),
        members: held.members.iter().filter(|row| mine(Some(row.member_id))).map(member_out).collect(),
        contributions: held.contributions.iter().filter(|row| mine(row.member_id)).map(contribution_out).collect(),
        payments: held.payments.iter().filter(|row| mine(row.member_id)).map(PaymentOut::from).collect(),
        history: events.into_iter().map(StepOut::from).collect(),
        left_of_suppliers: if only.is_none() { left.collect() } else { HashMap::new() },
    })
}

fn line_out(row: &crate::db::entity::purchase_line::Model) -> LineOut {
    LineOut {
        item: super::held::place(row.item_no),
        member: row.member_id,
        quantity: row.quantity,
        hectares: row.hectares,
        received_quantity: row.received_quantity,
        installed_hectares: row.installed_hectares,
    }
}

fn member_out(row: &crate::db::entity::purchase_member::Model) -> MemberPartOut {
    MemberPartOut {
        member: row.member_id,
        number: row.member_number,
        taken: row.taken_minor,
        pays: row.pays_minor,
        received_taken: row.received_taken_minor,
        received_pays: row.received_pays_minor,
        recoverable: row.recoverable_minor,
        recoverable_loan: row.recoverable_loan_id,
    }
}

fn contribution_out(row: &crate::db::entity::contribution::Model) -> ContributionOut {
    ContributionOut {
        member: row.member_id,
        party: super::held::place(row.party_no),
        kind: row.kind.clone(),
        amount: row.amount_minor,
        received: row.received_minor,
        days: (row.asked == "days").then_some(row.asked_value),
        what: row.what.clone(),
        loan: row.loan_id,
    }
}
