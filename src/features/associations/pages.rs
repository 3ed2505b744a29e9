//! Forms about associations.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::create::{COUNTRIES, NewAssociation, create};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::fields::Fields;
use crate::web::form;
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
        (place_fields(reader, fields))
    }
}

/// Its place, and its number in the public registry.
pub fn place_fields(reader: Reader, fields: &Fields) -> Markup {
    html! {
        div.pair {
            (Field::new(reader, fields, "community", "community").text())
            (Field::new(reader, fields, "district", "district").text())
            (Field::new(reader, fields, "province", "province").text())
            (Field::new(reader, fields, "region", "region").text())
        }
        (Field::new(reader, fields, "registry_no", "registry-no").text())
    }
}

/// Reads the fields of [`particulars`].
pub fn read(fields: &mut Fields) -> NewAssociation {
    NewAssociation {
        name: fields.text("name"),
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

/// The same with today's date, for paper.
pub fn dated_heading(app: &App, reader: Reader, by: &Actor) -> Heading {
    Heading { today: Some(app.clock.today(super::time_zone(""))), ..heading(reader, by) }
}

pub async fn show_new(signed_in: SignedIn) -> Result<Markup, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
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
    signed_in.0.check(Action::ManageAssociations, None)?;
    let new = read(&mut fields);
    let key = fields.key();
    let doing = create(&app, &signed_in.0, key, new);
    form::answer(doing, fields, |id| format!("/associations/{id}"), async |fields| Ok(new_page(signed_in.reader(), &signed_in.0, &fields))).await
}
