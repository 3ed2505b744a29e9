//! What the JSON of every feature shares: reading bodies and keys, and how amounts are written.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::domain::loan::Means;
use crate::domain::names::writable;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// A JSON body; what is wrong with it is told as a refusal.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(Refusal::invalid("", "body-unreadable").with("why", Fact::Text(rejection.body_text())).into()),
        }
    }
}

/// The `Idempotency-Key` header, a UUID; without one, a key of its own.
pub struct IdempotencyKey(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(header) = parts.headers.get("idempotency-key") else { return Ok(Self(Uuid::now_v7())) };
        let key = header.to_str().ok().and_then(|text| text.trim_matches('"').parse().ok());
        key.map(Self).ok_or_else(|| Refusal::invalid("Idempotency-Key", "key-unreadable").into())
    }
}

/// The id of a record that was made or changed.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Made {
    pub id: Uuid,
}

/// A date of a query, `2026-07-20`.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// The day to look at; today where none is given.
    pub as_of: Option<chrono::NaiveDate>,
}

/// Why something is undone.
#[derive(serde::Deserialize, utoipa::ToSchema)]
pub struct Reason {
    reason: String,
}

impl Reason {
    /// # Errors
    /// `field-missing`.
    pub fn given(self) -> Result<String, Refusal> {
        let reason = self.reason.trim().to_owned();
        writable("reason", &reason)?;
        if reason.is_empty() { Err(Refusal::invalid("reason", "field-missing")) } else { Ok(reason) }
    }
}

/// The means named, or cash.
///
/// # Errors
/// `choice-unknown`.
pub fn means_of(code: Option<&str>) -> Result<Means, Refusal> {
    code.map_or(Some(Means::Cash), Means::parse).ok_or_else(|| Refusal::invalid("means", "choice-unknown"))
}
