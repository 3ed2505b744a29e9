//! Groups and guarantees in the database, and the arrears of their members.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::{Group, Guarantee};
use crate::db::command::Step;
use crate::db::entity::{group_member, guarantee, loan, solidarity_group};
use crate::domain::ids::{AssociationId, GroupId, GuaranteeId, LoanId, MemberId};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::Refusal;
use crate::domain::solidarity::Edge;
use crate::error::Error;

pub use crate::db::entity::group_member::Model as Membership;
pub use crate::db::entity::loan::Model as LoanRow;

/// Loans that count: approved, or disbursed and not paid back.
const OPEN: [LoanStatus; 2] = [LoanStatus::Approved, LoanStatus::Disbursed];
/// Loans that are owed, including written-off ones.
const OWED: [LoanStatus; 2] = [LoanStatus::Disbursed, LoanStatus::WrittenOff];

pub async fn find(db: &impl ConnectionTrait, id: GroupId) -> Result<Group, Error> {
    Ok(solidarity_group::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// An association's groups by name, including dissolved ones.
pub async fn list(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<Group>, Error> {
    let own = solidarity_group::Entity::find().filter(solidarity_group::Column::AssociationId.eq(association));
    Ok(own.order_by_asc(solidarity_group::Column::Name).all(db).await?)
}

/// All members of these groups, past and present.
pub async fn memberships(db: &impl ConnectionTrait, groups: Vec<GroupId>) -> Result<Vec<Membership>, Error> {
    let of = group_member::Entity::find().filter(group_member::Column::GroupId.is_in(groups));
    Ok(of.order_by_asc(group_member::Column::JoinedOn).all(db).await?)
}

/// A group's members on a day.
pub async fn members_on(db: &impl ConnectionTrait, group: GroupId, on: NaiveDate) -> Result<Vec<MemberId>, Error> {
    let all = memberships(db, vec![group]).await?;
    Ok(all.into_iter().filter(|row| is_in(row, on)).map(|row| row.member_id).collect())
}

pub fn is_in(row: &Membership, on: NaiveDate) -> bool {
    row.joined_on <= on && row.left_on.is_none_or(|left_on| on < left_on)
}

/// A member's group on a day.
pub async fn group_of(db: &impl ConnectionTrait, member: MemberId, on: NaiveDate) -> Result<Option<Group>, Error> {
    let own = group_member::Entity::find().filter(group_member::Column::MemberId.eq(member)).all(db).await?;
    match own.into_iter().find(|row| is_in(row, on)) {
        Some(row) => Ok(Some(find(db, row.group_id).await?).filter(|group| group.dissolved_on.is_none_or(|over_on| on < over_on))),
        None => Ok(None),
    }
}

/// The groups that these members belong to from a day on, each with the member.
pub async fn in_a_group(db: &impl ConnectionTrait, members: &[MemberId], on: NaiveDate) -> Result<Vec<Membership>, Error> {
    use group_member::Column as C;
    let of = group_member::Entity::find().filter(C::MemberId.is_in(members.iter().copied()));
    Ok(of.filter(C::LeftOn.is_null().or(C::LeftOn.gt(on))).all(db).await?)
}

pub async fn insert_group(step: &Step<'_>, group: Group) -> Result<(), Error> {
    solidarity_group::Entity::insert(group.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn join(step: &Step<'_>, rows: Vec<Membership>) -> Result<(), Error> {
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        group_member::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

pub async fn leave(step: &Step<'_>, row: &Membership, on: NaiveDate) -> Result<(), Error> {
    let mut left = row.clone().into_active_model();
    left.left_on = Set(Some(on));
    group_member::Entity::update(left).exec(step.tx).await?;
    Ok(())
}

/// Cancels a member's leaving.
pub async fn stay(step: &Step<'_>, row: &Membership) -> Result<(), Error> {
    let mut stays = row.clone().into_active_model();
    stays.left_on = Set(None);
    group_member::Entity::update(stays).exec(step.tx).await?;
    Ok(())
}

pub async fn update_group(step: &Step<'_>, group: Group) -> Result<(), Error> {
    solidarity_group::Entity::update(group.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// The due date of each member's oldest unpaid installment, in any fund; members who owe nothing are left out.
pub async fn oldest_due(db: &impl ConnectionTrait, members: &[MemberId]) -> Result<HashMap<MemberId, NaiveDate>, Error> {
    use loan::Column as L;
    let mut oldest = HashMap::new();
    for chunk in members.chunks(1_000) {
        let open = loan::Entity::find().filter(L::MemberId.is_in(chunk.iter().copied())).filter(L::Status.is_in(OWED));
        let open = open.filter(L::OldestUnpaidDueOn.is_not_null()).select_only().column(L::MemberId).column_as(L::OldestUnpaidDueOn.min(), "oldest");
        let rows: Vec<(MemberId, Option<NaiveDate>)> = open.group_by(L::MemberId).into_tuple().all(db).await?;
        oldest.extend(rows.into_iter().filter_map(|(member, due_on)| Some((member, due_on?))));
    }
    Ok(oldest)
}

/// Each member's days late on a day, on what is still unpaid; members who were not late are left out.
pub async fn delays(db: &impl ConnectionTrait, members: &[MemberId], on: NaiveDate) -> Result<HashMap<MemberId, i64>, Error> {
    let oldest = oldest_due(db, members).await?;
    Ok(oldest.into_iter().map(|(member, due_on)| (member, crate::domain::calendar::days(due_on, on))).filter(|(_, days)| *days > 0).collect())
}

/// The loan of a guarantee.
pub async fn loan(db: &impl ConnectionTrait, id: LoanId) -> Result<LoanRow, Error> {
    Ok(loan::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// All guarantors of a loan, including released ones, in order of recording.
pub async fn guarantors_of(db: &impl ConnectionTrait, loan: LoanId) -> Result<Vec<Guarantee>, Error> {
    Ok(guarantee::Entity::find().filter(guarantee::Column::LoanId.eq(loan)).order_by_asc(guarantee::Column::Id).all(db).await?)
}

/// The guarantors of a loan who were not released.
pub async fn open_of_loan(db: &impl ConnectionTrait, loan: LoanId) -> Result<Vec<Guarantee>, Error> {
    Ok(guarantors_of(db, loan).await?.into_iter().filter(|row| row.released_at.is_none()).collect())
}

/// A guarantee with its loan.
#[derive(Clone, Debug)]
pub struct Guaranteed {
    pub guarantee: Guarantee,
    pub loan: LoanRow,
}

/// The open loans that these members guarantee, without lapsed ones.
pub async fn guaranteed_by(db: &impl ConnectionTrait, guarantors: &[MemberId], on: NaiveDate) -> Result<Vec<Guaranteed>, Error> {
    use guarantee::Column as G;
    let own = guarantee::Entity::find().filter(G::GuarantorId.is_in(guarantors.iter().copied())).filter(G::ReleasedAt.is_null());
    with_loans(db, own.order_by_asc(G::Id).all(db).await?, on).await
}

async fn with_loans(db: &impl ConnectionTrait, guarantees: Vec<Guarantee>, on: NaiveDate) -> Result<Vec<Guaranteed>, Error> {
    let ids: Vec<LoanId> = guarantees.iter().map(|row| row.loan_id).collect();
    let mut loans = HashMap::new();
    for chunk in ids.chunks(1_000) {
        let open = loan::Entity::find().filter(loan::Column::Id.is_in(chunk.iter().copied())).filter(loan::Column::Status.is_in(OPEN));
        loans.extend(open.all(db).await?.into_iter().filter(|loan| !loan.lapsed(on)).map(|loan| (loan.id, loan)));
    }
    let pairs = guarantees.into_iter().filter_map(|guarantee| loans.get(&guarantee.loan_id).cloned().map(|loan| Guaranteed { guarantee, loan }));
    Ok(pairs.collect())
}

/// The guarantors and debtors of an association's single guarantees, without those by group.
pub async fn edges(db: &impl ConnectionTrait, association: AssociationId, on: NaiveDate) -> Result<Vec<Edge>, Error> {
    use guarantee::Column as G;
    let alone = guarantee::Entity::find().filter(G::AssociationId.eq(association)).filter(G::ReleasedAt.is_null()).filter(G::GroupId.is_null());
    let open = with_loans(db, alone.all(db).await?, on).await?;
    Ok(open.into_iter().map(|one| Edge { guarantor: one.guarantee.guarantor_id, debtor: one.loan.member_id }).collect())
}

pub async fn guarantee(db: &impl ConnectionTrait, id: GuaranteeId) -> Result<Guarantee, Error> {
    Ok(guarantee::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

pub async fn insert_guarantees(step: &Step<'_>, rows: Vec<Guarantee>) -> Result<(), Error> {
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        guarantee::Entity::insert_many(rows).exec_without_returning(step.tx).await?;
    }
    Ok(())
}

pub async fn update_guarantee(step: &Step<'_>, row: Guarantee) -> Result<(), Error> {
    guarantee::Entity::update(row.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// The guarantors of a wrong loan guarantee the right loan that replaces it.
pub async fn carry_over(step: &Step<'_>, wrong: LoanId, right: LoanId) -> Result<(), Error> {
    let open = open_of_loan(step.tx, wrong).await?;
    let rows = open.into_iter().map(|row| Guarantee { id: step.new_id(), loan_id: right, ..row }).collect();
    insert_guarantees(step, rows).await
}
