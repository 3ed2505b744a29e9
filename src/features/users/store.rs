//! Sign-ins and their grants in the database.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::User;
use super::keep::NewUser;
use crate::db::actors;
use crate::db::command::Step;
use crate::db::entity::{user, user_grant};
use crate::domain::ids::{AssociationId, MemberId, UserId};
use crate::domain::names::fold;
use crate::domain::role::Grant;
use crate::error::Error;

pub async fn insert(step: &Step<'_>, new: NewUser, password_hash: String, must_change: bool) -> Result<UserId, Error> {
    let id = step.new_id();
    let row = user::ActiveModel {
        id: Set(id),
        login: Set(new.login),
        name: Set(new.name.into()),
        password_hash: Set(password_hash),
        must_change_password: Set(must_change),
        language: Set(step.by.language.clone()),
        created_at: Set(step.now),
        disabled_at: Set(None),
    };
    user::Entity::insert(row).exec_without_returning(step.tx).await?;
    add_grant(step, id, new.grant).await?;
    Ok(id)
}

pub async fn add_grant(step: &Step<'_>, user: UserId, grant: Grant) -> Result<(), Error> {
    let (programme_id, association_id, member_id) = match grant {
        Grant::Admin => (None, None, None),
        Grant::Staff(programme) => (Some(programme), None, None),
        Grant::Treasurer(association) | Grant::Auditor(association) => (None, Some(association), None),
        Grant::Committee(association, member) | Grant::Member(association, member) => (None, Some(association), Some(member)),
    };
    let row = user_grant::ActiveModel {
        id: Set(step.new_id()),
        user_id: Set(user),
        role: Set(grant.role()),
        programme_id: Set(programme_id),
        association_id: Set(association_id),
        member_id: Set(member_id),
    };
    user_grant::Entity::insert(row).exec_without_returning(step.tx).await?;
    Ok(())
}

/// Removes a member's seat in the committee; with no other role they stay a member.
pub async fn dismiss(step: &Step<'_>, user: UserId, seat: Grant) -> Result<(), Error> {
    let Grant::Committee(association, member) = seat else { return Ok(()) };
    use user_grant::Column as G;
    let own = user_grant::Entity::delete_many().filter(G::UserId.eq(user)).filter(G::Role.eq(seat.role()));
    own.filter(G::MemberId.eq(member)).exec(step.tx).await?;
    let left = grants_of(step.tx, user).await?;
    if left.is_empty() { add_grant(step, user, Grant::Member(association, member)).await } else { Ok(()) }
}

pub async fn grants_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Grant>, Error> {
    let rows = user_grant::Entity::find().filter(user_grant::Column::UserId.eq(user)).all(db).await?;
    Ok(rows.iter().filter_map(actors::grant).collect())
}

/// A member's sign-in, if they have one.
pub async fn of_member(db: &impl ConnectionTrait, member: MemberId) -> Result<Option<User>, Error> {
    let Some(row) = user_grant::Entity::find().filter(user_grant::Column::MemberId.eq(member)).one(db).await? else { return Ok(None) };
    Ok(user::Entity::find_by_id(row.user_id).one(db).await?)
}

/// Every sign-in with its grants, of one association or of the whole program, by name.
pub async fn list(db: &impl ConnectionTrait, association: Option<AssociationId>) -> Result<Vec<(User, Vec<Grant>)>, Error> {
    let mut select = user_grant::Entity::find();
    if let Some(association) = association {
        select = select.filter(user_grant::Column::AssociationId.eq(association));
    }
    let mut grants: HashMap<UserId, Vec<Grant>> = HashMap::new();
    for row in select.all(db).await? {
        if let Some(grant) = actors::grant(&row) {
            grants.entry(row.user_id).or_default().push(grant);
        }
    }
    let mut users = user::Entity::find().filter(user::Column::Id.is_in(grants.keys().copied())).order_by_asc(user::Column::Id).all(db).await?;
    users.sort_by_cached_key(|user| fold(&user.name));
    Ok(users.into_iter().map(|user| (grants.remove(&user.id).unwrap_or_default(), user)).map(|(grants, user)| (user, grants)).collect())
}

pub async fn set_disabled(step: &Step<'_>, user: UserId) -> Result<(), Error> {
    let row = user::ActiveModel { id: Set(user), disabled_at: Set(Some(step.now)), ..Default::default() };
    user::Entity::update(row).exec(step.tx).await?;
    Ok(())
}

pub async fn set_open(step: &Step<'_>, user: UserId) -> Result<(), Error> {
    let row = user::ActiveModel { id: Set(user), disabled_at: Set(None), ..Default::default() };
    user::Entity::update(row).exec(step.tx).await?;
    Ok(())
}
