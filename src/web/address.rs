//! Ids in an address that are not well formed are answered 404, as for an id that nobody has.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

use crate::domain::refusal::Refusal;
use crate::error::Error;

/// Goes on to the address where its ids can be read.
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

/// Whether a part of an address can be what its name says; parts that are no ids are judged where they are read.
fn readable(name: &str, value: &str) -> bool {
    !matches!(name, "id" | "association" | "user") || value.parse::<Uuid>().is_ok()
}
