//! The answer to a form. When done, it leads to the next page; when refused, it shows the same page with the values typed.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, PreEscaped};

use super::fields::Fields;
use super::notice::Next;
use crate::error::Error;

/// Runs the form's command where its fields are valid, and leads to the page that `to` names. Where it is refused, `page`
/// shows the form again.
///
/// # Errors
/// An error that is not about this form, or an error of the page.
pub async fn answer<T, N: Into<Next>>(
    doing: impl Future<Output = Result<T, Error>>,
    fields: Fields,
    to: impl FnOnce(T) -> N,
    page: impl AsyncFnOnce(Fields) -> Result<Markup, Error>,
) -> Result<Response, Error> {
    let outcome = match fields.checked() {
        Ok(()) => doing.await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(done) => Ok(on_to(to(done))),
        Err(error) => refused(error, fields, page).await,
    }
}

/// Leads to the page that shows what was done.
pub fn on_to(next: impl Into<Next>) -> Response {
    let next = next.into();
    let mut response = Redirect::to(&next.to).into_response();
    response.extensions_mut().insert(next.told);
    response
}

/// Shows a form again with its refusals and the values typed.
///
/// # Errors
/// As [`answer`].
pub async fn refused(error: Error, fields: Fields, page: impl AsyncFnOnce(Fields) -> Result<Markup, Error>) -> Result<Response, Error> {
    let fields = fields.refused(error)?;
    let named: Vec<String> = fields.refusals.iter().map(|refusal| refusal.field.to_string()).collect();
    let page = page(fields).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, first(leading(page, &named))).into_response())
}

/// Removes links to fields that are not on the page, such as those of a row's closed form.
fn leading(page: Markup, named: &[String]) -> Markup {
    let absent = named.iter().filter(|field| !page.0.contains(&format!("id=\"{field}\"")));
    let html = absent.fold(page.0.clone(), |html, field| html.replace(&format!("<a href=\"#{field}\">"), "<a>"));
    PreEscaped(html)
}

/// Moves the summary of refusals to the top of the page, wherever its form is.
fn first(page: Markup) -> Markup {
    const MAIN: &str = "<main id=\"main\">";
    const OPENS: &str = "<div class=\"notice bad summary\"";
    const CLOSES: &str = "</div>";
    let html = page.0;
    // A summary contains no other `div`.
    let found = html.find(OPENS).and_then(|from| Some((from, from + html[from..].find(CLOSES)? + CLOSES.len())));
    let (Some((from, to)), Some(main)) = (found, html.find(MAIN)) else { return PreEscaped(html) };
    let at = main + MAIN.len();
    if from < at {
        return PreEscaped(html);
    }
    PreEscaped([&html[..at], &html[from..to], &html[at..from], &html[to..]].concat())
}
