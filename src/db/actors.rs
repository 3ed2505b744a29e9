//! The actor of a secret: the user of a session or token, with their roles and scopes.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::{programme_association, session, user, user_grant};
use crate::domain::actor::Actor;
use crate::domain::ids::{ProgrammeId, UserId};
use crate::domain::role::{Grant, Role};
use crate::error::Error;

/// The person signed in with this secret, while the secret is valid.
pub async fn by_token(db: &impl ConnectionTrait, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Actor>, Error> {
    let Some(session) = session::Entity::find_by_id(token_hash).one(db).await?.filter(|session| session.expires_at > now) else { return Ok(None) };
    by_user(db, session.user_id).await
}

/// A person with their roles, unless their sign-in is disabled.
pub async fn by_user(db: &impl ConnectionTrait, id: UserId) -> Result<Option<Actor>, Error> {
    let Some(user) = user::Entity::find_by_id(id).one(db).await?.filter(|user| user.disabled_at.is_none()) else { return Ok(None) };
    let rows = user_grant::Entity::find().filter(user_grant::Column::UserId.eq(id)).all(db).await?;
    let grants: Vec<Grant> = rows.iter().filter_map(grant).collect();
    let programmes: Vec<ProgrammeId> = grants
        .iter()
        .filter_map(|grant| match grant {
            Grant::Staff(programme) => Some(*programme),
            Grant::Admin | Grant::Treasurer(_) | Grant::Auditor(_) | Grant::Committee(..) | Grant::Member(..) => None,
        })
        .collect();
    let mut programme_associations = Vec::new();
    if !programmes.is_empty() {
        let parts = programme_association::Entity::find().filter(programme_association::Column::ProgrammeId.is_in(programmes));
        programme_associations = parts.all(db).await?.into_iter().map(|row| row.association_id).collect();
    }
    Ok(Some(Actor {
        user_id: user.id,
        login: user.login,
        name: user.name,
        language: user.language,
        must_change_password: user.must_change_password,
        grants,
        programme_associations,
        origin: String::new(),
    }))
}

/// The grant of a row. An inconsistent row grants nothing.
pub fn grant(row: &user_grant::Model) -> Option<Grant> {
    match row.role {
        Role::Admin => Some(Grant::Admin),
        Role::Staff => row.programme_id.map(Grant::Staff),
        Role::Treasurer => row.association_id.map(Grant::Treasurer),
        Role::Auditor => row.association_id.map(Grant::Auditor),
        Role::Committee => Some(Grant::Committee(row.association_id?, row.member_id?)),
        Role::Member => Some(Grant::Member(row.association_id?, row.member_id?)),
    }
}
