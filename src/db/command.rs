//! A command: one change of state, made once. It checks the permission, runs in one transaction, answers a repeated key with
//! the first result, and leaves an audit record.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use futures_util::future::BoxFuture;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::entity::{audit, idempotency};
use super::{Db, Tx};
use crate::clock::Clock;
use crate::domain::actor::Actor;
use crate::domain::ids::AssociationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;

/// The command that a key was used for.
pub use super::entity::idempotency::Model as UsedKey;

/// A request for one change of state.
pub struct Command<I> {
    /// The name in the audit record: `loan.disburse`.
    pub name: &'static str,
    pub allowed: Action,
    /// `None` for a command on the whole program.
    pub association: Option<AssociationId>,
    /// The idempotency key, made when the form was shown or by the calling program.
    pub key: Uuid,
    pub input: I,
}

/// What the work of a command can use.
pub struct Step<'t> {
    pub tx: &'t Tx,
    pub by: &'t Actor,
    pub clock: Clock,
    pub now: DateTime<Utc>,
}

impl Step<'_> {
    pub fn new_id<I: From<Uuid>>(&self) -> I {
        self.clock.new_id()
    }

    /// A day that is in the future in every time zone.
    pub fn tomorrow(&self) -> NaiveDate {
        self.now.date_naive() + Days::new(1)
    }
}

/// The result of a command.
pub struct Done {
    /// The record it made or changed.
    pub id: Uuid,
    pub association: Option<AssociationId>,
    /// Details for the audit record.
    pub detail: serde_json::Value,
}

/// The work of a command, boxed, so that [`run_boxed`] is compiled once for all commands.
pub type BoxedWork = Box<dyn for<'t> Fn(&'t Step<'t>) -> BoxFuture<'t, Result<Done, Error>> + Send + Sync>;

/// Runs a command and gives the id of the record that it made or changed.
///
/// # Errors
/// `forbidden`, `not-found`, `key-reused`, a refusal of the work, or a fault.
pub async fn run<I, F>(db: &Db, clock: Clock, by: &Actor, command: Command<I>, work: F) -> Result<Uuid, Error>
where
    I: Clone + Serialize + Send + Sync + 'static,
    F: for<'t> Fn(&'t Step<'t>, I) -> BoxFuture<'t, Result<Done, Error>> + Send + Sync + 'static,
{
    let Command { name, allowed, association, key, input } = command;
    let fingerprint = fingerprint(name, &input)?;
    run_boxed(db, clock, by, Command { name, allowed, association, key, input: fingerprint }, Box::new(move |step| work(step, input.clone()))).await
}

/// Like [`run`], for work that already has its input. The command has only the input's fingerprint.
///
/// # Errors
/// As [`run`].
pub async fn run_boxed(db: &Db, clock: Clock, by: &Actor, command: Command<String>, work: BoxedWork) -> Result<Uuid, Error> {
    by.check(command.allowed, command.association)?;
    let (by, work, name, key, fingerprint) = (by.clone(), Arc::new(work), command.name, command.key, command.input);
    db.write_keyed(move |tx| {
        let (by, work, fingerprint) = (by.clone(), work.clone(), fingerprint.clone());
        Box::pin(async move {
            if let Some(earlier) = seen(tx, &[key]).await?.pop() {
                return answer_again(tx, &earlier, &by, name, &fingerprint).await;
            }
            let step = Step { tx, by: &by, clock, now: clock.now() };
            let done = work(&step).await?;
            let id = done.id;
            let row = audit_row(&step, name, &done);
            audit::Entity::insert(row).exec_without_returning(tx).await?;
            remember(tx, vec![key_row(key, &by, fingerprint, id, step.now)]).await?;
            Ok(id)
        })
    })
    .await
}

/// The key for one of several records that one form changes. It is the same each time the form is sent.
pub fn key_of(form: Uuid, record: Uuid) -> Uuid {
    let digest = Sha256::digest([form.into_bytes(), record.into_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The prefix of a fingerprint made from JSON. Fingerprints without it are of earlier versions and cannot be made again.
const MADE_OF_JSON: &str = "2:";

/// Tells apart two requests with one key, in this version and later ones: the command's name and its input as JSON, fields in
/// the order that the type declares. It stays the same as long as the input's fields stay. A new field therefore needs
/// `skip_serializing_if` while it is unset.
///
/// # Errors
/// A fault when the input cannot be JSON.
pub fn fingerprint(name: &str, input: &impl Serialize) -> Result<String, Error> {
    let input = serde_json::to_string(input).map_err(|error| Error::fault(format!("the input of {name}: {error}")))?;
    Ok(format!("{MADE_OF_JSON}{}", hex::encode(Sha256::digest(format!("{name} {input}")))))
}

/// Whether this person's form was already recorded. A form sent again is answered as the first time, even if its content
/// would now be computed differently.
pub async fn done_before(db: &impl ConnectionTrait, by: &Actor, key: Uuid) -> Result<bool, Error> {
    Ok(made_before(db, by, key).await?.is_some())
}

/// The id that this person's form made or changed, where it was already recorded.
pub async fn made_before(db: &impl ConnectionTrait, by: &Actor, key: Uuid) -> Result<Option<Uuid>, Error> {
    let earlier = idempotency::Entity::find_by_id(key).one(db).await?.filter(|earlier| earlier.user_id == by.user_id);
    Ok(earlier.map(|earlier| earlier.result_id))
}

/// The earlier uses of these keys.
pub async fn seen(tx: &Tx, keys: &[Uuid]) -> Result<Vec<UsedKey>, Error> {
    Ok(idempotency::Entity::find().filter(idempotency::Column::Key.is_in(keys.iter().copied())).all(tx).await?)
}

/// The answer to a key used before: the same record, if the same person sent the same request. A key recorded by an earlier
/// version has no comparable fingerprint; then the audit record must show that this person ran this command.
///
/// # Errors
/// `key-reused` otherwise.
pub async fn answer_again(tx: &Tx, earlier: &UsedKey, by: &Actor, name: &str, fingerprint: &str) -> Result<Uuid, Error> {
    let same = if earlier.user_id != by.user_id {
        false
    } else if earlier.fingerprint.starts_with(MADE_OF_JSON) {
        earlier.fingerprint == fingerprint
    } else {
        use audit::Column as C;
        let of_result = audit::Entity::find().filter(C::SubjectId.eq(earlier.result_id));
        of_result.filter(C::UserId.eq(by.user_id)).filter(C::Action.eq(name)).one(tx).await?.is_some()
    };
    if same { Ok(earlier.result_id) } else { Err(Refusal::conflict("key-reused").into()) }
}

pub fn key_row(key: Uuid, by: &Actor, fingerprint: String, result_id: Uuid, at: DateTime<Utc>) -> UsedKey {
    UsedKey { key, user_id: by.user_id, fingerprint, result_id, at }
}

pub async fn remember(tx: &Tx, keys: Vec<UsedKey>) -> Result<(), Error> {
    idempotency::Entity::insert_many(keys.into_iter().map(IntoActiveModel::into_active_model)).exec_without_returning(tx).await?;
    Ok(())
}

pub fn audit_row(step: &Step<'_>, name: &str, done: &Done) -> audit::ActiveModel {
    audit::ActiveModel {
        id: Set(step.new_id()),
        association_id: Set(done.association),
        at: Set(step.now),
        user_id: Set(step.by.user_id),
        action: Set(name.to_owned()),
        subject_id: Set(done.id),
        detail: Set(done.detail.to_string()),
        origin: Set(step.by.origin.clone()),
    }
}
