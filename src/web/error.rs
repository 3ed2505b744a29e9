//! Errors shown to people and programs: a page, or problem details (RFC 9457). A fault is logged with an id that both show.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Serialize;
use tokio::time::{Instant, timeout_at};
use utoipa::ToSchema;

use super::description::PROBLEM;
use super::heads::{own_page, waiting_for};
use super::inside::nearest;
use super::layout::{Place, plain_page};
use super::notice;
use super::signed_in::{Asking, MaybeSignedIn, Speaks, Told};
use super::text::Reader;
use crate::app::App;
use crate::db::unreachable;
use crate::domain::actor::Actor;
use crate::domain::correction::RecordRef;
use crate::domain::refusal::{Fact, Kind, Refusal};
use crate::error::Error;

impl IntoResponse for Error {
    /// Carries the error to [`render`], which knows the reader.
    fn into_response(self) -> Response {
        let mut response = status(&self).into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Refused(refusals) => refusals.first().map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of),
        Error::NotSignedIn => StatusCode::UNAUTHORIZED,
        Error::PasswordToChange => StatusCode::FORBIDDEN,
        error if passing(error).is_some() => StatusCode::SERVICE_UNAVAILABLE,
        Error::Unsaved { .. } | Error::TooLong { .. } | Error::Database(_) | Error::Io(_) | Error::Task(_) | Error::Fault(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal.kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Problem details of a refusal or a fault.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// A name for this kind of problem, `urn:muyu:` and its code.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Each refusal with the field it concerns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The id under which a fault was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct FieldProblem {
    pub field: String,
    pub code: String,
    pub detail: String,
    /// The records it names, in the order in which to work on them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordRef>,
}

/// The longest time for an answer.
const LONGEST: Duration = Duration::from_secs(120);

/// Renders the errors of all routes: JSON under `/api`, a page elsewhere.
pub async fn render(State(app): State<App>, request: Request, next: Next) -> Response {
    let cookies = app.access.cookies();
    let (command, told) = (notice::route_of(&request), notice::asked(&request, cookies));
    let (mut parts, body) = request.into_parts();
    let unsaved = Unsaved::default();
    parts.extensions.insert(unsaved.clone());
    // The page that describes the operations is for people.
    let api = parts.uri.path().starts_with("/api/") && !parts.uri.path().starts_with("/api/docs");
    let end = Instant::now() + LONGEST;
    let (reader, actor) = timeout_at(end, who_reads(&mut parts, &app, told, api)).await.unwrap_or_default();
    let (asked, writing) = (way_back(&parts), !parts.method.is_safe());
    let answered = timeout_at(end, next.run(Request::from_parts(parts, body))).await;
    let mut response = answered.unwrap_or_else(|_| Error::TooLong { writing }.into_response());
    let Some(error) = response.extensions().get::<Arc<Error>>().cloned() else {
        if unsaved.0.get().is_some() {
            return unavailable(response);
        }
        notice::carry(&mut response, command, cookies);
        if let Some(told) = told {
            notice::shown(&mut response, told, cookies);
        }
        return if api { plain_problem(response, reader) } else { plain_refusal(&app, actor.as_ref(), response, reader).await };
    };
    let status = status(&error);
    let id = status.is_server_error().then(|| log(&error));
    if api {
        return problem(reader, status, &error, id);
    }
    match (&*error, id) {
        (Error::NotSignedIn, _) => Redirect::to(&format!("/sign-in?to={}", super::parts::url_encoded(&asked))).into_response(),
        (Error::PasswordToChange, _) => Redirect::to("/password").into_response(),
        (_, id) => page(&app, actor.as_ref(), reader, status, &error, id).await,
    }
}

/// The person asking, and their reader. The result stays with the request, so that its page does not ask again. Where the
/// database cannot be read, the page meets that error itself.
async fn who_reads(parts: &mut axum::http::request::Parts, app: &App, done: Option<notice::Done>, api: bool) -> (Reader, Option<Actor>) {
    let asked = <MaybeSignedIn as axum::extract::FromRequestParts<App>>::from_request_parts(parts, app).await;
    if let Ok(MaybeSignedIn(actor)) = &asked {
        parts.extensions.insert(Asking(actor.clone()));
    }
    let actor = asked.ok().and_then(|MaybeSignedIn(actor)| actor).filter(|_| !api);
    let waiting = match &actor {
        Some(by) => waiting_for(app, by).await.unwrap_or_default(),
        None => 0,
    };
    parts.extensions.insert(Told { done, waiting });
    let spoken = <Speaks as axum::extract::FromRequestParts<App>>::from_request_parts(parts, app).await;
    (spoken.map_or_else(|_| Reader::default(), |Speaks(reader)| reader), actor)
}

/// The page to return to after signing in: the page asked for, or the page that sent the form.
fn way_back(parts: &axum::http::request::Parts) -> String {
    if parts.method == Method::GET {
        return parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    }
    let from = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let from: axum::http::Uri = from.parse().unwrap_or_default();
    // A refused form is shown under the address it was sent to, which may be no page.
    nearest(from.path_and_query().map_or("/", PathAndQuery::as_str)).to_owned()
}

/// A refusal of the framework itself, as a page in the reader's language.
async fn plain_refusal(app: &App, actor: Option<&Actor>, response: Response, reader: Reader) -> Response {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if told || !status.is_client_error() {
        return response;
    }
    page(app, actor, reader, status, &Error::Refused(Vec::new()), None).await
}

/// Set where a form is shown again because nothing could be saved. The response then has the matching status.
#[derive(Clone, Debug, Default)]
pub struct Unsaved(Arc<OnceLock<()>>);

impl Unsaved {
    /// The refusal above the form's fields, with the id of the logged fault.
    pub fn refusal(&self, error: &Error) -> Option<Refusal> {
        let refusal = with_notice(passing(error)?, &log(error));
        // It is set once a request. A second value would be the same.
        let _ = self.0.set(());
        Some(refusal)
    }
}

/// The refusal for a request that may succeed a little later: nothing was saved, or nothing could be read.
fn passing(error: &Error) -> Option<&'static str> {
    match error {
        Error::Unsaved { certain: true, .. } => Some("unsaved"),
        Error::Unsaved { certain: false, .. } | Error::TooLong { writing: true } => Some("unconfirmed"),
        Error::TooLong { writing: false } => Some("unreachable"),
        Error::Database(why) if unreachable(why) => Some("unreachable"),
        _ => None,
    }
}

fn with_notice(code: &'static str, id: &str) -> Refusal {
    Refusal::unavailable(code).with("id", Fact::Text(id.to_owned()))
}

/// The refusals of an error; one for a temporary failure.
fn refusals(error: &Error, id: Option<&str>) -> Vec<Refusal> {
    passing(error).map_or_else(|| error.refusals().to_vec(), |code| vec![with_notice(code, id.unwrap_or_default())])
}

/// Marks the answer as temporary: the same request may be sent again a little later.
fn unavailable(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

fn log(error: &Error) -> String {
    let id = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
    tracing::error!(%id, %error, "fault");
    id
}

async fn page(app: &App, actor: Option<&Actor>, reader: Reader, status: StatusCode, error: &Error, id: Option<String>) -> Response {
    // An error page shows no notice of success.
    let reader = reader.telling(None);
    let title = title(reader, status);
    let refusals = refusals(error, id.as_deref());
    let body = html! {
        h1 { (title) }
        @for refusal in &refusals { p { (reader.refusal(refusal)) } }
        @if let Some(id) = id.filter(|_| refusals.is_empty()) { p { (reader.tf("fault-id", &[("id", id.into())])) } }
        div.buttons { a.button href="/" { (reader.t("go-home")) } }
    };
    let page = match actor {
        // After a fault the database is asked nothing more.
        Some(by) if !status.is_server_error() => own_page(app, reader, by, Place::Home, &title, body).await,
        _ => plain_page(reader, &title, body),
    };
    let response = (status, page).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE { unavailable(response) } else { response }
}

fn title(reader: Reader, status: StatusCode) -> String {
    reader.t(match status {
        StatusCode::UNAUTHORIZED => "error-sign-in",
        StatusCode::FORBIDDEN => "error-forbidden",
        StatusCode::NOT_FOUND => "error-not-found",
        StatusCode::CONFLICT => "error-conflict",
        StatusCode::TOO_MANY_REQUESTS => "error-too-many",
        StatusCode::METHOD_NOT_ALLOWED => "error-method",
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        StatusCode::SERVICE_UNAVAILABLE => "error-unavailable",
        status if status.is_client_error() => "error-invalid",
        _ => "error-fault",
    })
}

fn problem(reader: Reader, status: StatusCode, error: &Error, id: Option<String>) -> Response {
    let refusals = refusals(error, id.as_deref());
    let code = match (error, refusals.first()) {
        (_, Some(refusal)) => refusal.code,
        (Error::NotSignedIn, None) => "not-signed-in",
        (Error::PasswordToChange, None) => "password-to-change",
        _ => "fault",
    };
    let errors: Vec<FieldProblem> = refusals
        .iter()
        .map(|refusal| FieldProblem {
            field: refusal.field.to_string(),
            code: refusal.code.to_owned(),
            detail: reader.refusal(refusal),
            records: refusal.records().to_vec(),
        })
        .collect();
    let detail = errors.first().map_or_else(|| title(reader, status), |first| first.detail.clone());
    let problem = Problem { kind: format!("urn:muyu:{code}"), title: title(reader, status), status: status.as_u16(), detail, errors, id };
    let response = as_problem(status, &problem);
    if status == StatusCode::SERVICE_UNAVAILABLE { unavailable(response) } else { response }
}

/// A refusal of the framework itself (an unreadable body, an unknown route), as problem details.
fn plain_problem(response: Response, reader: Reader) -> Response {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"));
    if !(status.is_client_error() || status.is_server_error()) || told {
        return response;
    }
    let title = title(reader, status);
    let problem =
        Problem { kind: "about:blank".to_owned(), title: title.clone(), status: status.as_u16(), detail: title, errors: Vec::new(), id: None };
    let mut told = as_problem(status, &problem);
    // The methods that the address allows are sent along.
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    told
}

fn as_problem(status: StatusCode, problem: &Problem) -> Response {
    let mut response = (status, Json(problem)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
    response
}

/// For a path that no route has.
pub async fn not_found() -> Error {
    Refusal::not_found().into()
}
