//! Corrections and their requests in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::{Correction, CorrectionRequest};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::{cash_count, correction, correction_request, fund, user};
use crate::domain::correction::CorrectionKind;
use crate::domain::ids::{CorrectionRequestId, FundId, MemberId, UserId};
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn keep(step: &Step<'_>, row: Correction) -> Result<(), Error> {
    correction::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

/// The last cash count of a fund that was not undone, and when it was recorded.
pub async fn last_counted(db: &impl ConnectionTrait, fund: FundId) -> Result<Option<(Uuid, DateTime<Utc>)>, Error> {
    use cash_count::Column as C;
    let standing = cash_count::Entity::find().filter(C::FundId.eq(fund)).filter(C::ReversedAt.is_null());
    let last = standing.order_by_desc(C::CountedOn).order_by_desc(C::Id).one(db).await?;
    Ok(last.map(|row| (row.id.0, row.recorded_at)))
}

/// Identifiers in one query.
const IDS: usize = 1_000;

/// The corrections of these records, and those that created them, oldest first.
pub async fn of_records(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Correction>, Error> {
    use correction::Column as C;
    let mut told: Vec<Correction> = Vec::new();
    for chunk in ids.chunks(IDS) {
        let concerns = Condition::any().add(C::RecordId.is_in(chunk.iter().copied())).add(C::ReplacedBy.is_in(chunk.iter().copied()));
        told.extend(correction::Entity::find().filter(concerns).order_by_asc(C::CorrectedAt).all(db).await?);
    }
    // A correction found from both of its records is shown once.
    told.sort_by_key(|row| (row.corrected_at, row.id));
    told.dedup_by_key(|row| row.id);
    Ok(told)
}

/// The changes of these records, newest first.
pub async fn changes_of(db: &impl ConnectionTrait, records: Vec<Uuid>) -> Result<Vec<Correction>, Error> {
    use correction::Column as C;
    let own = correction::Entity::find().filter(C::RecordId.is_in(records)).filter(C::Kind.eq(CorrectionKind::Change));
    Ok(own.order_by_desc(C::CorrectedAt).order_by_desc(C::Id).all(db).await?)
}

/// The corrections of a member's records in a fund, newest first.
pub async fn of_member(db: &impl ConnectionTrait, member: MemberId, fund: FundId, most: u64) -> Result<Vec<Correction>, Error> {
    use correction::Column as C;
    let own = correction::Entity::find().filter(C::MemberId.eq(member)).filter(C::FundId.eq(fund));
    Ok(own.order_by_desc(C::CorrectedAt).limit(most).all(db).await?)
}

/// A page of a fund's corrections, newest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Correction>, Error> {
    use correction::Column as C;
    let select = correction::Entity::find().filter(C::FundId.eq(fund)).order_by_desc(C::CorrectedAt).order_by_desc(C::Id);
    Ok(select.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// The number and sum of a fund's corrections, beside the number of its ledger's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    pub corrections: u64,
    /// Minor units.
    pub amount_minor: i64,
    pub entries: u64,
}

impl Totals {
    /// Corrections of a hundred entries, to one decimal: `1.5 %`.
    pub fn share(&self) -> String {
        let tenths = (self.corrections * 1_000 + self.entries / 2).checked_div(self.entries).unwrap_or(0);
        format!("{}.{} %", tenths / 10, tenths % 10)
    }
}

pub async fn totals(db: &impl ConnectionTrait, fund: FundId) -> Result<Totals, Error> {
    use correction::Column as C;
    let of_fund = correction::Entity::find().filter(C::FundId.eq(fund)).select_only();
    let summed = of_fund.column_as(C::AmountMinor.sum().cast_as("bigint"), "sum").column_as(C::Id.count(), "count");
    let (sum, count): (Option<i64>, i64) = summed.into_tuple().one(db).await?.unwrap_or_default();
    // Entries are numbered without gaps.
    let next: Option<i64> = fund::Entity::find_by_id(fund).select_only().column(fund::Column::NextEntryNo).into_tuple().one(db).await?;
    Ok(Totals { corrections: count.unsigned_abs(), amount_minor: sum.unwrap_or(0), entries: next.unwrap_or(1).saturating_sub(1).unsigned_abs() })
}

pub async fn ask(step: &Step<'_>, row: CorrectionRequest) -> Result<(), Error> {
    correction_request::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn maybe_request(db: &impl ConnectionTrait, id: CorrectionRequestId) -> Result<Option<CorrectionRequest>, Error> {
    Ok(correction_request::Entity::find_by_id(id).one(db).await?)
}

pub async fn request(db: &impl ConnectionTrait, id: CorrectionRequestId) -> Result<CorrectionRequest, Error> {
    Ok(maybe_request(db, id).await?.ok_or_else(Refusal::not_found)?)
}

/// The requests of a fund that wait for a second person, oldest first.
pub async fn waiting(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<CorrectionRequest>, Error> {
    use correction_request::Column as C;
    let open = correction_request::Entity::find().filter(C::FundId.eq(fund)).filter(C::AnsweredAt.is_null());
    Ok(open.order_by_asc(C::AskedAt).all(db).await?)
}

/// The requests to put this record right that wait for a second person.
pub async fn waiting_for(db: &impl ConnectionTrait, record: Uuid) -> Result<Vec<CorrectionRequest>, Error> {
    waiting_for_any(db, &[record]).await
}

/// The requests to put one of these records right that wait for a second person.
pub async fn waiting_for_any(db: &impl ConnectionTrait, records: &[Uuid]) -> Result<Vec<CorrectionRequest>, Error> {
    use correction_request::Column as C;
    let open = correction_request::Entity::find().filter(C::RecordId.is_in(records.iter().copied())).filter(C::AnsweredAt.is_null());
    Ok(open.order_by_asc(C::AskedAt).all(db).await?)
}

pub async fn answer(step: &Step<'_>, id: CorrectionRequestId, confirmed: bool) -> Result<(), Error> {
    let row = correction_request::ActiveModel {
        id: Set(id),
        answered_by: Set(Some(step.by.user_id)),
        answered_at: Set(Some(step.now)),
        confirmed: Set(Some(confirmed)),
        ..Default::default()
    };
    correction_request::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// The users' names.
pub async fn names(db: &impl ConnectionTrait, ids: Vec<UserId>) -> Result<HashMap<UserId, String>, Error> {
    let rows = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
