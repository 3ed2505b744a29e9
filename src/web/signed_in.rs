//! Who is asking: from the session's cookie or a bearer token.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};

use super::text::{Language, Reader};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::error::Error;

/// The session's cookie.
pub const SESSION: &str = "muyu_session";
/// The reader's language, for who is not signed in.
pub const LANGUAGE: &str = "muyu_language";

/// A person who is signed in and has their own password.
pub struct SignedIn(pub Actor);

impl SignedIn {
    pub fn reader(&self) -> Reader {
        Reader::new(Language::parse(&self.0.language).unwrap_or_default())
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let actor = asking(parts, app).await?.ok_or(Error::NotSignedIn)?;
        if actor.must_change_password { Err(Error::PasswordToChange) } else { Ok(Self(actor)) }
    }
}

/// A person who is signed in, even if they must still choose their own password; or nobody.
pub struct MaybeSignedIn(pub Option<Actor>);

impl FromRequestParts<App> for MaybeSignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self(asking(parts, app).await?))
    }
}

/// The language of who is asking, signed in or not.
pub struct Speaks(pub Reader);

impl FromRequestParts<App> for Speaks {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let actor = asking(parts, app).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let chosen = actor.map(|actor| actor.language).or_else(|| jar.get(LANGUAGE).map(|cookie| cookie.value().to_owned()));
        Ok(Self(Reader::new(chosen.and_then(|code| Language::parse(&code)).unwrap_or_default())))
    }
}

async fn asking(parts: &Parts, app: &App) -> Result<Option<Actor>, Error> {
    let Some(secret) = secret(parts) else { return Ok(None) };
    let actor = app.actor(&token_hash(&secret)).await?;
    Ok(actor.map(|actor| Actor { origin: origin(parts), ..actor }))
}

fn secret(parts: &Parts) -> Option<String> {
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        return header.to_str().ok()?.strip_prefix("Bearer ").map(str::to_owned);
    }
    parts.headers.get(COOKIE)?;
    CookieJar::from_headers(&parts.headers).get(SESSION).map(|cookie| cookie.value().to_owned())
}

/// Where a request came from, for the audit record and against guessing.
pub struct Origin(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(origin(parts)))
    }
}

/// The address a request came from.
fn origin(parts: &Parts) -> String {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip().to_string()).unwrap_or_default()
}

/// Only this is kept of a secret.
pub fn token_hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

/// A cookie that scripts cannot read and other sites do not send. The proxy that serves Muyu over HTTPS adds `Secure`.
pub fn cookie(name: &'static str, value: String, days: i64) -> Cookie<'static> {
    let age = std::time::Duration::from_secs(u64::try_from(days * 86_400).unwrap_or(0));
    let mut cookie = Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).build();
    if let Ok(age) = age.try_into() {
        cookie.set_max_age(Some(age));
    }
    cookie
}
