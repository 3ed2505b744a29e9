//! The list of programmes, a new one, and who takes part.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::{create, plan_page, store};
use crate::app::App;
use crate::domain::ids::{AssociationId, ProgrammeId};
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::associations;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;

pub async fn list(State(app): State<App>, signed_in: SignedIn) -> Result<Markup, Error> {
    list_page(&app, &signed_in, &Fields::default()).await
}

async fn list_page(app: &App, signed_in: &SignedIn, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    if !matches!(by.role(), Some(Role::Admin | Role::Staff)) {
        return Err(Refusal::forbidden().into());
    }
    let only = by.programmes();
    let mut programmes = store::list(app.db.read()).await?;
    programmes.retain(|programme| only.as_ref().is_none_or(|only| only.contains(&programme.id)));
    let parts = store::taking_part(app.db.read()).await?;
    let body = html! {
        (back("/more", &reader.t("nav-more")))
        h1 { (reader.t("programmes")) }
        p.hint { (reader.t("programmes-hint")) }
        (form_refusals(reader, fields, &["name"]))
        @if programmes.is_empty() { p.notice { (reader.t("programmes-none")) } }
        ul.rows { @for programme in &programmes {
            li { a.row href=(format!("/programmes/{}", programme.id)) {
                span { (programme.name) } span { "›" }
                small {
                    (reader.tf("programme-associations", &[("count", parts.iter().filter(|(id, _)| *id == programme.id).count().into())]))
                    @if let (Some(from), Some(to)) = (programme.starts_on, programme.ends_on) { " · " (reader.short_date(from)) " – " (reader.short_date(to)) }
                }
                span.end { @if programme.unit.is_none() { span.tag.soon { (reader.t("programme-no-plan")) } } }
            } }
        } }
        @if by.may(Action::ManageAssociations, None) {
            h2 { (reader.t("programme-new")) }
            form method="post" action="/programmes" { (key_field(fields)) (Field::new(reader, fields, "name", "programme-name").text()) (submit(reader, "save")) }
        }
    };
    Ok(page(reader, by, &associations::pages::heading(reader, by), Place::Programmes, &reader.t("programmes"), body))
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let name = fields.text("name");
    let doing = create::create(&app, &signed_in.0, fields.key(), name);
    form::answer(doing, fields, |id| format!("/programmes/{id}/plan"), async |fields| list_page(&app, &signed_in, &fields).await).await
}

pub async fn take_part(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let association = fields.id("association");
    let doing = create::take_part(&app, &signed_in.0, fields.key(), id, AssociationId(association));
    let to = |_| format!("/programmes/{id}/plan");
    form::answer(doing, fields, to, async |fields| plan_page::plan_page(&app, &signed_in, id, &fields).await).await
}
