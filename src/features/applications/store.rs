//! Applications, votes and legal ceilings in the database.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Application, Vote};
use crate::db::columns;
use crate::db::command::Step;
use crate::db::entity::{application, application_vote, rate_ceiling, user, user_grant};
use crate::domain::committee::ApplicationStatus;
use crate::domain::ids::{ApplicationId, AssociationId, FundId, MemberId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::error::Error;

pub use crate::db::entity::rate_ceiling::Model as Ceiling;

const OPEN: [ApplicationStatus; 2] = [ApplicationStatus::Applied, ApplicationStatus::AwaitsSecond];

pub async fn find(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Application, Error> {
    Ok(application::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// A fund's open applications, in the committee's order.
pub async fn open_of_fund(db: &impl ConnectionTrait, fund: FundId) -> Result<Vec<Application>, Error> {
    use application::Column as A;
    let open = application::Entity::find().filter(A::FundId.eq(fund)).filter(A::Status.is_in(OPEN));
    Ok(open.order_by_asc(A::Position).order_by_asc(A::Number).all(db).await?)
}

/// A page of the decided or withdrawn applications, newest first.
pub async fn decided(db: &impl ConnectionTrait, fund: FundId, page: u64, most: u64) -> Result<Vec<Application>, Error> {
    use application::Column as A;
    let done = application::Entity::find().filter(A::FundId.eq(fund)).filter(A::Status.is_not_in(OPEN));
    Ok(done.order_by_desc(A::Number).offset(columns::offset(page, most)).limit(most).all(db).await?)
}

/// The decisions of a session, by its acta's number. A new book begins its numbers anew: without a day, the latest session
/// with that number counts.
pub async fn of_acta(db: &impl ConnectionTrait, fund: FundId, acta: &str, on: Option<NaiveDate>) -> Result<Vec<Application>, Error> {
    use application::Column as A;
    let own = application::Entity::find().filter(A::FundId.eq(fund)).filter(A::Acta.eq(acta));
    let mut rows = own.order_by_asc(A::Position).order_by_asc(A::Number).all(db).await?;
    let held_on = on.or_else(|| rows.iter().filter_map(|row| row.acta_on).max());
    rows.retain(|row| row.acta_on == held_on);
    Ok(rows)
}

/// All applications of a member, newest first.
pub async fn of_member(db: &impl ConnectionTrait, member: MemberId) -> Result<Vec<Application>, Error> {
    let own = application::Entity::find().filter(application::Column::MemberId.eq(member));
    Ok(own.order_by_desc(application::Column::RecordedAt).all(db).await?)
}

/// The next application number of a fund. The fund must be locked.
pub async fn next_number(db: &impl ConnectionTrait, fund: FundId) -> Result<i64, Error> {
    let newest = application::Entity::find().filter(application::Column::FundId.eq(fund)).order_by_desc(application::Column::Number);
    Ok(newest.one(db).await?.map_or(1, |row| row.number + 1))
}

pub async fn insert(step: &Step<'_>, row: Application) -> Result<(), Error> {
    application::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

pub async fn update(step: &Step<'_>, row: Application) -> Result<(), Error> {
    application::Entity::update(row.into_active_model().reset_all()).exec(step.tx).await?;
    Ok(())
}

/// The votes on these applications, in the order in which they were cast.
pub async fn votes(db: &impl ConnectionTrait, ids: &[ApplicationId]) -> Result<Vec<Vote>, Error> {
    let of = application_vote::Entity::find().filter(application_vote::Column::ApplicationId.is_in(ids.iter().copied()));
    Ok(of.order_by_asc(application_vote::Column::CastAt).all(db).await?)
}

pub async fn insert_vote(step: &Step<'_>, row: Vote) -> Result<(), Error> {
    application_vote::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}

/// Deletes a vote that was taken back. The correction keeps its content.
pub async fn delete_vote(step: &Step<'_>, row: Vote) -> Result<(), Error> {
    row.delete(step.tx).await?;
    Ok(())
}

/// A committee member with their sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub member: MemberId,
    pub user: UserId,
}

/// The members of an association's committee with an open sign-in.
pub async fn committee(db: &impl ConnectionTrait, association: AssociationId) -> Result<Vec<Seat>, Error> {
    use user_grant::Column as G;
    let grants = user_grant::Entity::find().filter(G::AssociationId.eq(association)).filter(G::Role.eq(Role::Committee)).all(db).await?;
    let ids: Vec<UserId> = grants.iter().map(|row| row.user_id).collect();
    let open = user::Entity::find().filter(user::Column::Id.is_in(ids)).filter(user::Column::DisabledAt.is_null()).all(db).await?;
    let is_open = |id: UserId| open.iter().any(|user| user.id == id);
    let mut seats: Vec<Seat> = Vec::new();
    for row in grants {
        if let Some(member) = row.member_id.filter(|_| is_open(row.user_id))
            && seats.iter().all(|seat| seat.member != member)
        {
            seats.push(Seat { member, user: row.user_id });
        }
    }
    Ok(seats)
}

/// Every legal ceiling, newest first.
pub async fn ceilings(db: &impl ConnectionTrait) -> Result<Vec<Ceiling>, Error> {
    use rate_ceiling::Column as C;
    Ok(rate_ceiling::Entity::find().order_by_asc(C::Country).order_by_desc(C::CountsFrom).order_by_desc(C::RecordedAt).all(db).await?)
}

pub async fn insert_ceiling(step: &Step<'_>, row: Ceiling) -> Result<(), Error> {
    rate_ceiling::Entity::insert(row.into_active_model()).exec_without_returning(step.tx).await?;
    Ok(())
}
