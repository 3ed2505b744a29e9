//! A malformed id in an address is answered 404, like an unknown id.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

use crate::domain::refusal::Refusal;
use crate::error::Error;

/// Passes the request on when the ids in its address are well formed.
///
/// # Errors
/// `not-found`.
pub async fn known(parameters: Result<RawPathParams, RawPathParamsRejection>, request: Request, next: Next) -> Result<Response, Error> {
    match parameters {
        Ok(parameters) if parameters.iter().all(|(name, value)| readable(name, value)) => Ok(next.run(request).await),
        Err(RawPathParamsRejection::MissingPathParams(_)) => Ok(next.run(request).await),
        _ => Err(Refusal::not_found().into()),
    }
}

/// Whether a part of an address is well formed for its name. Parts that are no ids are checked where they are read.
fn readable(name: &str, value: &str) -> bool {
    !matches!(name, "id" | "association" | "user") || value.parse::<Uuid>().is_ok()
}
