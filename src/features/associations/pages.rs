//! Forms about associations and programmes.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::create::{COUNTRIES, New, create};
use super::{programmes, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, ProgrammeId};
use crate::domain::names::tidy;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::fields::Fields;
use crate::web::layout::{Heading, Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 7] = ["name", "country", "region", "province", "district", "community", "registry_no"];

/// The fields of an association's particulars.
pub fn particulars(reader: Reader, fields: &Fields) -> Markup {
    let countries: Vec<(String, String)> = COUNTRIES.map(|code| (code.to_owned(), reader.of("country", &code.to_lowercase()))).to_vec();
    html! {
        (Field::new(reader, fields, "name", "association-name").text())
        (Field::new(reader, fields, "country", "country").select(&countries))
        div.pair {
            (Field::new(reader, fields, "community", "community").text())
            (Field::new(reader, fields, "district", "district").text())
            (Field::new(reader, fields, "province", "province").text())
            (Field::new(reader, fields, "region", "region").text())
        }
    }
}

/// Reads what [`particulars`] shows.
pub fn read(fields: &mut Fields) -> New {
    New {
        name: tidy(&fields.text("name")),
        country: fields.get("country").to_owned(),
        region: fields.maybe_text("region"),
        province: fields.maybe_text("province"),
        district: fields.maybe_text("district"),
        community: fields.maybe_text("community"),
        registry_no: fields.maybe_text("registry_no"),
    }
}

/// The heading outside any association.
pub fn heading(reader: Reader, by: &Actor) -> Heading {
    let under = by.role().map(|role| reader.of("role", role.code())).unwrap_or_default();
    Heading { title: "Muyu".to_owned(), under, ..Heading::default() }
}

pub async fn show_new(signed_in: SignedIn) -> Result<Markup, Error> {
    signed_in.0.check(Action::KeepAssociations, None)?;
    Ok(new_page(signed_in.reader(), &signed_in.0, &Fields::default()))
}

fn new_page(reader: Reader, by: &Actor, fields: &Fields) -> Markup {
    let body = html! {
        (back("/", &reader.t("associations")))
        h1 { (reader.t("association-new")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action="/associations" { (key_field(fields)) (particulars(reader, fields)) (submit(reader, "save")) }
    };
    page(reader, by, &heading(reader, by), Place::Home, &reader.t("association-new"), body)
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::KeepAssociations, None)?;
    let new = read(&mut fields);
    let key = fields.key();
    let outcome = match fields.checked() {
        Ok(()) => create(&app, &signed_in.0, key, new).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(id) => Ok(Redirect::to(&format!("/associations/{id}")).into_response()),
        Err(error) => {
            let fields = fields.refused(error)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, new_page(signed_in.reader(), &signed_in.0, &fields)).into_response())
        }
    }
}

pub async fn show_programmes(State(app): State<App>, signed_in: SignedIn) -> Result<Markup, Error> {
    programmes_page(&app, &signed_in, &Fields::default()).await
}

async fn programmes_page(app: &App, signed_in: &SignedIn, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    by.check(Action::KeepAssociations, None)?;
    let all = store::list(app.db.read(), None).await?;
    let parts = store::taking_part(app.db.read()).await?;
    let options: Vec<(String, String)> = all.iter().map(|association| (association.id.to_string(), association.name.clone())).collect();
    let programmes = store::programmes(app.db.read()).await?;
    let body = html! {
        (back("/more", &reader.t("nav-more")))
        h1 { (reader.t("programmes")) }
        p.hint { (reader.t("programmes-hint")) }
        @for programme in &programmes {
            h2 { (programme.name) }
            ul { @for (_, association) in parts.iter().filter(|(id, _)| id.0 == programme.id) {
                @for known in all.iter().filter(|known| known.id == association.0) { li { a href=(format!("/associations/{}", known.id)) { (known.name) } } }
            } }
            form method="post" action=(format!("/programmes/{}/associations", programme.id)) {
                (key_field(&Fields::default()))
                (Field::new(reader, fields, "association", "programme-add-association").select(&options))
                button.button.quiet { (reader.t("programme-add")) }
            }
        }
        h2 { (reader.t("programme-new")) }
        form method="post" action="/programmes" { (key_field(fields)) (Field::new(reader, fields, "name", "programme-name").text()) (submit(reader, "save")) }
    };
    Ok(page(reader, by, &heading(reader, by), Place::More, &reader.t("programmes"), body))
}

pub async fn add_programme(State(app): State<App>, signed_in: SignedIn, mut fields: Fields) -> Result<Response, Error> {
    let name = fields.text("name");
    if fields.checked().is_err() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, programmes_page(&app, &signed_in, &fields).await?).into_response());
    }
    programmes::create(&app, &signed_in.0, fields.key(), name).await?;
    Ok(Redirect::to("/programmes").into_response())
}

pub async fn take_part(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::KeepAssociations, None)?;
    let association = fields.id("association");
    fields.checked()?;
    programmes::take_part(&app, &signed_in.0, fields.key(), ProgrammeId(id), AssociationId(association)).await?;
    Ok(Redirect::to("/programmes").into_response())
}
