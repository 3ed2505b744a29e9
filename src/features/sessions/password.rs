//! Passwords: hashed with Argon2id, checked one at a time, chosen by each person at first use.

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use serde_json::json;
use uuid::Uuid;

use super::hasher::in_turn;
use super::store;
use crate::app::App;
use crate::db::command;
use crate::domain::actor::Actor;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

const SHORTEST: usize = 8;
const LONGEST: usize = 200;
/// Letters and figures that are not taken for one another when copied by hand.
const PLAIN: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// # Errors
/// `password-too-short`, `password-too-long`.
pub fn check(password: &str) -> Result<(), Refusal> {
    match password.chars().count() {
        length if length < SHORTEST => Err(Refusal::invalid("password", "password-too-short").with("least", Fact::Number(SHORTEST as i64))),
        length if length > LONGEST => Err(Refusal::invalid("password", "password-too-long").with("most", Fact::Number(LONGEST as i64))),
        _ => Ok(()),
    }
}

/// A password to hand over once, that its owner changes at first use.
///
/// # Errors
/// A fault when the system has no randomness.
pub fn temporary() -> Result<String, Error> {
    let mut bytes = [0_u8; 10];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault(error.to_string()))?;
    Ok(bytes.iter().map(|byte| char::from(PLAIN[usize::from(*byte) % PLAIN.len()])).collect())
}

/// # Errors
/// A fault of hashing.
pub async fn hash(password: String) -> Result<String, Error> {
    in_turn(move || {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|error| Error::fault(error.to_string()))?;
        let salt = SaltString::encode_b64(&salt).map_err(|error| Error::fault(error.to_string()))?;
        let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| Error::fault(error.to_string()))?;
        Ok(hash.to_string())
    })
    .await
}

/// # Errors
/// A fault of hashing.
pub async fn verify(password: String, hash: String) -> Result<bool, Error> {
    in_turn(move || {
        let parsed = PasswordHash::new(&hash).map_err(|error| Error::fault(error.to_string()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
}

/// A person chooses their own password; their other sessions end.
///
/// # Errors
/// `password-wrong`, `password-too-short`, `password-same`, `too-many-tries`.
pub async fn change(app: &App, by: &Actor, current: String, new: String, keep: &str) -> Result<(), Error> {
    app.throttle.check(&by.login, &by.origin)?;
    check(&new).map_err(|refusal| refusal.at("new_password"))?;
    let user = store::find(app.db.read(), by.user_id).await?;
    if !verify(current.clone(), user.password_hash).await? {
        return Err(Refusal::invalid("password", "password-wrong").into());
    }
    if current == new {
        return Err(Refusal::invalid("new_password", "password-same").into());
    }
    let hash = hash(new).await?;
    let (by_task, keep, clock) = (by.clone(), keep.to_owned(), app.clock);
    app.db
        .write(move |tx| {
            let (by, hash, keep) = (by_task.clone(), hash.clone(), keep.clone());
            Box::pin(async move {
                store::set_password(tx, by.user_id, hash, false).await?;
                store::end_sessions(tx, by.user_id, Some(&keep)).await?;
                audit(tx, clock, &by, "password.change", by.user_id.0).await
            })
        })
        .await?;
    app.forget_people();
    Ok(())
}

/// The audit record of what concerns a person's own sign-in.
///
/// # Errors
/// A fault of the database.
pub async fn audit(tx: &crate::db::Tx, clock: crate::clock::Clock, by: &Actor, name: &str, subject: Uuid) -> Result<(), Error> {
    let step = command::Step { tx, by, clock, now: clock.now() };
    let done = command::Done { id: subject, association: None, detail: json!({}) };
    store::add_audit(tx, command::audit_row(&step, name, &done)).await
}
