//! Closes and share-outs in the database, and the queries of a statement.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use uuid::Uuid;

use super::{PeriodClose, Share, ShareOut};
use crate::db::command::Step;
use crate::db::entity::{
    capital, correction_request, entry, fund, installment, loan, member, period_close, remission, repayment, share_out, share_out_member,
};
use crate::db::journal;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::close::PeriodKind;
use crate::domain::ids::{AssociationId, CloseId, CycleId, FundId, MemberId, ShareOutId};
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::member::Sex;
use crate::domain::names::fold;
use crate::domain::refusal::Refusal;
use crate::error::Error;

pub async fn find(db: &impl ConnectionTrait, id: CloseId) -> Result<PeriodClose, Error> {
    Ok(period_close::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The closed periods of a fund, oldest first.
pub async fn of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<PeriodClose>, Error> {
    let own = period_close::Entity::find().filter(period_close::Column::FundId.eq(fund));
    Ok(own.order_by_asc(period_close::Column::EndsOn).order_by_asc(period_close::Column::Id).all(db).await?)
}

pub async fn of_cycle(db: &impl ConnectionTrait, cycle: CycleId) -> Result<Option<PeriodClose>, Error> {
    Ok(period_close::Entity::find().filter(period_close::Column::CycleId.eq(cycle)).one(db).await?)
}

/// The last cycle of a fund that was closed before a day.
pub async fn cycle_before(db: &impl ConnectionTrait, fund: FundId, before: NaiveDate) -> Result<Option<PeriodClose>, Error> {
    use period_close::Column as C;
    let own = period_close::Entity::find().filter(C::FundId.eq(fund)).filter(C::Kind.eq(PeriodKind::Cycle));
    Ok(own.filter(C::EndsOn.lt(before)).order_by_desc(C::EndsOn).one(db).await?)
}

/// The close that ends on a day.
pub async fn closed_on(db: &impl ConnectionTrait, fund: FundId, ends_on: NaiveDate) -> Result<Option<PeriodClose>, Error> {
    use period_close::Column as C;
    let own = period_close::Entity::find().filter(C::FundId.eq(fund)).filter(C::EndsOn.eq(ends_on));
    Ok(own.order_by_desc(C::ClosedAt).one(db).await?)
}

/// Writes a close. From now on nothing is dated in its period.
pub async fn insert(step: &Step<'_>, row: PeriodClose) -> Result<(), Error> {
    // The closed days never decrease.
    let through = crate::features::funds::row(step.tx, row.fund_id).await?.closed_through.map_or(row.ends_on, |closed| Ord::max(closed, row.ends_on));
    let closed = fund::ActiveModel { id: Set(row.fund_id), closed_through: Set(Some(through)), ..Default::default() };
    fund::Entity::update(closed).exec(step.tx).await?;
    period_close::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

/// The day of a fund's first entry.
pub async fn first_entry_on(db: &impl ConnectionTrait, fund: FundId) -> Result<Option<NaiveDate>, Error> {
    let own = entry::Entity::find().filter(entry::Column::FundId.eq(fund));
    Ok(own.order_by_asc(entry::Column::Date).one(db).await?.map(|row| row.date))
}

/// The number of a fund's corrections that wait for a second person.
pub async fn waiting(db: &impl ConnectionTrait, fund: FundId) -> Result<usize, Error> {
    use correction_request::Column as C;
    Ok(correction_request::Entity::find().filter(C::FundId.eq(fund)).filter(C::AnsweredAt.is_null()).all(db).await?.len())
}

/// How many loans were handed over between two days, and to how many members of each sex.
pub async fn lent_between(db: &impl ConnectionTrait, fund: FundId, from: NaiveDate, to: NaiveDate) -> Result<Vec<LentTo>, Error> {
    use loan::Column as C;
    let lent = loan::Entity::find()
        .select_only()
        .column(member::Column::Sex)
        .column_as(C::Id.count(), "loans")
        .column_as(Expr::col((loan::Entity, C::MemberId)).count_distinct(), "members")
        .filter(C::FundId.eq(fund))
        .filter(C::Status.is_not_in([LoanStatus::Approved, LoanStatus::Cancelled]))
        .filter(C::DisbursedOn.between(from, to))
        .group_by(member::Column::Sex);
    Ok(of_member(lent).into_model::<LentTo>().all(db).await?)
}

/// Overdue principal of open loans after all that is recorded, by the loan's oldest unpaid due date and the sex of its
/// debtor: how many loans, and minor units.
pub async fn overdue_today(db: &impl ConnectionTrait, fund: FundId, today: NaiveDate) -> Result<Vec<Overdue>, Error> {
    use installment::Column as I;
    let unpaid = || Expr::col((installment::Entity, I::PrincipalMinor)).sub(Expr::col((installment::Entity, I::PaidPrincipalMinor)));
    let of_loan = Query::select()
        .column((installment::Entity, I::LoanId))
        .expr_as(unpaid().sum().cast_as("bigint"), "minor")
        .from(installment::Entity)
        .and_where(I::FundId.eq(fund))
        .and_where(I::IsOpen.eq(true))
        .and_where(I::DueOn.lt(today))
        .group_by_col((installment::Entity, I::LoanId))
        .and_having(unpaid().sum().gt(0_i64))
        .to_owned();
    let minor = || Expr::col(("overdue", "minor"));
    let mut select = loan::Entity::find()
        .select_only()
        .column(loan::Column::OldestUnpaidDueOn)
        .column(member::Column::Sex)
        .column_as(loan::Column::Id.count(), "loans")
        .column_as(minor().sum().cast_as("bigint"), "minor")
        .filter(loan::Column::FundId.eq(fund))
        .group_by(loan::Column::OldestUnpaidDueOn)
        .group_by(member::Column::Sex);
    let same = Expr::col(("overdue", "loan_id")).equals((loan::Entity, loan::Column::Id));
    QuerySelect::query(&mut select).join_subquery(JoinType::InnerJoin, of_loan, "overdue", same);
    Ok(of_member(select).into_model::<Overdue>().all(db).await?)
}

fn of_member(mut loans: Select<loan::Entity>) -> Select<loan::Entity> {
    let debtor = Expr::col((member::Entity, member::Column::Id)).equals((loan::Entity, loan::Column::MemberId));
    QuerySelect::query(&mut loans).join(JoinType::InnerJoin, member::Entity, debtor);
    loans
}

#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct LentTo {
    pub sex: Sex,
    pub loans: i64,
    pub members: i64,
}

#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Overdue {
    pub oldest_unpaid_due_on: Option<NaiveDate>,
    pub sex: Sex,
    pub loans: i64,
    pub minor: i64,
}

/// The interest that each member paid, by entries dated between two days: late records of earlier payments count, recoveries
/// on written-off loans do not. Minor units.
pub async fn interest_paid(db: &impl ConnectionTrait, fund: FundId, from: NaiveDate, to: NaiveDate) -> Result<HashMap<MemberId, i64>, Error> {
    let moved = journal::moved_by_record(db, fund, Account::InterestIncome, (from, to), SourceKind::CycleClose).await?;
    let repaid = repayment::Entity::find().select_only().columns([repayment::Column::Id, repayment::Column::MemberId]);
    let repaid: Vec<(Uuid, MemberId)> = repaid.filter(repayment::Column::FundId.eq(fund)).into_tuple().all(db).await?;
    let remitted = remission::Entity::find().select_only().columns([remission::Column::Id, remission::Column::MemberId]);
    let remitted: Vec<(Uuid, MemberId)> = remitted.filter(remission::Column::FundId.eq(fund)).into_tuple().all(db).await?;
    let whose: HashMap<Uuid, MemberId> = repaid.into_iter().chain(remitted).collect();
    let mut of: HashMap<MemberId, i64> = HashMap::new();
    for (record, minor) in moved {
        if let Some(member) = whose.get(&record) {
            *of.entry(*member).or_default() -= minor;
        }
    }
    Ok(of)
}

/// Contributions up to a day. Minor units.
#[derive(Default)]
pub struct Contributed {
    /// By the member who was named.
    pub of: HashMap<MemberId, i64>,
    /// If no member was named, by the folded name of the giver.
    pub under: HashMap<String, i64>,
}

pub async fn contributed(db: &impl ConnectionTrait, fund: FundId, by: NaiveDate) -> Result<Contributed, Error> {
    use capital::Column as C;
    let own = capital::Entity::find().filter(C::FundId.eq(fund)).filter(C::Kind.eq(CapitalKind::Member));
    let came = own.filter(C::Status.eq(CapitalStatus::Received)).filter(C::HappensOn.lte(by)).filter(C::ReversedAt.is_null());
    let mut given = Contributed::default();
    for row in came.all(db).await? {
        let sum = match row.member_id {
            Some(member) => given.of.entry(member).or_default(),
            None => given.under.entry(fold(&row.source)).or_default(),
        };
        *sum += row.amount_minor;
    }
    Ok(given)
}

pub async fn share_out(db: &impl ConnectionTrait, id: ShareOutId) -> Result<ShareOut, Error> {
    Ok(share_out::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The share-outs of a close, undone ones too, oldest first.
pub async fn share_outs_of(db: &impl ConnectionTrait, close: CloseId) -> Result<Vec<ShareOut>, Error> {
    let own = share_out::Entity::find().filter(share_out::Column::CloseId.eq(close));
    Ok(own.order_by_asc(share_out::Column::Id).all(db).await?)
}

/// The share-outs of a fund that were not undone.
pub async fn standing(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<ShareOut>, Error> {
    let own = share_out::Entity::find().filter(share_out::Column::FundId.eq(fund));
    Ok(own.filter(share_out::Column::ReversedAt.is_null()).all(db).await?)
}

pub async fn shares(db: &impl ConnectionTrait, id: ShareOutId) -> Result<Vec<Share>, Error> {
    Ok(share_out_member::Entity::find().filter(share_out_member::Column::ShareOutId.eq(id)).all(db).await?)
}

/// Unpaid shares of share-outs not undone. Minor units.
pub async fn unpaid_shares(db: &impl ConnectionTrait, fund: FundId) -> Result<i64, Error> {
    use share_out_member::Column as C;
    let ids: Vec<ShareOutId> = standing(db, fund).await?.iter().map(|row| row.id).collect();
    let own = share_out_member::Entity::find().filter(C::ShareOutId.is_in(ids)).filter(C::PaidOn.is_null());
    let sum: Option<Option<i64>> = own.select_only().column_as(Expr::col(C::AmountMinor).sum().cast_as("bigint"), "sum").into_tuple().one(db).await?;
    Ok(sum.flatten().unwrap_or(0))
}

/// Shares unpaid at the end of a day. With `known`, only what was recorded by that moment counts. Minor units.
pub async fn unpaid_shares_on(db: &impl ConnectionTrait, fund: FundId, at: NaiveDate, known: Option<DateTime<Utc>>) -> Result<i64, Error> {
    let decided = share_out::Entity::find().filter(share_out::Column::FundId.eq(fund)).filter(share_out::Column::DecidedOn.lte(at));
    let decided = decided.all(db).await?.into_iter();
    let stood = |row: &ShareOut| match known {
        Some(moment) => row.recorded_at <= moment && row.reversed_at.is_none_or(|reversed| reversed > moment),
        None => row.reversed_at.is_none(),
    };
    let ids: Vec<ShareOutId> = decided.filter(stood).map(|row| row.id).collect();
    let own = share_out_member::Entity::find().filter(share_out_member::Column::ShareOutId.is_in(ids));
    let paid = |share: &Share| {
        let by_then = known.is_none_or(|moment| share.paid_at.is_none_or(|paid| paid <= moment));
        by_then && share.paid_on.is_some_and(|on| on <= at)
    };
    Ok(own.all(db).await?.iter().filter(|share| !paid(share)).map(|share| share.amount_minor).sum())
}

pub async fn insert_share_out(step: &Step<'_>, row: ShareOut, shares: Vec<Share>) -> Result<(), Error> {
    share_out::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    for chunk in shares.chunks(1_000) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        share_out_member::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

pub async fn mark_reversed(step: &Step<'_>, id: ShareOutId, reason: &str) -> Result<(), Error> {
    let row =
        share_out::ActiveModel { id: Set(id), reversed_at: Set(Some(step.now)), reversal_reason: Set(Some(reason.to_owned())), ..Default::default() };
    share_out::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

pub async fn mark_paid(step: &Step<'_>, share: (ShareOutId, MemberId), paid: Option<(NaiveDate, PaymentMethod)>) -> Result<(), Error> {
    let row = share_out_member::ActiveModel {
        share_out_id: Set(share.0),
        member_id: Set(share.1),
        paid_on: Set(paid.map(|paid| paid.0)),
        payment_method: Set(paid.map(|paid| paid.1)),
        paid_by: Set(paid.map(|_| step.by.user_id)),
        paid_at: Set(paid.map(|_| step.now)),
        ..Default::default()
    };
    share_out_member::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

/// The reserves filled by share-outs. Minor units: loss, education, solidarity.
pub async fn reserved(db: &impl ConnectionTrait, fund: FundId) -> Result<[i64; 3], Error> {
    let rows = standing(db, fund).await?;
    let sum = |of: fn(&ShareOut) -> i64| rows.iter().map(of).sum();
    Ok([sum(|row| row.to_loss_reserve_minor), sum(|row| row.to_education_minor), sum(|row| row.to_solidarity_minor)])
}

/// The members of an association at the end of a day, in order of number.
pub async fn members_on(
    db: &impl ConnectionTrait,
    association: AssociationId,
    on: NaiveDate,
) -> Result<Vec<crate::features::members::Member>, Error> {
    let all = crate::features::members::all(db, association).await?;
    let belongs =
        |member: &crate::features::members::Member| member.joined_on.is_none_or(|joined| joined <= on) && member.left_on.is_none_or(|left| left > on);
    Ok(all.into_iter().filter(belongs).collect())
}
