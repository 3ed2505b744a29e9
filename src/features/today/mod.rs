//! Home pages: what each person wants to know first.

pub mod api;
pub mod association;
pub mod associations_page;
mod committee;
pub mod due;
mod first_steps;
mod funds;
pub mod member;
pub mod more;
pub mod staff;
mod store;
pub mod treasurer;

use axum::Extension;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};

use futures_util::future::BoxFuture;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::role::Role;
use crate::error::Error;
use crate::features::purchases::approvals;
use crate::features::{associations, sessions};
use crate::web::layout::Heading;
use crate::web::signed_in::{MaybeSignedIn, SignedIn, Told};
use crate::web::text::Reader;

/// The heading of a person's own pages: their association's, where they belong to one.
pub fn head<'a>(app: &'a App, reader: Reader, by: &'a Actor) -> BoxFuture<'a, Result<Heading, Error>> {
    Box::pin(async move {
        match (by.role(), by.associations().as_deref()) {
            (Some(Role::Treasurer | Role::Committee | Role::Auditor | Role::Member), Some([own, ..])) => {
                let association = associations::find(app.db.read(), *own).await?;
                crate::features::funds::heading(app, reader, by, &association, None).await
            }
            _ => Ok(associations::pages::heading(reader, by)),
        }
    })
}

/// How many decisions wait for a person.
pub fn waiting<'a>(app: &'a App, by: &'a Actor) -> BoxFuture<'a, Result<usize, Error>> {
    Box::pin(approvals::inbox::waiting_count(app, by))
}

/// The caller's home.
///
/// # Errors
/// As the page that it shows.
pub async fn home(State(app): State<App>, MaybeSignedIn(actor): MaybeSignedIn, told: Option<Extension<Told>>, uri: Uri) -> Result<Response, Error> {
    let Some(actor) = actor else {
        let first = !sessions::any_user(app.db.read()).await?;
        return Ok(Redirect::to(if first { "/start" } else { "/sign-in" }).into_response());
    };
    if actor.must_change_password {
        return Err(Error::PasswordToChange);
    }
    let signed_in = SignedIn(actor, told.map(|Extension(told)| told).unwrap_or_default());
    match signed_in.0.role() {
        Some(Role::Admin | Role::Staff) => Ok(staff::home(&app, &signed_in, &uri).await?),
        Some(Role::Treasurer) => Ok(treasurer::home(&app, &signed_in).await?.into_response()),
        Some(Role::Committee) => committee::home(&app, &signed_in).await,
        Some(Role::Auditor) => association::home(&signed_in.0),
        Some(Role::Member) => member::home(&app, &signed_in).await,
        None => Err(crate::domain::refusal::Refusal::forbidden().into()),
    }
}
