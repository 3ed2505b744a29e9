//! Somebody signs in or out. A session and a token for a program are the same thing with different lives.

use chrono::Duration;

use super::{password, store};
use crate::app::App;
use crate::db::actors;
use crate::domain::actor::Actor;
use crate::domain::refusal::Refusal;
use crate::domain::text::Note;
use crate::error::Error;
use crate::web::signed_in::token_hash;

/// How long a browser stays signed in.
pub const SESSION_DAYS: i64 = 30;
/// How long a program's token is good.
const TOKEN_DAYS: i64 = 365;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Browser,
    Token,
}

/// Somebody who has just signed in, with the secret that says so.
pub struct Opened {
    pub secret: String,
    pub actor: Actor,
}

/// # Errors
/// `sign-in-wrong`, which never tells whether the name exists; `too-many-tries`.
pub async fn sign_in(app: &App, login: &str, password: String, kind: Kind, name: Note, origin: &str) -> Result<Opened, Error> {
    let login = login.trim().to_lowercase();
    app.throttle.check(&login, origin)?;
    let user = store::by_login(app.db.read(), &login).await?.filter(|user| user.disabled_at.is_none());
    // An unknown name costs the same time as a wrong password.
    let hash = user.as_ref().map_or_else(|| NOBODY.to_owned(), |user| user.password_hash.clone());
    let right = password::verify(password, hash).await?;
    let wrong = || Refusal::invalid("password", "sign-in-wrong");
    let user = user.filter(|_| right).ok_or_else(wrong)?;
    let actor = actors::by_user(app.db.read(), user.id).await?.ok_or_else(wrong)?;
    let actor = Actor { origin: origin.to_owned(), ..actor };
    let secret = open(app, &actor, kind, name).await?;
    Ok(Opened { secret, actor })
}

/// The hash of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bXV5dS1ub2JvZHktaGVyZQ$XU7mO0SxcQO1KkvB4ZfWbYkEYkUjvUmmC9x4G7lJ3yA";

/// Opens a session for somebody already known.
///
/// # Errors
/// A fault of the database.
pub async fn open(app: &App, actor: &Actor, kind: Kind, name: Note) -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault(error.to_string()))?;
    let secret = hex::encode(bytes);
    let hash = token_hash(&secret);
    let (actor, clock, name) = (actor.clone(), app.clock, String::from(name));
    app.db
        .write(move |tx| {
            let (actor, hash, name) = (actor.clone(), hash.clone(), name.clone());
            Box::pin(async move {
                let now = clock.now();
                let (code, days) = if kind == Kind::Browser { ("browser", SESSION_DAYS) } else { ("token", TOKEN_DAYS) };
                store::open(tx, hash, actor.user_id, code, name, now, now + Duration::days(days)).await?;
                password::audit(tx, clock, &actor, "session.open", actor.user_id.0).await
            })
        })
        .await?;
    Ok(secret)
}

/// # Errors
/// A fault of the database.
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

/// # Errors
/// A fault of the database.
pub async fn speak(app: &App, by: &Actor, language: &'static str) -> Result<(), Error> {
    let user = by.user_id;
    app.db.write(move |tx| Box::pin(async move { store::set_language(tx, user, language).await })).await?;
    app.forget_people();
    Ok(())
}
