//! Members on screen: searching for one, and the form that registers or changes one.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::keep::{Person, mend, register};
use super::{Member, see};
use crate::app::App;
use crate::domain::ids::{AssociationId, MemberId};
use crate::domain::member::{BIRTH_YEARS, Sex};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, Row, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

const FIELDS: [&str; 8] = ["name", "document", "sex", "birth_year", "community", "phone", "joined_on", "left_on"];

/// Searches for members by name, document or number.
pub fn search_form(reader: Reader, action: &str, typed: &str) -> Markup {
    html! {
        form.search role="search" action=(action) {
            input.text type="search" name="q" value=(typed) aria-label=(reader.t("members-search")) placeholder=(reader.t("members-search"));
            button.button.quiet { (reader.t("search")) }
        }
    }
}

pub fn member_row(reader: Reader, member: &Member, href: String) -> Row {
    let number = reader.tf("member-number", &[("number", member.number.to_string().into())]);
    let about = [Some(number), member.document.clone(), member.community.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let tag = html! { @if member.left_on.is_some() { span.tag { (reader.t("member-left")) } } };
    Row { href, name: member.name.clone(), amount: String::new(), about, tag }
}

pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Markup, Error> {
    let association = associations::see(&app, &signed_in.0, id, Action::ManageMembers).await?;
    form_page(&app, &signed_in, &association, None, &Fields::default()).await
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>, mut fields: Fields) -> Result<Response, Error> {
    let association = associations::see(&app, &signed_in.0, id, Action::ManageMembers).await?;
    let person = read(&mut fields);
    let doing = register(&app, &signed_in.0, fields.key(), id, person);
    form::answer(doing, fields, |member| format!("/members/{member}"), async |fields| form_page(&app, &signed_in, &association, None, &fields).await)
        .await
}

pub async fn show_edit(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>) -> Result<Markup, Error> {
    let member = see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, member.association_id, Action::ManageMembers).await?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let date = |value: Option<chrono::NaiveDate>| value.map(|date| date.to_string()).unwrap_or_default();
    let fields = Fields::default()
        .with("name", member.name.clone())
        .with("document", text(&member.document))
        .with("sex", member.sex.code())
        .with("birth_year", member.birth_year.map(|year| year.to_string()).unwrap_or_default())
        .with("community", text(&member.community))
        .with("phone", text(&member.phone))
        .with("joined_on", date(member.joined_on))
        .with("left_on", date(member.left_on));
    form_page(&app, &signed_in, &association, Some(&member), &fields).await
}

pub async fn save(State(app): State<App>, signed_in: SignedIn, Path(id): Path<MemberId>, mut fields: Fields) -> Result<Response, Error> {
    let member = see(&app, &signed_in.0, id).await?;
    let association = associations::see(&app, &signed_in.0, member.association_id, Action::ManageMembers).await?;
    let person = read(&mut fields);
    let doing = mend(&app, &signed_in.0, fields.key(), id, person);
    form::answer(doing, fields, |_| format!("/members/{id}"), async |fields| form_page(&app, &signed_in, &association, Some(&member), &fields).await)
        .await
}

fn read(fields: &mut Fields) -> Person {
    Person {
        name: fields.text("name"),
        document: fields.maybe_text("document"),
        sex: fields.choice("sex", Sex::parse, Sex::Unsaid),
        birth_year: fields.maybe_number("birth_year", BIRTH_YEARS),
        community: fields.maybe_text("community"),
        phone: fields.maybe_text("phone"),
        joined_on: fields.maybe_date("joined_on"),
        left_on: fields.maybe_date("left_on"),
    }
}

async fn form_page(app: &App, signed_in: &SignedIn, association: &Association, member: Option<&Member>, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let sexes: Vec<(String, String)> = Sex::ALL.map(|sex| (sex.code().to_owned(), reader.of("sex", sex.code()))).to_vec();
    let (action, up, title) = match member {
        Some(member) => (format!("/members/{}/edit", member.id), format!("/members/{}", member.id), "member-edit"),
        None => (format!("/associations/{}/members", association.id), format!("/associations/{}/members", association.id), "member-new"),
    };
    let body = html! {
        (back(&up, &member.map_or_else(|| reader.t("members"), |member| member.name.clone())))
        h1 { (reader.t(title)) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(action) {
            (key_field(fields))
            (Field::new(reader, fields, "name", "member-name").hint("member-name-hint").text())
            div.pair {
                (Field::new(reader, fields, "document", "member-document").figures())
                (Field::new(reader, fields, "sex", "member-sex").select(&sexes))
                (Field::new(reader, fields, "birth_year", "member-birth-year").figures())
                (Field::new(reader, fields, "phone", "member-phone").figures())
                (Field::new(reader, fields, "community", "community").text())
                (Field::new(reader, fields, "joined_on", "member-joined").date())
            }
            @if member.is_some() { (Field::new(reader, fields, "left_on", "member-left-on").hint("member-left-hint").date()) }
            (submit(reader, "save"))
        }
    };
    let heading = funds::heading(app, reader, by, association, None).await?;
    Ok(page(reader, by, &heading, Place::Members, &reader.t(title), body))
}
