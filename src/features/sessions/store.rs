//! Sign-ins and sessions in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::Tx;
use crate::db::entity::{audit, device, session, user};
use crate::domain::ids::UserId;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::web::signed_in::{Visitor, token_hash};

pub type User = user::Model;

/// How long a device is remembered after its last sign-in, in days. `DEVICES` is the limit for one person.
pub const DEVICE_DAYS: i64 = 400;
const DEVICES: u64 = 20;

pub async fn find(db: &impl ConnectionTrait, id: UserId) -> Result<User, Error> {
    Ok(user::Entity::find_by_id(id).one(db).await?.ok_or_else(Refusal::not_found)?)
}

/// The names of these people.
pub async fn names(db: &impl ConnectionTrait, ids: Vec<UserId>) -> Result<HashMap<UserId, String>, Error> {
    let rows = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<User>, Error> {
    Ok(user::Entity::find().filter(user::Column::Login.eq(login)).one(db).await?)
}

pub async fn any_user(db: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(user::Entity::find().count(db).await? > 0)
}

pub async fn open(
    tx: &Tx,
    token_hash: String,
    user: UserId,
    kind: &str,
    name: String,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), Error> {
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(tx).await?;
    let row = session::ActiveModel {
        token_hash: Set(token_hash),
        user_id: Set(user),
        kind: Set(kind.to_owned()),
        name: Set(name),
        created_at: Set(now),
        expires_at: Set(until),
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub async fn close(tx: &Tx, token_hash: &str) -> Result<(), Error> {
    session::Entity::delete_by_id(token_hash).exec(tx).await?;
    Ok(())
}

/// The device among these from which the person has signed in since a moment, if any.
pub async fn known_device(db: &impl ConnectionTrait, user: UserId, hashes: Vec<String>, since: DateTime<Utc>) -> Result<Option<String>, Error> {
    let own = device::Entity::find().filter(device::Column::UserId.eq(user)).filter(device::Column::TokenHash.is_in(hashes));
    Ok(own.filter(device::Column::SeenAt.gt(since)).one(db).await?.map(|row| row.token_hash))
}

/// Remembers a device that a person signed in from; beyond the limit the oldest are forgotten.
pub async fn remember_device(tx: &Tx, user: UserId, token_hash: String, now: DateTime<Utc>) -> Result<(), Error> {
    device::Entity::delete_by_id((token_hash.clone(), user)).exec(tx).await?;
    let row = device::ActiveModel { token_hash: Set(token_hash), user_id: Set(user), seen_at: Set(now) };
    device::Entity::insert(row).exec_without_returning(tx).await?;
    let own = device::Entity::find().filter(device::Column::UserId.eq(user)).order_by_desc(device::Column::SeenAt);
    for old in own.offset(DEVICES).limit(DEVICES).all(tx).await? {
        device::Entity::delete_by_id((old.token_hash, user)).exec(tx).await?;
    }
    Ok(())
}

/// What the person uses at this moment: their session, and the devices of their browser.
#[derive(Clone, Debug, Default)]
pub struct OwnSession {
    session: String,
    devices: Vec<String>,
}

impl OwnSession {
    pub fn of(secret: Option<String>, visitor: &Visitor) -> Self {
        Self { session: secret.map(|secret| token_hash(&secret)).unwrap_or_default(), devices: visitor.device_hashes() }
    }
}

/// Ends a person's sessions and forgets their devices, except the ones that they use now.
pub async fn end_sessions(tx: &Tx, user: UserId, keep: &OwnSession) -> Result<(), Error> {
    let sessions = session::Entity::delete_many().filter(session::Column::UserId.eq(user));
    sessions.filter(session::Column::TokenHash.ne(&keep.session)).exec(tx).await?;
    let devices = device::Entity::delete_many().filter(device::Column::UserId.eq(user));
    devices.filter(device::Column::TokenHash.is_not_in(&keep.devices)).exec(tx).await?;
    Ok(())
}

pub async fn set_password(tx: &Tx, user: UserId, hash: String, must_change: bool) -> Result<(), Error> {
    let row = user::ActiveModel { id: Set(user), password_hash: Set(hash), must_change_password: Set(must_change), ..Default::default() };
    user::Entity::update(row).exec(tx).await?;
    Ok(())
}

pub async fn set_language(tx: &Tx, user: UserId, language: &str) -> Result<(), Error> {
    let row = user::ActiveModel { id: Set(user), language: Set(language.to_owned()), ..Default::default() };
    user::Entity::update(row).exec(tx).await?;
    Ok(())
}

pub async fn add_audit(tx: &Tx, row: audit::ActiveModel) -> Result<(), Error> {
    audit::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
