//! A purchase in memory: its rows, and what the rule book computes from them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PaymentRow, Purchase};
use crate::db::columns;
use crate::db::entity::{
    contribution, delivery, delivery_line, part_shift, purchase_extra, purchase_item, purchase_line, purchase_member, purchase_party,
};
use crate::domain::amount::Unit;
use crate::domain::cofinancing::balance::{Due, Movement, ReceiptEffects};
use crate::domain::cofinancing::terms::Recovery;
use crate::domain::cofinancing::work::bills;
use crate::domain::cofinancing::{
    ContributionBasis, ContributionKind, Draft, Extra, Item, Party, PartyRole, Payer, Pledge, ProjectShareTerms, PurchaseBalance, PurchaseStatus,
    Quote, Shift, ShiftKind, Taken,
};
use crate::domain::ids::{FundId, MemberId, ProgrammeId, PurchaseId};
use crate::domain::text::{Line, Note};
use crate::error::Error;

#[derive(Clone, Debug)]
pub struct PurchaseRecord {
    pub row: Purchase,
    pub unit: Unit,
    pub parties: Vec<purchase_party::Model>,
    pub items: Vec<purchase_item::Model>,
    pub lines: Vec<purchase_line::Model>,
    /// In order of member number.
    pub members: Vec<purchase_member::Model>,
    pub contributions: Vec<contribution::Model>,
    /// Every payment, including reversed ones, in order of recording.
    pub payments: Vec<PaymentRow>,
    pub deliveries: Vec<delivery::Model>,
    pub delivered: Vec<delivery_line::Model>,
    /// Charges of the invoice besides the goods.
    pub extras: Vec<purchase_extra::Model>,
    /// Parts taken over or written off, including reversed ones, in order of recording.
    pub shifts: Vec<part_shift::Model>,
}

/// A quote as the column stores it.
#[derive(Serialize, Deserialize)]
pub struct KeptQuote {
    pub supplier: String,
    pub unit_price_minor: i64,
}

impl PurchaseRecord {
    pub fn id(&self) -> PurchaseId {
        self.row.id
    }

    pub fn fund(&self) -> FundId {
        self.row.fund_id
    }

    pub fn programme(&self) -> ProgrammeId {
        self.row.programme_id
    }

    pub fn status(&self) -> PurchaseStatus {
        self.row.status
    }

    /// How the project's part is repaid, with the terms of the purchase when it was submitted.
    ///
    /// # Errors
    /// A fault when it is recoverable and has no terms of repayment.
    pub fn recovery(&self) -> Result<Option<Recovery>, Error> {
        if self.row.project_share_terms == ProjectShareTerms::Grant {
            return Ok(None);
        }
        match (self.row.recovery_installments, self.row.recovery_every_months, self.row.recovery_rate_ppm) {
            (Some(installments), Some(every), Some(rate_ppm)) => {
                Ok(Some(Recovery { installments: columns::count(installments)?, every_months: columns::count(every)?, rate_ppm }))
            }
            _ => Err(Error::fault("a recoverable purchase does not say how it is repaid")),
        }
    }

    pub fn parties(&self) -> Vec<Party> {
        let party = |row: &purchase_party::Model| Party { name: Line::kept(row.name.clone()), role: row.role, weight: row.weight };
        self.parties.iter().map(party).collect()
    }

    /// The party of a role: the project and the producers are one each.
    pub fn party(&self, role: PartyRole) -> Option<&purchase_party::Model> {
        self.parties.iter().find(|row| row.role == role)
    }

    /// The project's part as ordered. Minor units.
    pub fn project_minor(&self) -> i64 {
        self.party(PartyRole::Project).map_or(0, |row| row.share_minor)
    }

    /// The purchase's content, as the rule book reads it.
    ///
    /// # Errors
    /// A fault when the rows are inconsistent.
    pub fn draft(&self) -> Result<Draft, Error> {
        let taken = self.lines.iter().map(|row| Taken {
            item: place(row.item_no),
            member: row.member_id,
            number: row.member_number,
            quantity: row.quantity,
            hectares: row.hectares,
        });
        Ok(Draft {
            items: self.items.iter().map(item).collect::<Result<Vec<_>, Error>>()?,
            taken: taken.collect(),
            pledges: self.contributions.iter().map(pledge).collect::<Result<Vec<_>, Error>>()?,
            day_rate_minor: self.row.day_rate_minor,
            extras: self.extras.iter().map(extra).collect(),
            shifts: self.standing_shifts().filter_map(taken_over).collect(),
        })
    }

    /// The parts taken over or written off that were not reversed.
    pub fn standing_shifts(&self) -> impl Iterator<Item = &part_shift::Model> {
        self.shifts.iter().filter(|row| row.reversed_at.is_none())
    }

    /// What receiving the goods gave, and to whom each sum is owed.
    ///
    /// # Errors
    /// A fault when the rows are inconsistent.
    pub fn effects(&self) -> Result<ReceiptEffects, Error> {
        let of = |kind| self.contributions.iter().filter(move |row| row.kind == kind);
        let minor = |row: &contribution::Model| row.received_minor.unwrap_or(0);
        let recoverable_minor = self.members.iter().map(|row| row.recoverable_minor).sum();
        let theirs: i64 = of(ContributionKind::Cash).filter(|row| row.member_id.is_none()).map(minor).sum();
        let kinds = ContributionKind::ALL.map(|kind| of(kind).map(minor).sum());
        let items = self.items.iter().map(item).collect::<Result<Vec<_>, Error>>()?;
        let extras: Vec<Extra> = self.extras.iter().map(extra).collect();
        let (_, cash_in_lieu_minor) = bills(&items, &self.items_minor(&items, true)?, &extras, kinds);
        let lent_minor = of(ContributionKind::Loan).map(minor).sum();
        Ok(ReceiptEffects { lent_minor, recoverable_minor, granted_minor: theirs - recoverable_minor, cash_in_lieu_minor })
    }

    /// The payments that were not reversed.
    pub fn standing_payments(&self) -> impl Iterator<Item = &PaymentRow> {
        self.payments.iter().filter(|row| row.reversed_at.is_none())
    }

    /// The purchase's balance in the fund's books.
    ///
    /// # Errors
    /// A fault when the rows are inconsistent.
    pub fn balance(&self) -> Result<PurchaseBalance, Error> {
        self.balance_on(self.status().received(), NaiveDate::MAX)
    }

    /// The balance with the payments up to a day, on the ordered quantities or, where `received`, on the received ones.
    ///
    /// # Errors
    /// A fault when the rows are inconsistent.
    pub fn balance_on(&self, received: bool, until: NaiveDate) -> Result<PurchaseBalance, Error> {
        let mut balance = PurchaseBalance { received, ..PurchaseBalance::default() };
        let mut kinds = [0; 4];
        for (i, _) in self.parties.iter().enumerate().filter(|(_, row)| row.role != PartyRole::Producers) {
            balance.payers.insert(Payer::Party(i), Due::default());
        }
        for row in &self.members {
            balance.payers.insert(Payer::Member(row.member_id), Due::default());
        }
        for row in &self.contributions {
            let minor = if received { row.received_minor.unwrap_or(0) } else { row.amount_minor };
            let kind = row.kind;
            kinds[kind as usize] += minor;
            if kind == ContributionKind::Cash {
                balance.payers.entry(payer(row)).or_default().due_minor += minor;
            }
        }
        let items = self.items.iter().map(item).collect::<Result<Vec<_>, Error>>()?;
        let extras: Vec<Extra> = self.extras.iter().map(extra).collect();
        let (suppliers, _) = bills(&items, &self.items_minor(&items, received)?, &extras, kinds);
        for (supplier, bill) in suppliers {
            balance.suppliers.entry(supplier).or_default().due_minor += bill;
        }
        for row in self.payments.iter().filter(|row| row.happens_on <= until && Self::stood(row, received, until)) {
            balance.count(&movement(row)?, row.amount_minor);
        }
        let lost = |row: &&part_shift::Model| received && row.kind == ShiftKind::WrittenOff && row.happens_on <= until;
        for row in self.standing_shifts().filter(lost) {
            balance.write_off(shifted_from(row), row.amount_minor);
        }
        Ok(balance)
    }

    /// Whether a payment counts on a past day: also where cancelling the purchase reversed it later.
    fn stood(row: &PaymentRow, received: bool, until: NaiveDate) -> bool {
        let Some(reversed_at) = row.reversed_at else { return true };
        row.reversed_by_cancelling && !received && reversed_at.date_naive() > until
    }

    /// Each item's own total, as ordered or as received. Minor units.
    fn items_minor(&self, items: &[Item], received: bool) -> Result<Vec<i64>, Error> {
        let mut totals = vec![0; items.len()];
        for row in &self.lines {
            let quantity = if received { row.received_quantity.unwrap_or(0) } else { row.quantity };
            let place = place(row.item_no);
            if let (Some(total), Some(item)) = (totals.get_mut(place), items.get(place)) {
                *total += crate::domain::cofinancing::contribution::value_of(quantity, item.price_minor())?;
            }
        }
        Ok(totals)
    }

    /// What was handed out so far of an item to a member, in thousandths.
    pub fn handed(&self, item_no: i64, member: MemberId) -> i64 {
        self.standing_deliveries().filter(|row| row.item_no == item_no && row.member_id == Some(member)).map(|row| row.quantity).sum()
    }

    /// What was received and what was handed out of an item, in thousandths.
    pub fn came_and_went(&self, item_no: i64) -> (i64, i64) {
        let of_item = || self.standing_deliveries().filter(move |row| row.item_no == item_no);
        let came = of_item().filter(|row| row.member_id.is_none()).map(|row| row.quantity).sum();
        let went = of_item().filter(|row| row.member_id.is_some()).map(|row| row.quantity).sum();
        (came, went)
    }

    pub fn standing_deliveries(&self) -> impl Iterator<Item = &delivery_line::Model> {
        let stands = |row: &&delivery_line::Model| self.deliveries.iter().any(|of| of.id == row.delivery_id && of.reversed_at.is_none());
        self.delivered.iter().filter(stands)
    }

    /// The sum of one kind of contribution: as ordered or, once received, as received. Minor units.
    pub fn kind_minor(&self, kind: ContributionKind) -> i64 {
        let received = self.row.received_total_minor.is_some();
        let own = self.contributions.iter().filter(|row| row.kind == kind);
        own.map(|row| if received { row.received_minor.unwrap_or(0) } else { row.amount_minor }).sum()
    }

    /// Hectares planned, in thousandths.
    pub fn hectares(&self) -> i64 {
        self.lines.iter().map(|row| row.hectares).sum()
    }

    /// The present total: what was received, or what is ordered. Minor units.
    pub fn total_minor(&self) -> i64 {
        self.row.received_total_minor.unwrap_or(self.row.total_minor)
    }

    pub fn item(&self, item_no: i64) -> Option<&purchase_item::Model> {
        self.items.iter().find(|row| row.no == item_no)
    }
}

/// Items, parties and contributions are numbered from 1; the rule book counts places from 0.
pub fn place(no: i64) -> usize {
    no.checked_sub(1).and_then(|place| usize::try_from(place).ok()).unwrap_or(usize::MAX)
}

pub fn no_of(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX - 1) + 1
}

/// # Errors
/// A fault when the row is inconsistent.
pub fn item(row: &purchase_item::Model) -> Result<Item, Error> {
    let quotes: Vec<KeptQuote> = serde_json::from_str(&row.quotes).map_err(|error| Error::fault(format!("an item's quotes: {error}")))?;
    Ok(Item {
        product: Line::kept(row.product.clone()),
        variety: Note::kept(row.variety.clone()),
        measure: row.measure,
        provided: row.provided,
        quotes: quotes.into_iter().map(|quote| Quote { supplier: Note::kept(quote.supplier), unit_price_minor: quote.unit_price_minor }).collect(),
        chosen: place(row.chosen),
        invoiced_minor: row.invoiced_minor,
    })
}

/// The payer of a contribution.
pub fn payer(row: &contribution::Model) -> Payer {
    row.member_id.map_or(Payer::Party(place(row.party_no)), Payer::Member)
}

fn pledge(row: &contribution::Model) -> Result<Pledge, Error> {
    let asked = ContributionBasis::parse(&row.asked, row.asked_value).ok_or_else(|| Error::fault(format!("unknown contribution: {}", row.asked)))?;
    Ok(Pledge { by: payer(row), kind: row.kind, asked, what: Note::kept(row.what.clone()) })
}

fn extra(row: &purchase_extra::Model) -> Extra {
    Extra { what: Line::kept(row.what.clone()), supplier: Line::kept(row.supplier.clone()), amount_minor: row.amount_minor }
}

fn payer_of(party_no: Option<i64>, member: Option<MemberId>) -> Option<Payer> {
    member.map(Payer::Member).or(party_no.map(place).map(Payer::Party))
}

/// The payer whose part it was.
pub fn shifted_from(row: &part_shift::Model) -> Payer {
    payer_of(row.from_party_no, row.from_member_id).unwrap_or(Payer::Party(usize::MAX))
}

/// The payer who gives it instead; none where it was written off.
pub fn shifted_to(row: &part_shift::Model) -> Option<Payer> {
    payer_of(row.to_party_no, row.to_member_id)
}

fn taken_over(row: &part_shift::Model) -> Option<Shift> {
    Some(Shift { from: shifted_from(row), to: shifted_to(row)?, minor: row.amount_minor })
}

/// # Errors
/// A fault when the row is inconsistent.
pub fn movement(row: &PaymentRow) -> Result<Movement, Error> {
    let payer = payer_of(row.party_no, row.member_id);
    Movement::of(row.kind, payer, row.supplier.clone()).ok_or_else(|| Error::fault(format!("a payment is of nobody: {}", row.id)))
}
