//! The forms in which an association, a fund and a programme are renamed.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::rename;
use crate::app::App;
use crate::domain::ids::{AssociationId, FundId, ProgrammeId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::{Association, Particulars};
use crate::features::corrections::Order;
use crate::features::funds::Fund;
use crate::features::programmes::Programme;
use crate::features::{associations, funds, programmes};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Heading, Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 7] = ["name", "region", "province", "district", "community", "registry_no", "reason"];

/// A record to rename: its page, and the fields of its form.
struct Renaming<'a> {
    /// Its own page; the form is sent to `edit` under it.
    at: String,
    heading: Heading,
    place: Place,
    known: &'a str,
    /// The key of the name's label.
    label: &'a str,
    /// The fields besides the name.
    more: Markup,
}

fn rename_page(signed_in: &SignedIn, fields: &Fields, of: Renaming<'_>) -> Markup {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let title = reader.t("rename");
    let body = html! {
        (back(&of.at, of.known))
        h1 { (title) }
        p.hint { (reader.t("rename-hint")) }
        (form_refusals(reader, fields, &FIELDS))
        form method="post" action=(format!("{}/edit", of.at)) {
            (key_field(fields))
            (Field { reader, fields, name: "name", label: of.label, hint: None }.text())
            (of.more)
            (Field::new(reader, fields, "reason", "reason").hint("rename-reason-hint").text())
            (submit(reader, "save"))
        }
    };
    page(reader, by, &of.heading, of.place, &title, body)
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_association(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Markup, Error> {
    let known = associations::see(&app, &signed_in.0, id, Action::ManageAssociations).await?;
    let said = [
        ("name", Some(known.name.clone())),
        ("region", known.region.clone()),
        ("province", known.province.clone()),
        ("district", known.district.clone()),
        ("community", known.community.clone()),
        ("registry_no", known.registry_no.clone()),
    ];
    let fields = said.into_iter().fold(Fields::default(), |fields, (name, text)| fields.with(name, text.unwrap_or_default()));
    association_page(&app, &signed_in, &known, &fields).await
}

async fn association_page(app: &App, signed_in: &SignedIn, known: &Association, fields: &Fields) -> Result<Markup, Error> {
    let reader = signed_in.reader();
    let heading = funds::heading(app, reader, &signed_in.0, known, None).await?;
    let more = associations::pages::place_fields(reader, fields);
    let at = format!("/associations/{}", known.id);
    Ok(rename_page(signed_in, fields, Renaming { at, heading, place: Place::Home, known: &known.name, label: "association-name", more }))
}

/// # Errors
/// What renaming refuses, except mistakes in the form, which are shown on it.
pub async fn save_association(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<AssociationId>,
    mut fields: Fields,
) -> Result<Response, Error> {
    let known = associations::see(&app, &signed_in.0, id, Action::ManageAssociations).await?;
    let called = Particulars {
        name: fields.text("name"),
        region: fields.maybe_text("region"),
        province: fields.maybe_text("province"),
        district: fields.maybe_text("district"),
        community: fields.maybe_text("community"),
        registry_no: fields.maybe_text("registry_no"),
    };
    let order = Order::new((id, called), fields.text("reason"));
    let doing = rename::association(&app, &signed_in.0, fields.key(), order);
    let to = |()| format!("/associations/{id}");
    form::answer(doing, fields, to, async |fields| association_page(&app, &signed_in, &known, &fields).await).await
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_fund(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    fund_page(&app, &signed_in, &fund, &association, &Fields::default().with("name", fund.name.clone())).await
}

async fn fund_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let heading = funds::heading(app, signed_in.reader(), &signed_in.0, association, Some(fund)).await?;
    let at = format!("/funds/{}", fund.id);
    Ok(rename_page(signed_in, fields, Renaming { at, heading, place: Place::Fund, known: &fund.name, label: "fund-name", more: html! {} }))
}

/// # Errors
/// What renaming refuses, except mistakes in the form, which are shown on it.
pub async fn save_fund(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let order = Order::new((id, fields.text("name")), fields.text("reason"));
    let doing = rename::fund(&app, &signed_in.0, fields.key(), order);
    let to = |id| format!("/funds/{id}");
    form::answer(doing, fields, to, async |fields| fund_page(&app, &signed_in, &fund, &association, &fields).await).await
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show_programme(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>) -> Result<Markup, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let known = programmes::see(&app, &signed_in.0, id).await?;
    Ok(programme_page(&signed_in, &known, &Fields::default().with("name", known.name.clone())))
}

fn programme_page(signed_in: &SignedIn, known: &Programme, fields: &Fields) -> Markup {
    let heading = associations::pages::heading(signed_in.reader(), &signed_in.0);
    let at = format!("/programmes/{}", known.id);
    rename_page(signed_in, fields, Renaming { at, heading, place: Place::More, known: &known.name, label: "programme-name", more: html! {} })
}

/// # Errors
/// What renaming refuses, except mistakes in the form, which are shown on it.
pub async fn save_programme(State(app): State<App>, signed_in: SignedIn, Path(id): Path<ProgrammeId>, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let known = programmes::see(&app, &signed_in.0, id).await?;
    let order = Order::new((id, fields.text("name")), fields.text("reason"));
    let doing = rename::programme(&app, &signed_in.0, fields.key(), order);
    let to = |()| format!("/programmes/{id}");
    form::answer(doing, fields, to, async |fields| Ok(programme_page(&signed_in, &known, &fields))).await
}
