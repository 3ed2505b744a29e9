//! Signing in and out, one's own password, and the language.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};

use super::sign_in::{self, NewSession, SESSION_DAYS, SessionKind};
use super::store::DEVICE_DAYS;
use super::{OwnSession, password, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::text::Note;
use crate::error::Error;
use crate::web::cookies::{Cookies, DEVICE, DONE, LANGUAGE, SESSION};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::heads::own_page;
use crate::web::inside::inside;
use crate::web::layout::{Place, plain_page};
use crate::web::parts::{Field, form_refusals, languages, submit};
use crate::web::signed_in::{MaybeSignedIn, Secret, Speaks, Visitor};
use crate::web::text::{Language, Reader};

pub async fn show_sign_in(State(app): State<App>, Speaks(reader): Speaks, uri: Uri) -> Result<Response, Error> {
    if !store::any_user(app.db.read()).await? {
        return Ok(Redirect::to("/start").into_response());
    }
    Ok(sign_in_page(reader, &Fields::from_query(&uri)).into_response())
}

fn sign_in_page(reader: Reader, fields: &Fields) -> Markup {
    plain_page(
        reader,
        &reader.t("sign-in"),
        html! {
            h1 { (reader.t("sign-in")) }
            (form_refusals(reader, fields, &["login", "password"]))
            form method="post" action="/sign-in" {
                input type="hidden" name="to" value=(fields.get("to"));
                (Field::new(reader, fields, "login", "login").login())
                (Field::new(reader, fields, "password", "password").secret("current-password"))
                (submit(reader, "sign-in-do"))
            }
            p.hint { (reader.t("sign-in-help")) }
            (languages(reader, fields.get("to")))
        },
    )
}

pub async fn sign_in(State(app): State<App>, Speaks(reader): Speaks, visitor: Visitor, jar: CookieJar, fields: Fields) -> Result<Response, Error> {
    let (secret, cookies) = (fields.get("password").to_owned(), app.access.cookies());
    match sign_in::sign_in(&app, fields.get("login"), secret, SessionKind::Browser, Note::default(), &visitor).await {
        Ok(opened) => {
            // A language chosen before signing in applies afterwards.
            let chosen = cookies.get(&jar, LANGUAGE).and_then(|code| Language::parse(&code)).map(Language::code);
            if let Some(language) = chosen.filter(|language| *language != opened.actor.language) {
                sign_in::set_language(&app, &opened.actor, language).await?;
            }
            let to = if opened.actor.must_change_password { "/password" } else { inside(fields.get("to")) };
            let jar = signed_in_jar(&app, jar, &visitor, opened);
            Ok((jar, Redirect::to(to)).into_response())
        }
        Err(error) => {
            let status = crate::web::error::status(&error);
            let fields = fields.refused(error)?;
            Ok((status, sign_in_page(reader, &fields)).into_response())
        }
    }
}

/// Removes the notice of the person before, so that the next one does not see it.
fn without_notice(jar: CookieJar, cookies: Cookies) -> CookieJar {
    if cookies.get(&jar, DONE).is_some() { jar.add(cookies.gone(DONE)) } else { jar }
}

/// The cookies of a person who has just signed in: the session's, and the device's with a new lifetime.
pub fn signed_in_jar(app: &App, jar: CookieJar, visitor: &Visitor, opened: NewSession) -> CookieJar {
    let cookies = app.access.cookies();
    let jar = without_notice(jar, cookies).add(cookies.make(SESSION, opened.secret, SESSION_DAYS));
    jar.add(cookies.make(DEVICE, visitor.devices_with(opened.device.as_deref()), DEVICE_DAYS))
}

pub async fn sign_out(State(app): State<App>, Secret(secret): Secret, jar: CookieJar) -> Result<Response, Error> {
    if let Some(secret) = secret {
        sign_in::sign_out(&app, &secret).await?;
    }
    let cookies = app.access.cookies();
    let jar = without_notice(jar, cookies).add(cookies.gone(SESSION));
    Ok((jar, Redirect::to("/sign-in")).into_response())
}

pub async fn set_language(State(app): State<App>, MaybeSignedIn(actor): MaybeSignedIn, jar: CookieJar, fields: Fields) -> Result<Response, Error> {
    let language = Language::parse(fields.get("language")).unwrap_or_default().code();
    if let Some(actor) = actor {
        sign_in::set_language(&app, &actor, language).await?;
    }
    let jar = jar.add(app.access.cookies().make(LANGUAGE, language.to_owned(), 365));
    Ok((jar, Redirect::to(inside(fields.get("to")))).into_response())
}

pub async fn show_password(State(app): State<App>, Speaks(reader): Speaks, MaybeSignedIn(actor): MaybeSignedIn, uri: Uri) -> Result<Markup, Error> {
    let actor = actor.ok_or(Error::NotSignedIn)?;
    Ok(password_page(&app, reader, &actor, &Fields::from_query(&uri)).await)
}

async fn password_page(app: &App, reader: Reader, by: &Actor, fields: &Fields) -> Markup {
    let body = html! {
        h1 { (reader.t("password-change")) }
        @if by.must_change_password { p.notice { (reader.t("password-first")) } }
        (form_refusals(reader, fields, &["password", "new_password"]))
        form method="post" action="/password" {
            (Field::new(reader, fields, "password", "password-current").secret("current-password"))
            (Field::new(reader, fields, "new_password", "password-new").hint("password-hint").secret("new-password"))
            (submit(reader, "save"))
        }
    };
    own_page(app, reader, by, Place::More, &reader.t("password-change"), body).await
}

pub async fn change_password(
    State(app): State<App>,
    Speaks(reader): Speaks,
    MaybeSignedIn(actor): MaybeSignedIn,
    Secret(secret): Secret,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Error> {
    let actor = actor.ok_or(Error::NotSignedIn)?;
    let keep = OwnSession::of(secret, &visitor);
    let (current, new) = (fields.get("password").to_owned(), fields.get("new_password").to_owned());
    let doing = password::change(&app, &actor, current, new, keep);
    form::answer(doing, fields, |()| "/".to_owned(), async |fields| Ok(password_page(&app, reader, &actor, &fields).await)).await
}
