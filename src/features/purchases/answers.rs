//! A purchase as JSON answers it. Amounts in minor units; quantities, hectares and days in thousandths.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{DeliveredLine, ItemBody, QuoteBody};
use super::deliveries::Delivery;
use super::{EventRow, PaymentRow, PurchaseRecord};
use crate::domain::cofinancing::{
    ContributionKind, Movement, MovementKind, PartyRole, Payer, ProjectShareTerms, PurchaseStatus, PurchaseStep, ShiftKind,
};
use crate::domain::ids::{BudgetLineId, CycleId, DeliveryId, FundId, LoanId, MemberId, PartShiftId, PaymentId, ProgrammeId, PurchaseId};
use crate::domain::loan::PaymentMethod;
use crate::error::Error;

#[derive(Serialize, ToSchema)]
pub struct PurchaseOut {
    pub id: PurchaseId,
    pub fund: FundId,
    pub programme: ProgrammeId,
    pub number: i64,
    /// `draft`, `submitted`, `returned`, `rejected`, `approved`, `ordered`, `received`, `settled` or `cancelled`.
    pub status: PurchaseStatus,
    pub waiting_since: DateTime<Utc>,
    pub purpose: String,
    pub total: i64,
    pub received_total: Option<i64>,
    /// What the fund lends, and pays in place of labour.
    pub lends: i64,
    pub members: usize,
    pub hectares: i64,
}

impl From<&PurchaseRecord> for PurchaseOut {
    fn from(held: &PurchaseRecord) -> Self {
        let row = &held.row;
        Self {
            id: row.id,
            fund: row.fund_id,
            programme: row.programme_id,
            number: row.number,
            status: row.status,
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
    role: PartyRole,
    share_ppm: i64,
    share: i64,
    received: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct LineOut {
    item: usize,
    member: MemberId,
    quantity: i64,
    hectares: i64,
    received_quantity: Option<i64>,
    installed_hectares: Option<i64>,
    /// Why more hectares were counted than planned.
    hectares_reason: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct MemberPartOut {
    member: MemberId,
    number: i64,
    taken: i64,
    pays: i64,
    received_taken: Option<i64>,
    received_pays: Option<i64>,
    recoverable: i64,
    recoverable_loan: Option<LoanId>,
}

#[derive(Serialize, ToSchema)]
pub struct ContributionOut {
    member: Option<MemberId>,
    party: usize,
    kind: ContributionKind,
    amount_minor: i64,
    received: Option<i64>,
    /// The pledge as it was written: one of these.
    sum: Option<i64>,
    days: Option<i64>,
    rest: bool,
    what: String,
    loan: Option<LoanId>,
}

#[derive(Serialize, ToSchema)]
pub struct PaymentOut {
    id: PaymentId,
    #[schema(value_type = Movement)]
    kind: MovementKind,
    party: Option<usize>,
    member: Option<MemberId>,
    supplier: Option<String>,
    amount_minor: i64,
    payment_method: PaymentMethod,
    happens_on: NaiveDate,
    note: String,
    /// The receipt of what a member paid into the fund.
    receipt_no: Option<i64>,
    reversal_reason: Option<String>,
}

impl From<&PaymentRow> for PaymentOut {
    fn from(row: &PaymentRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            party: row.party_no.map(super::held::place),
            member: row.member_id,
            supplier: row.supplier.clone(),
            amount_minor: row.amount_minor,
            payment_method: row.payment_method,
            happens_on: row.happens_on,
            note: row.note.clone(),
            receipt_no: row.receipt_no,
            reversal_reason: row.reversal_reason.clone(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct StepOut {
    at: DateTime<Utc>,
    by: String,
    step: PurchaseStep,
    status: PurchaseStatus,
    note: String,
    acta: Option<String>,
}

impl From<EventRow> for StepOut {
    fn from(row: EventRow) -> Self {
        Self { at: row.at, by: row.user_name, step: row.step, status: row.status, note: row.note, acta: row.acta }
    }
}

/// A whole purchase. A member sees only their own lines and part, and no payments of others.
#[derive(Serialize, ToSchema)]
pub struct PurchaseWhole {
    purchase: PurchaseOut,
    budget_line: BudgetLineId,
    cycle: CycleId,
    project_share_terms: ProjectShareTerms,
    day_rate: i64,
    items: Vec<ItemBody>,
    parties: Vec<PartyOut>,
    lines: Vec<LineOut>,
    members: Vec<MemberPartOut>,
    contributions: Vec<ContributionOut>,
    /// Charges of the invoice besides the goods.
    charges: Vec<ChargeOut>,
    /// Parts taken over or written off.
    shifts: Vec<ShiftOut>,
    payments: Vec<PaymentOut>,
    deliveries: Vec<DeliveryOut>,
    history: Vec<StepOut>,
    /// What each payer still owes; below zero it is owed back to them.
    left_of_payers: Vec<LeftOut>,
    /// What each supplier is still owed; below zero the supplier owes it back.
    left_of_suppliers: HashMap<String, i64>,
}

#[derive(Serialize, ToSchema)]
pub struct ChargeOut {
    no: i64,
    what: String,
    supplier: String,
    amount_minor: i64,
}

fn charge_out(row: &crate::db::entity::purchase_extra::Model) -> ChargeOut {
    ChargeOut { no: row.no, what: row.what.clone(), supplier: row.supplier.clone(), amount_minor: row.amount_minor }
}

#[derive(Serialize, ToSchema)]
pub struct ShiftOut {
    id: PartShiftId,
    kind: ShiftKind,
    from_party: Option<usize>,
    from_member: Option<MemberId>,
    to_party: Option<usize>,
    to_member: Option<MemberId>,
    amount_minor: i64,
    happens_on: NaiveDate,
    acta: String,
    reason: String,
    reversal_reason: Option<String>,
}

fn shift_out(row: &crate::db::entity::part_shift::Model) -> ShiftOut {
    ShiftOut {
        id: row.id,
        kind: row.kind,
        from_party: row.from_party_no.map(super::held::place),
        from_member: row.from_member_id,
        to_party: row.to_party_no.map(super::held::place),
        to_member: row.to_member_id,
        amount_minor: row.amount_minor,
        happens_on: row.happens_on,
        acta: row.acta.clone(),
        reason: row.reason.clone(),
        reversal_reason: row.reversal_reason.clone(),
    }
}

#[derive(Serialize, ToSchema)]
pub struct LeftOut {
    member: Option<MemberId>,
    party: Option<usize>,
    left: i64,
}

#[derive(Serialize, ToSchema)]
pub struct DeliveryOut {
    id: DeliveryId,
    on: NaiveDate,
    note: String,
    reversal_reason: Option<String>,
    lines: Vec<DeliveredLine>,
}

fn delivery_out(held: &PurchaseRecord, row: &Delivery, mine: &impl Fn(Option<MemberId>) -> bool) -> DeliveryOut {
    let own = held.delivered.iter().filter(|line| line.delivery_id == row.id && mine(line.member_id));
    let line = |line: &crate::db::entity::delivery_line::Model| DeliveredLine {
        item: super::held::place(line.item_no),
        member: line.member_id,
        quantity: line.quantity,
    };
    DeliveryOut {
        id: row.id,
        on: row.happens_on,
        note: row.note.clone(),
        reversal_reason: row.reversal_reason.clone(),
        lines: own.map(line).collect(),
    }
}

fn left_out((payer, due): (Payer, crate::domain::cofinancing::balance::Due)) -> LeftOut {
    let (member, party) = match payer {
        Payer::Member(member) => (Some(member), None),
        Payer::Party(party) => (None, Some(party)),
    };
    LeftOut { member, party, left: due.left() }
}

/// # Errors
/// A fault when the rows are inconsistent.
pub fn whole(held: &PurchaseRecord, events: Vec<EventRow>, only: Option<MemberId>) -> Result<PurchaseWhole, Error> {
    let mine = |member: Option<MemberId>| only.is_none() || (member.is_some() && member == only);
    let items = held.items.iter().map(super::held::item).collect::<Result<Vec<_>, Error>>()?;
    let items = items.into_iter().map(|item| ItemBody {
        product: item.product,
        variety: item.variety,
        measure: item.measure,
        provided: item.provided,
        quotes: item.quotes.into_iter().map(|quote| QuoteBody { supplier: quote.supplier, unit_price: quote.unit_price_minor }).collect(),
        chosen: item.chosen,
    });
    let balance = held.balance()?;
    let left = balance.suppliers.into_iter().map(|(name, due)| (name, due.left()));
    let of_payers = balance.payers.into_iter().map(left_out).filter(|left| mine(left.member));
    let row = &held.row;
    Ok(PurchaseWhole {
        purchase: held.into(),
        budget_line: row.budget_line_id,
        cycle: row.cycle_id,
        project_share_terms: row.project_share_terms,
        day_rate: row.day_rate_minor,
        items: items.collect(),
        parties: held
            .parties
            .iter()
            .map(|row| PartyOut {
                name: row.name.clone(),
                role: row.role,
                share_ppm: row.weight,
                share: row.share_minor,
                received: row.received_minor,
            })
            .collect(),
        lines: held.lines.iter().filter(|row| mine(Some(row.member_id))).map(line_out).collect(),
        members: held.members.iter().filter(|row| mine(Some(row.member_id))).map(member_out).collect(),
        contributions: held.contributions.iter().filter(|row| mine(row.member_id)).map(contribution_out).collect(),
        charges: held.extras.iter().map(charge_out).collect(),
        shifts: if only.is_none() { held.shifts.iter().map(shift_out).collect() } else { Vec::new() },
        payments: held.payments.iter().filter(|row| mine(row.member_id)).map(PaymentOut::from).collect(),
        deliveries: held.deliveries.iter().map(|row| delivery_out(held, row, &mine)).collect(),
        left_of_payers: of_payers.collect(),
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
        hectares_reason: row.hectares_reason.clone(),
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
        kind: row.kind,
        amount_minor: row.amount_minor,
        received: row.received_minor,
        sum: (row.asked == "sum").then_some(row.asked_value),
        days: (row.asked == "days").then_some(row.asked_value),
        rest: row.asked == "rest",
        what: row.what.clone(),
        loan: row.loan_id,
    }
}
