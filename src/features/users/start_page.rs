//! The first form on an empty database: the administrator and the first association.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};

use super::start;
use crate::app::App;
use crate::db::actors;
use crate::db::command::key_of;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::associations::pages as associations;
use crate::features::sessions;
use crate::features::sessions::pages::signed_in_jar;
use crate::features::sessions::sign_in::{self, SessionKind};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::plain_page;
use crate::web::parts::{Field, form_refusals, key_field, languages, submit};
use crate::web::signed_in::{Speaks, Visitor};
use crate::web::text::Reader;

pub async fn show(State(app): State<App>, Speaks(reader): Speaks, uri: Uri) -> Result<Response, Error> {
    if sessions::any_user(app.db.read()).await? {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(start_page(reader, &Fields::from_query(&uri)).into_response())
}

fn start_page(reader: Reader, fields: &Fields) -> Markup {
    plain_page(
        reader,
        &reader.t("start"),
        html! {
            h1 { (reader.t("start")) }
            p { (reader.t("start-intro")) }
            (form_refusals(reader, fields, &["person", "login", "password", "name", "country", "community", "district", "province"]))
            form method="post" action="/start" {
                (key_field(fields))
                h2 { (reader.t("start-you")) }
                (Field::new(reader, fields, "person", "your-name").text())
                (Field::new(reader, fields, "login", "login").hint("login-hint").login())
                (Field::new(reader, fields, "password", "password").hint("password-hint").secret("new-password"))
                h2 { (reader.t("start-association")) }
                (associations::particulars(reader, fields))
                (submit(reader, "start-do"))
            }
            (languages(reader, ""))
        },
    )
}

pub async fn begin(State(app): State<App>, Speaks(reader): Speaks, visitor: Visitor, jar: CookieJar, mut fields: Fields) -> Result<Response, Error> {
    let person = fields.text("person");
    let association = associations::read(&mut fields);
    let (login, secret, key) = (fields.get("login").to_owned(), fields.get("password").to_owned(), fields.key());
    let outcome = match fields.checked() {
        Ok(()) => start::start(&app, key, person, login, secret, &visitor.origin).await,
        Err(error) => Err(error),
    };
    let user = match outcome {
        Ok(user) => user,
        Err(error) => return form::refused(error, fields, async |fields| Ok(start_page(reader, &fields))).await,
    };
    let actor = actors::by_user(app.db.read(), user).await?.ok_or(Error::NotSignedIn)?;
    let made = crate::features::associations::create::create(&app, &actor, key_of(key, user.0), association).await?;
    let opened = sign_in::open(&app, actor, SessionKind::Browser, Note::default(), None).await?;
    let jar = signed_in_jar(&app, jar, &visitor, opened);
    Ok((jar, Redirect::to(&format!("/associations/{made}"))).into_response())
}
