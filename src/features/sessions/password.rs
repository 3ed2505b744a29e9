//! Passwords: hashed with Argon2id, checked one at a time, chosen by each person at first use.

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use serde_json::json;
use uuid::Uuid;

use super::hasher::Lane;
use super::store;
use crate::app::App;
use crate::db::command;
use crate::domain::actor::Actor;
use crate::domain::password::{LONGEST, check};
use crate::domain::refusal::Refusal;
use crate::error::Error;

/// Letters and figures that are not taken for one another when copied by hand.
const PLAIN: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

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
/// `too-busy`, or a fault of hashing.
pub async fn hash(app: &App, lane: Lane, password: String) -> Result<String, Error> {
    let work = move || {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|error| Error::fault(error.to_string()))?;
        let salt = SaltString::encode_b64(&salt).map_err(|error| Error::fault(error.to_string()))?;
        let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| Error::fault(error.to_string()))?;
        Ok(hash.to_string())
    };
    app.hasher.in_turn(lane, work).await
}

/// # Errors
/// `too-busy`, or a fault of hashing.
pub async fn verify(app: &App, lane: Lane, password: String, hash: String) -> Result<bool, Error> {
    let work = move || {
        let parsed = PasswordHash::new(&hash).map_err(|error| Error::fault(error.to_string()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    };
    app.hasher.in_turn(lane, work).await
}

/// A person chooses their own password; their other sessions end.
///
/// # Errors
/// `password-wrong`, `password-same`, `too-many-tries`, what [`check`] refuses.
pub async fn change(app: &App, by: &Actor, current: String, new: String, keep: &str) -> Result<(), Error> {
    app.throttle.known(by.user_id.0)?;
    check(&new, &[&by.login, &by.name]).map_err(|refusal| refusal.at("new_password"))?;
    let user = store::find(app.db.read(), by.user_id).await?;
    let wrong = || Refusal::invalid("password", "password-wrong");
    if current.chars().count() > LONGEST || !verify(app, Lane::Known, current.clone(), user.password_hash).await? {
        return Err(wrong().into());
    }
    if current == new {
        return Err(Refusal::invalid("new_password", "password-same").into());
    }
    let hash = hash(app, Lane::Known, new).await?;
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
pub async fn audit(tx: &crate::db::Tx, clock: crate::clock::Clock, by: &Actor, name: &str, subject: Uuid) -> Result<(), Error> {
    let step = command::Step { tx, by, clock, now: clock.now() };
    let done = command::Done { id: subject, association: None, detail: json!({}) };
    store::add_audit(tx, command::audit_row(&step, name, &done)).await
}
