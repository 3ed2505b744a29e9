//! Purchases in the database.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::held::{KeptQuote, PurchaseRecord, no_of};
use super::{EventRow, PaymentRow, Purchase, Said};
use crate::db::command::Step;
use crate::db::entity::{
    contribution, delivery, delivery_line, fund, part_shift, purchase, purchase_event, purchase_extra, purchase_item, purchase_line, purchase_member,
    purchase_party, purchase_payment,
};
use crate::domain::amount::Unit;
use crate::domain::cofinancing::{Costing, Draft, Party, Payer, PurchaseStatus, PurchaseStep};
use crate::domain::ids::{AssociationId, FundId, MemberId, PaymentId, ProgrammeId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

/// How many rows one insert holds.
const ROWS: usize = 1_000;

/// How many items suggestions are taken from.
const KNOWN: u64 = 300;

pub async fn find(db: &impl ConnectionTrait, id: PurchaseId) -> Result<Purchase, Error> {
    Ok(purchase::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn load_one(db: &impl ConnectionTrait, id: PurchaseId) -> Result<PurchaseRecord, Error> {
    let row = find(db, id).await?;
    whole(db, vec![row]).await?.pop().ok_or_else(|| Refusal::not_found().into())
}

/// The purchases that a member takes part in, newest first.
pub async fn of_member(db: &impl ConnectionTrait, member: MemberId) -> Result<Vec<PurchaseRecord>, Error> {
    let select = purchase_member::Entity::find().select_only().column(purchase_member::Column::PurchaseId);
    let ids: Vec<PurchaseId> = select.filter(purchase_member::Column::MemberId.eq(member)).into_tuple().all(db).await?;
    let rows = purchase::Entity::find().filter(purchase::Column::Id.is_in(ids)).order_by_desc(purchase::Column::DraftedAt).all(db).await?;
    whole(db, rows).await
}

/// Rows of a table that belong to these purchases, in order.
macro_rules! of_purchases {
    ($db:expr, $ids:expr, $table:ident, $order:ident) => {{
        let mut of: HashMap<PurchaseId, Vec<$table::Model>> = HashMap::new();
        for chunk in $ids.chunks(ROWS) {
            let select = $table::Entity::find().filter($table::Column::PurchaseId.is_in(chunk.iter().copied()));
            for row in select.order_by_asc($table::Column::$order).all($db).await? {
                of.entry(row.purchase_id).or_default().push(row);
            }
        }
        of
    }};
}

/// These purchases with all their rows, in eleven queries however many they are.
pub async fn whole(db: &impl ConnectionTrait, rows: Vec<Purchase>) -> Result<Vec<PurchaseRecord>, Error> {
    let ids: Vec<PurchaseId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut funds: Vec<FundId> = rows.iter().map(|row| row.fund_id).collect();
    funds.dedup();
    let units = fund::Entity::find().select_only().column(fund::Column::Id).column(fund::Column::Unit).filter(fund::Column::Id.is_in(funds));
    let units: Vec<(FundId, Unit)> = units.into_tuple().all(db).await?;
    let units: HashMap<FundId, Unit> = units.into_iter().collect();
    let mut parties = of_purchases!(db, ids, purchase_party, No);
    let mut items = of_purchases!(db, ids, purchase_item, No);
    let mut lines = of_purchases!(db, ids, purchase_line, MemberNumber);
    let mut members = of_purchases!(db, ids, purchase_member, MemberNumber);
    let mut contributions = of_purchases!(db, ids, contribution, No);
    let mut payments = of_purchases!(db, ids, purchase_payment, Id);
    let mut deliveries = of_purchases!(db, ids, delivery, Id);
    let mut delivered = of_purchases!(db, ids, delivery_line, No);
    let mut extras = of_purchases!(db, ids, purchase_extra, No);
    let mut shifts = of_purchases!(db, ids, part_shift, Id);
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            Ok(PurchaseRecord {
                unit: units.get(&row.fund_id).copied().ok_or_else(|| Error::fault("a fund has no row"))?,
                row,
                parties: parties.remove(&id).unwrap_or_default(),
                items: items.remove(&id).unwrap_or_default(),
                lines: lines.remove(&id).unwrap_or_default(),
                members: members.remove(&id).unwrap_or_default(),
                contributions: contributions.remove(&id).unwrap_or_default(),
                payments: payments.remove(&id).unwrap_or_default(),
                deliveries: deliveries.remove(&id).unwrap_or_default(),
                delivered: delivered.remove(&id).unwrap_or_default(),
                extras: extras.remove(&id).unwrap_or_default(),
                shifts: shifts.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// The products and suppliers that an association's purchases name, for suggestions.
pub async fn known_names(db: &impl ConnectionTrait, association: AssociationId) -> Result<(BTreeSet<String>, BTreeSet<String>), Error> {
    let select = purchase_item::Entity::find().filter(purchase_item::Column::AssociationId.eq(association));
    let (mut products, mut suppliers) = (BTreeSet::new(), BTreeSet::new());
    for row in select.order_by_desc(purchase_item::Column::PurchaseId).limit(KNOWN).all(db).await? {
        suppliers.extend(super::held::item(&row)?.quotes.into_iter().map(|quote| String::from(quote.supplier)));
        products.insert(row.product);
    }
    suppliers.remove("");
    Ok((products, suppliers))
}

/// The number of a fund's next purchase; the caller has locked the fund's row.
pub async fn next_number(db: &impl ConnectionTrait, fund: FundId) -> Result<i64, Error> {
    let newest = purchase::Entity::find().filter(purchase::Column::FundId.eq(fund)).order_by_desc(purchase::Column::Number).one(db).await?;
    Ok(newest.map_or(1, |row| row.number + 1))
}

pub async fn insert(step: &Step<'_>, row: Purchase) -> Result<(), Error> {
    purchase::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn update(step: &Step<'_>, row: Purchase) -> Result<(), Error> {
    purchase::Entity::update(row.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// Replaces the content of a purchase, with its computed parts.
pub async fn save_draft(step: &Step<'_>, row: &Purchase, parties: &[Party], draft: &Draft, worked: &Costing) -> Result<(), Error> {
    let (id, association) = (row.id, row.association_id);
    purchase_party::Entity::delete_many().filter(purchase_party::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    purchase_item::Entity::delete_many().filter(purchase_item::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    purchase_line::Entity::delete_many().filter(purchase_line::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    purchase_member::Entity::delete_many().filter(purchase_member::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    contribution::Entity::delete_many().filter(contribution::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    let of_parties = parties.iter().zip(&worked.shared.shares_minor).enumerate().map(|(i, (party, minor))| purchase_party::ActiveModel {
        purchase_id: Set(id),
        no: Set(no_of(i)),
        association_id: Set(association),
        name: Set(party.name.to_string()),
        role: Set(party.role),
        weight: Set(party.weight),
        share_minor: Set(*minor),
        received_minor: Set(None),
    });
    purchase_party::Entity::insert_many(of_parties).exec_without_returning(step.tx).await?;
    save_items(step, row, draft).await?;
    let of_lines = draft.taken.iter().map(|taken| purchase_line::ActiveModel {
        purchase_id: Set(id),
        item_no: Set(no_of(taken.item)),
        member_id: Set(taken.member),
        association_id: Set(association),
        member_number: Set(taken.number),
        quantity: Set(taken.quantity),
        hectares: Set(taken.hectares),
        received_quantity: Set(None),
        installed_hectares: Set(None),
        hectares_reason: Set(None),
    });
    for chunk in of_lines.collect::<Vec<_>>().chunks(ROWS) {
        purchase_line::Entity::insert_many(chunk.to_vec()).exec_without_returning(step.tx).await?;
    }
    let of_members = worked.shared.members.iter().filter_map(|part| {
        let taken = draft.taken.iter().find(|taken| taken.number == part.member)?;
        Some(purchase_member::ActiveModel {
            purchase_id: Set(id),
            member_id: Set(taken.member),
            association_id: Set(association),
            member_number: Set(part.member),
            taken_minor: Set(part.taken_minor),
            pays_minor: Set(part.pays_minor),
            received_taken_minor: Set(None),
            received_pays_minor: Set(None),
            recoverable_minor: Set(0),
            recoverable_loan_id: Set(None),
        })
    });
    for chunk in of_members.collect::<Vec<_>>().chunks(ROWS) {
        purchase_member::Entity::insert_many(chunk.to_vec()).exec_without_returning(step.tx).await?;
    }
    let rows = contribution_rows(row, parties, draft, worked);
    for chunk in rows.chunks(ROWS) {
        contribution::Entity::insert_many(chunk.iter().cloned().map(|row| row.into_active_model())).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

async fn save_items(step: &Step<'_>, row: &Purchase, draft: &Draft) -> Result<(), Error> {
    let mut items = Vec::with_capacity(draft.items.len());
    for (i, item) in draft.items.iter().enumerate() {
        let quotes: Vec<KeptQuote> =
            item.quotes.iter().map(|quote| KeptQuote { supplier: quote.supplier.to_string(), unit_price_minor: quote.unit_price_minor }).collect();
        items.push(purchase_item::ActiveModel {
            purchase_id: Set(row.id),
            no: Set(no_of(i)),
            association_id: Set(row.association_id),
            product: Set(item.product.to_string()),
            variety: Set(item.variety.to_string()),
            measure: Set(item.measure),
            provided: Set(item.provided),
            quotes: Set(serde_json::to_string(&quotes).map_err(|error| Error::fault(error.to_string()))?),
            chosen: Set(no_of(item.chosen)),
            invoiced_minor: Set(None),
        });
    }
    if !items.is_empty() {
        purchase_item::Entity::insert_many(items).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

/// The contributions of a draft as rows, with the computed sum of each.
fn contribution_rows(row: &Purchase, parties: &[Party], draft: &Draft, worked: &Costing) -> Vec<contribution::Model> {
    let producers = parties.iter().position(|party| party.role == crate::domain::cofinancing::PartyRole::Producers).unwrap_or(0);
    let counted: HashMap<usize, i64> = worked.parts.iter().flat_map(|part| part.counted.iter().copied()).collect();
    let of = |(i, pledge): (usize, &crate::domain::cofinancing::Pledge)| {
        let (party, member_id) = match pledge.by {
            Payer::Party(party) => (party, None),
            Payer::Member(member) => (producers, Some(member)),
        };
        contribution::Model {
            purchase_id: row.id,
            no: no_of(i),
            association_id: row.association_id,
            party_no: no_of(party),
            member_id,
            kind: pledge.kind,
            asked: pledge.asked.code().to_owned(),
            asked_value: pledge.asked.value(),
            what: pledge.what.to_string(),
            amount_minor: counted.get(&i).copied().unwrap_or(0),
            received_minor: None,
            loan_id: None,
            shift_id: None,
        }
    };
    draft.pledges.iter().enumerate().map(of).collect()
}

/// Writes the parts of a purchase, as ordered and as received.
pub async fn save_parts(step: &Step<'_>, held: &PurchaseRecord) -> Result<(), Error> {
    let id = held.row.id;
    purchase_party::Entity::delete_many().filter(purchase_party::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    purchase_line::Entity::delete_many().filter(purchase_line::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    purchase_member::Entity::delete_many().filter(purchase_member::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    contribution::Entity::delete_many().filter(contribution::Column::PurchaseId.eq(id)).exec(step.tx).await?;
    purchase_party::Entity::insert_many(held.parties.iter().cloned().map(|row| row.into_active_model())).exec_without_returning(step.tx).await?;
    for chunk in held.lines.chunks(ROWS) {
        purchase_line::Entity::insert_many(chunk.iter().cloned().map(|row| row.into_active_model())).exec_without_returning(step.tx).await?;
    }
    for chunk in held.members.chunks(ROWS) {
        purchase_member::Entity::insert_many(chunk.iter().cloned().map(|row| row.into_active_model())).exec_without_returning(step.tx).await?;
    }
    for chunk in held.contributions.chunks(ROWS) {
        contribution::Entity::insert_many(chunk.iter().cloned().map(|row| row.into_active_model())).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

/// Writes the hectares that were counted in the field.
pub async fn save_installed(step: &Step<'_>, lines: Vec<purchase_line::Model>) -> Result<(), Error> {
    for line in lines {
        purchase_line::Entity::update(line.into_active_model().reset_all()).exec(step.tx).await?;
    }
    Ok(())
}

pub async fn add_event(step: &Step<'_>, row: &Purchase, taken: PurchaseStep, said: Said) -> Result<(), Error> {
    let event = purchase_event::ActiveModel {
        id: Set(step.new_id()),
        association_id: Set(row.association_id),
        purchase_id: Set(row.id),
        at: Set(step.now),
        user_id: Set(step.by.user_id),
        user_name: Set(step.by.name.clone()),
        step: Set(taken),
        status: Set(row.status),
        note: Set(said.note.into()),
        acta: Set(said.acta.map(String::from)),
    };
    purchase_event::Entity::insert(event).exec_without_returning(step.tx).await?;
    Ok(())
}

/// The events of a purchase, oldest first.
pub async fn events(db: &impl ConnectionTrait, id: PurchaseId) -> Result<Vec<EventRow>, Error> {
    let select = purchase_event::Entity::find().filter(purchase_event::Column::PurchaseId.eq(id));
    Ok(select.order_by_asc(purchase_event::Column::At).order_by_asc(purchase_event::Column::Id).all(db).await?)
}

/// The events of these purchases, oldest first.
pub async fn events_of(db: &impl ConnectionTrait, ids: Vec<PurchaseId>) -> Result<Vec<EventRow>, Error> {
    let select = purchase_event::Entity::find().filter(purchase_event::Column::PurchaseId.is_in(ids));
    Ok(select.order_by_asc(purchase_event::Column::At).all(db).await?)
}

/// A programme's hectares in thousandths: planned in approved purchases, and counted in the field.
pub async fn hectares(db: &impl ConnectionTrait, programme: ProgrammeId) -> Result<(i64, i64), Error> {
    use PurchaseStatus::{Approved, Ordered, Received, Settled};
    let own = purchase::Entity::find()
        .select_only()
        .column(purchase::Column::Id)
        .filter(purchase::Column::ProgrammeId.eq(programme))
        .filter(purchase::Column::Status.is_in([Approved, Ordered, Received, Settled].map(PurchaseStatus::code)));
    let sums = purchase_line::Entity::find()
        .select_only()
        .column_as(purchase_line::Column::Hectares.sum().cast_as("bigint"), "planned")
        .column_as(purchase_line::Column::InstalledHectares.sum().cast_as("bigint"), "installed")
        .filter(purchase_line::Column::PurchaseId.in_subquery(sea_orm::QueryTrait::into_query(own)));
    let row: Option<(Option<i64>, Option<i64>)> = sums.into_tuple().one(db).await?;
    let (planned, installed) = row.unwrap_or_default();
    Ok((planned.unwrap_or(0), installed.unwrap_or(0)))
}

pub async fn payment(db: &impl ConnectionTrait, id: PaymentId) -> Result<PaymentRow, Error> {
    Ok(purchase_payment::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn insert_payment(step: &Step<'_>, row: PaymentRow) -> Result<(), Error> {
    purchase_payment::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: PaymentId, reason: &str, by_cancelling: bool) -> Result<(), Error> {
    let row = purchase_payment::ActiveModel {
        id: Set(id),
        reversed_at: Set(Some(step.now)),
        reversal_reason: Set(Some(reason.to_owned())),
        reversed_by_cancelling: Set(by_cancelling),
        ..Default::default()
    };
    purchase_payment::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// Writes an invoice: its prices, and its charges besides the goods.
pub async fn save_invoice(step: &Step<'_>, held: &PurchaseRecord) -> Result<(), Error> {
    for row in &held.items {
        purchase_item::Entity::update(row.clone().into_active_model().reset_all()).exec(step.tx).await?;
    }
    purchase_extra::Entity::delete_many().filter(purchase_extra::Column::PurchaseId.eq(held.id())).exec(step.tx).await?;
    if !held.extras.is_empty() {
        let rows = held.extras.iter().cloned().map(|row| row.into_active_model());
        purchase_extra::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}
