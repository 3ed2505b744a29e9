//! The person asking, from the session's cookie or a bearer token.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};

use super::cookies::{DEVICE, LANGUAGE, SESSION};
use super::notice::Done;
use super::origin::origin;
use super::text::{Language, Reader};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::error::Error;

/// The most devices in one browser's cookie: several people may share a phone.
const DEVICES: usize = 4;
/// A secret as it is handed out: 32 bytes in hexadecimal.
const SECRET: usize = 64;

/// A person who is signed in and has their own password.
pub struct SignedIn(pub Actor, pub Told);

/// The notice of what was just done, and the number of decisions that wait for the reader. Computed once for a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    pub done: Option<Done>,
    pub waiting: usize,
}

/// The person asking, looked up once for a request.
#[derive(Clone)]
pub struct Asking(pub Option<Actor>);

impl SignedIn {
    pub fn reader(&self) -> Reader {
        Reader::new(Language::parse(&self.0.language).unwrap_or_default()).telling(self.1.done).awaited(self.1.waiting)
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let actor = asking(parts, app).await?.ok_or(Error::NotSignedIn)?;
        if actor.must_change_password { Err(Error::PasswordToChange) } else { Ok(Self(actor, parts.extensions.get().copied().unwrap_or_default())) }
    }
}

/// A person who is signed in, even if they must still choose their own password; or none.
pub struct MaybeSignedIn(pub Option<Actor>);

impl FromRequestParts<App> for MaybeSignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self(asking(parts, app).await?))
    }
}

/// The reader's language, signed in or not.
pub struct Speaks(pub Reader);

impl FromRequestParts<App> for Speaks {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let actor = asking(parts, app).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let chosen = actor.map(|actor| actor.language).or_else(|| app.access.cookies().get(&jar, LANGUAGE));
        let own = || Language::accepted(parts.headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?);
        let told: Told = parts.extensions.get().copied().unwrap_or_default();
        let reader = Reader::new(chosen.and_then(|code| Language::parse(&code)).or_else(own).unwrap_or_default());
        Ok(Self(reader.telling(told.done).awaited(told.waiting)))
    }
}

/// Boxed, so that it is compiled once and not for every page and operation.
fn asking<'r>(parts: &'r Parts, app: &'r App) -> BoxFuture<'r, Result<Option<Actor>, Error>> {
    Box::pin(async move {
        if let Some(Asking(known)) = parts.extensions.get() {
            return Ok(known.clone());
        }
        let Some(secret) = secret(parts, app) else { return Ok(None) };
        let actor = app.actor(&token_hash(&secret)).await?;
        Ok(actor.map(|actor| Actor { origin: origin(parts, &app.access.trusted_proxies), ..actor }))
    })
}

fn secret(parts: &Parts, app: &App) -> Option<String> {
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        return header.to_str().ok()?.strip_prefix("Bearer ").map(str::to_owned);
    }
    parts.headers.get(COOKIE)?;
    app.access.cookies().get(&CookieJar::from_headers(&parts.headers), SESSION)
}

/// The secret of the request's session, from the header or the cookie.
pub struct Secret(pub Option<String>);

impl FromRequestParts<App> for Secret {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(secret(parts, app)))
    }
}

/// A visitor at sign-in: their address, and what their browser keeps from earlier visits.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub origin: String,
    /// The secrets of the devices known from earlier sign-ins.
    pub devices: Vec<String>,
}

impl Visitor {
    /// The devices' cookie, with a new one added; the oldest is dropped where there are too many.
    pub fn devices_with(&self, new: Option<&str>) -> String {
        let skipped = (self.devices.len() + usize::from(new.is_some())).saturating_sub(DEVICES);
        self.devices.iter().map(String::as_str).skip(skipped).chain(new).collect::<Vec<_>>().join(".")
    }

    /// The stored hashes of the devices' secrets.
    pub fn device_hashes(&self) -> Vec<String> {
        self.devices.iter().map(|secret| token_hash(secret)).collect()
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let kept = app.access.cookies().get(&CookieJar::from_headers(&parts.headers), DEVICE).unwrap_or_default();
        let fits = |secret: &&str| secret.len() == SECRET && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        let devices = kept.split('.').filter(fits).take(DEVICES).map(str::to_owned).collect();
        Ok(Self { origin: origin(parts, &app.access.trusted_proxies), devices })
    }
}

/// The hash of a secret: the only thing stored of it.
pub fn token_hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}
