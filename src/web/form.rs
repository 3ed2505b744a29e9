//! The answer to a form: done, the page to look at next; refused, the same page with what was typed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::fields::Fields;
use crate::error::Error;

/// Does what a form asks for where its fields hold, and goes on to the page that `to` names; where it is refused, `page`
/// shows the form again.
///
/// # Errors
/// What is not about this form, and what the page itself fails with.
pub async fn answer<T>(
    doing: impl Future<Output = Result<T, Error>>,
    fields: Fields,
    to: impl FnOnce(T) -> String,
    page: impl AsyncFnOnce(Fields) -> Result<Markup, Error>,
) -> Result<Response, Error> {
    let outcome = match fields.checked() {
        Ok(()) => doing.await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(done) => Ok(Redirect::to(&to(done)).into_response()),
        Err(error) => refused(error, fields, page).await,
    }
}

/// Shows a form again with its refusals and all that was typed.
///
/// # Errors
/// As [`answer`].
pub async fn refused(error: Error, fields: Fields, page: impl AsyncFnOnce(Fields) -> Result<Markup, Error>) -> Result<Response, Error> {
    let page = page(fields.refused(error)?).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
