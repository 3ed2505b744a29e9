//! Whether the program works: writes reach readers.

use axum::extract::State;

use crate::app::App;
use crate::error::Error;

/// `ok`, or 503 while nothing can be saved.
///
/// # Errors
/// [`Error::Unsaved`].
pub async fn show(State(app): State<App>) -> Result<&'static str, Error> {
    app.db.beat().await?;
    Ok("ok")
}
