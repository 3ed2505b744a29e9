//! Signing in and out. A session and a program's token differ only in how long they are valid.

use chrono::Duration;

use super::hasher::Lane;
use super::store::{self, DEVICE_DAYS};
use super::throttle::Throttle;
use super::{User, password};
use crate::app::App;
use crate::db::actors;
use crate::domain::actor::Actor;
use crate::domain::names::fit_login;
use crate::domain::password::LONGEST;
use crate::domain::refusal::Refusal;
use crate::domain::text::Note;
use crate::error::Error;
use crate::web::signed_in::{Visitor, token_hash};

/// How long a browser stays signed in.
pub const SESSION_DAYS: i64 = 30;
/// How long a program's token is valid.
const TOKEN_DAYS: i64 = 365;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    Browser,
    Token,
}

/// A person who has just signed in, with the secret of their session.
pub struct NewSession {
    pub secret: String,
    /// The device's secret, which the browser keeps to be recognised later; none where it is known already, and none for
    /// programs.
    pub device: Option<String>,
    pub actor: Actor,
}

/// # Errors
/// `sign-in-wrong`, which never tells whether the name exists; `too-many-tries`; `too-busy`.
pub async fn sign_in(app: &App, login: &str, password: String, kind: SessionKind, name: Note, visitor: &Visitor) -> Result<NewSession, Error> {
    let wrong = || Refusal::invalid("password", "sign-in-wrong");
    let Some(login) = fit_login(login).ok().filter(|_| password.chars().count() <= LONGEST) else {
        // No account has that name or password.
        app.kept::<Throttle>().stranger("", &visitor.origin)?;
        return Err(wrong().into());
    };
    let user = store::by_login(app.db.read(), &login).await?.filter(|user| user.disabled_at.is_none());
    let device = known_device(app, user.as_ref(), visitor).await?;
    let lane = match &device {
        Some(device) => {
            app.kept::<Throttle>().known((device, &login))?;
            Lane::Known
        }
        None => {
            app.kept::<Throttle>().stranger(&login, &visitor.origin)?;
            Lane::stranger(&visitor.origin)
        }
    };
    // An unknown name costs the same time as a wrong password.
    let hash = user.as_ref().map_or_else(|| NOBODY.to_owned(), |user| user.password_hash.clone());
    let right = password::verify(app, lane, password, hash).await?;
    let user = user.filter(|_| right).ok_or_else(wrong)?;
    let actor = actors::by_user(app.db.read(), user.id).await?.ok_or_else(wrong)?;
    let actor = Actor { origin: visitor.origin.clone(), ..actor };
    open(app, actor, kind, name, device).await
}

/// The hash of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bXV5dS1ub2JvZHktaGVyZQ$XU7mO0SxcQO1KkvB4ZfWbYkEYkUjvUmmC9x4G7lJ3yA";

/// The hash of the visitor's device from which this person signed in before.
async fn known_device(app: &App, user: Option<&User>, visitor: &Visitor) -> Result<Option<String>, Error> {
    match user {
        Some(user) if !visitor.devices.is_empty() => {
            store::known_device(app.db.read(), user.id, visitor.device_hashes(), app.clock.now() - Duration::days(DEVICE_DAYS)).await
        }
        _ => Ok(None),
    }
}

fn new_secret() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault(error.to_string()))?;
    Ok(hex::encode(bytes))
}

/// Opens a session for an identified person. Their device is remembered, by the given hash or a new one.
pub async fn open(app: &App, actor: Actor, kind: SessionKind, name: Note, device: Option<String>) -> Result<NewSession, Error> {
    let secret = new_secret()?;
    let fresh = if kind == SessionKind::Browser && device.is_none() { Some(new_secret()?) } else { None };
    let device = device.or_else(|| fresh.as_deref().map(token_hash));
    let hash = token_hash(&secret);
    let (by, clock, name) = (actor.clone(), app.clock, String::from(name));
    app.db
        .write(move |tx| {
            let (by, hash, name, device) = (by.clone(), hash.clone(), name.clone(), device.clone());
            Box::pin(async move {
                let now = clock.now();
                let (code, days) = if kind == SessionKind::Browser { ("browser", SESSION_DAYS) } else { ("token", TOKEN_DAYS) };
                store::open(tx, hash, by.user_id, code, name, now, now + Duration::days(days)).await?;
                if let Some(device) = device {
                    store::remember_device(tx, by.user_id, device, now).await?;
                }
                password::audit(tx, clock, &by, "session.open", by.user_id.0).await
            })
        })
        .await?;
    Ok(NewSession { secret, device: fresh, actor })
}

pub async fn sign_out(app: &App, secret: &str) -> Result<(), Error> {
    let hash = token_hash(secret);
    app.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move { store::close(tx, &hash).await })
        })
        .await?;
    app.forget_people();
    Ok(())
}

pub async fn set_language(app: &App, by: &Actor, language: &'static str) -> Result<(), Error> {
    let user = by.user_id;
    app.db.write(move |tx| Box::pin(async move { store::set_language(tx, user, language).await })).await?;
    app.forget_people();
    Ok(())
}
