//! Passwords: hashed with Argon2id, checked one at a time, chosen by their owner at first use.

use argon2::password_hash::{Ident, Output, ParamsString, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};
use serde_json::json;
use uuid::Uuid;

use super::hasher::{ASKED_FOR, Hasher, Lane, Memory};
use super::store::{self, OwnSession};
use super::throttle::Throttle;
use crate::app::App;
use crate::db::command;
use crate::domain::actor::Actor;
use crate::domain::password::{LONGEST, check};
use crate::domain::refusal::Refusal;
use crate::error::Error;

/// Letters and figures that are not confused when copied by hand.
const PLAIN: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A temporary password, which its owner changes at first use.
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
    app.kept::<Hasher>().in_turn(lane, move |memory| hash_in(memory, &password)).await
}

/// # Errors
/// `too-busy`, or a fault of hashing.
pub async fn verify(app: &App, lane: Lane, password: String, hash: String) -> Result<bool, Error> {
    app.kept::<Hasher>().in_turn(lane, move |memory| matches(memory, &password, &hash)).await
}

/// Hashes a password with a new salt, in memory that is reused.
fn hash_in(memory: &mut Memory, password: &str) -> Result<String, Error> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(fault)?;
    let salt = SaltString::encode_b64(&salt).map_err(fault)?;
    let (algorithm, version, params) = (Algorithm::default(), Version::default(), Params::default());
    let kept_params = ParamsString::try_from(&params).map_err(fault)?;
    let output = output(memory, &Argon2::new(algorithm, version, params), password, salt.as_salt(), Params::DEFAULT_OUTPUT_LEN)?;
    let (algorithm, version) = (Ident::from(algorithm), Some(version.into()));
    Ok(PasswordHash { algorithm, version, params: kept_params, salt: Some(salt.as_salt()), hash: Some(output) }.to_string())
}

/// Whether a hash belongs to a password. The hash names its own algorithm and parameters, so older ones still verify.
fn matches(memory: &mut Memory, password: &str, hash: &str) -> Result<bool, Error> {
    let kept = PasswordHash::new(hash).map_err(fault)?;
    let algorithm = Algorithm::try_from(kept.algorithm).map_err(fault)?;
    let version = kept.version.map(Version::try_from).transpose().map_err(fault)?.unwrap_or_default();
    let argon = Argon2::new(algorithm, version, Params::try_from(&kept).map_err(fault)?);
    let (Some(salt), Some(expected)) = (kept.salt, kept.hash) else { return Err(Error::fault("a password's hash is not whole")) };
    // The comparison takes the same time wherever the outputs differ.
    Ok(output(memory, &argon, password, salt, expected.len())? == expected)
}

fn output(memory: &mut Memory, argon: &Argon2<'_>, password: &str, salt: Salt<'_>, length: usize) -> Result<Output, Error> {
    let mut bytes = [0_u8; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes).map_err(fault)?;
    let blocks = argon.params().block_count();
    if memory.len() < blocks {
        memory.reserve_exact(ASKED_FOR.max(blocks) - memory.len());
        memory.resize(blocks, Block::default());
    }
    let work = |out: &mut [u8]| Ok(argon.hash_password_into_with_memory(password.as_bytes(), salt, out, memory.as_mut_slice())?);
    Output::init_with(length, work).map_err(fault)
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::fault(error.to_string())
}

/// Sets a person's own password; their other sessions end, and their other devices are forgotten.
///
/// # Errors
/// `password-wrong`, `password-same`, `too-many-tries`, what [`check`] refuses.
pub async fn change(app: &App, by: &Actor, current: String, new: String, keep: OwnSession) -> Result<(), Error> {
    app.kept::<Throttle>().known(by.user_id.0)?;
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
    let (by_task, clock) = (by.clone(), app.clock);
    app.db
        .write(move |tx| {
            let (by, hash, keep) = (by_task.clone(), hash.clone(), keep.clone());
            Box::pin(async move {
                store::set_password(tx, by.user_id, hash, false).await?;
                store::end_sessions(tx, by.user_id, &keep).await?;
                audit(tx, clock, &by, "password.change", by.user_id.0).await
            })
        })
        .await?;
    app.forget_people();
    Ok(())
}

/// Writes the audit record of an action on a person's own sign-in.
pub async fn audit(tx: &crate::db::Tx, clock: crate::clock::Clock, by: &Actor, name: &str, subject: Uuid) -> Result<(), Error> {
    let step = command::Step { tx, by, clock, now: clock.now() };
    let done = command::Done { id: subject, association: None, detail: json!({}) };
    store::add_audit(tx, command::audit_row(&step, name, &done)).await
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher, PasswordVerifier};

    use super::*;

    const PHRASE: &str = "quinua y papa";

    /// Memory that hashed other passwords before, to show that they leave nothing in it.
    fn used() -> Memory {
        let mut memory = Memory::new();
        hash_in(&mut memory, "una frase corta").unwrap();
        memory
    }

    #[test]
    fn a_password_is_hashed_in_kept_memory_as_the_library_would() {
        let hash = hash_in(&mut used(), PHRASE).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(Argon2::default().verify_password(PHRASE.as_bytes(), &PasswordHash::new(&hash).unwrap()).is_ok());
    }

    #[test]
    fn what_the_library_hashed_before_is_checked_as_it_was_made() {
        let mut memory = used();
        let salt = SaltString::encode_b64(b"mama quinua sara").unwrap();
        for params in [Params::default(), Params::new(64, 3, 2, Some(24)).unwrap(), Params::new(32_000, 1, 1, None).unwrap()] {
            let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password(PHRASE.as_bytes(), &salt).unwrap().to_string();
            assert!(matches(&mut memory, PHRASE, &hash).unwrap(), "{hash}");
            assert!(!matches(&mut memory, "quinua o papa", &hash).unwrap(), "{hash}");
        }
        assert!(matches(&mut memory, PHRASE, "").is_err());
    }
}
