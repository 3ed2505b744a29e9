//! Commitments in the database.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

use super::{CommitmentRow, Committed, Committer};
use crate::db::entity::commitment::{self, Column as C};
use crate::db::{Tx, columns};
use crate::domain::commitment::{Commitment, CommitmentKind};
use crate::domain::ids::FundId;
use crate::error::Error;

/// Replaces all commitments of a record.
pub async fn replace(tx: &Tx, by: &Committer, spans: &[Commitment]) -> Result<(), Error> {
    commitment::Entity::delete_many().filter(C::SourceId.eq(by.id)).exec(tx).await?;
    if spans.is_empty() {
        return Ok(());
    }
    let rows = spans.iter().map(|span| commitment::ActiveModel {
        source_id: Set(by.id),
        kind: Set(span.kind),
        since_on: Set(span.since_on),
        association_id: Set(by.association),
        fund_id: Set(by.fund),
        source_kind: Set(by.kind),
        memo: Set(by.memo.clone()),
        member_id: Set(by.member),
        amount_minor: Set(span.amount_minor),
        released_on: Set(span.released_on),
    });
    commitment::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The commitments of these funds, each on its own present day.
pub async fn now(db: &impl ConnectionTrait, asked: &[(FundId, NaiveDate)]) -> Result<HashMap<FundId, Committed>, Error> {
    let mut of_day: BTreeMap<NaiveDate, Vec<FundId>> = BTreeMap::new();
    for (fund, today) in asked {
        of_day.entry(*today).or_default().push(*fund);
    }
    let none = Condition::any().add(C::FundId.is_in(Vec::<FundId>::new()));
    let all = of_day.into_iter().fold(none, |any, (today, funds)| any.add(C::FundId.is_in(funds).and(not_released(today))));
    let open = commitment::Entity::find().filter(all);
    sums(db, open).await
}

/// The commitments of a fund at the end of a day.
pub async fn on(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<Committed, Error> {
    let then =
        commitment::Entity::find().filter(C::FundId.eq(fund)).filter(C::SinceOn.lte(on)).filter(C::ReleasedOn.is_null().or(C::ReleasedOn.gt(on)));
    Ok(sums(db, then).await?.remove(&fund).unwrap_or_default())
}

async fn sums(db: &impl ConnectionTrait, of: Select<commitment::Entity>) -> Result<HashMap<FundId, Committed>, Error> {
    let sums = of
        .select_only()
        .column(C::FundId)
        .column(C::Kind)
        .column_as(C::AmountMinor.sum().cast_as("bigint"), "sum")
        .column_as(C::SourceId.count(), "count")
        .group_by(C::FundId)
        .group_by(C::Kind);
    let rows: Vec<(FundId, CommitmentKind, i64, i64)> = sums.into_tuple().all(db).await?;
    let mut committed: HashMap<FundId, Committed> = HashMap::new();
    for (fund, kind, minor, count) in rows {
        let of = committed.entry(fund).or_default();
        match kind {
            CommitmentKind::Lends => (of.lends_minor, of.count) = (minor, usize::try_from(count).unwrap_or(usize::MAX)),
            CommitmentKind::AdvancesPassedOn => of.advances_passed_on = minor,
            CommitmentKind::FundsPassedOn => of.funds_passed_on = minor,
        }
    }
    Ok(committed)
}

/// The condition for commitments that count today. Some have a release day in the future.
fn not_released(today: NaiveDate) -> SimpleExpr {
    C::ReleasedOn.is_null().or(C::ReleasedOn.gt(today))
}

/// A page of the loans and purchases that the fund will lend or pay, oldest first.
pub async fn open(db: &impl ConnectionTrait, fund: FundId, today: NaiveDate, (page, most): (u64, u64)) -> Result<Vec<CommitmentRow>, Error> {
    let open = commitment::Entity::find()
        .filter(C::FundId.eq(fund))
        .filter(not_released(today))
        .filter(C::Kind.eq(CommitmentKind::Lends))
        .order_by_asc(C::SinceOn)
        .order_by_asc(C::SourceId);
    Ok(open.offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// All commitments ever made in a fund, by record.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<HashMap<Uuid, Vec<Commitment>>, Error> {
    let rows = commitment::Entity::find().filter(C::FundId.eq(fund)).order_by_asc(C::SinceOn).all(db).await?;
    let mut of: HashMap<Uuid, Vec<Commitment>> = HashMap::new();
    for row in rows {
        let kind = row.kind;
        let span = Commitment { kind, amount_minor: row.amount_minor, since_on: row.since_on, released_on: row.released_on };
        of.entry(row.source_id).or_default().push(span);
    }
    Ok(of)
}
