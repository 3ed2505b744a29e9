//! An association: its funds and the way to its members and sign-ins.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::AssociationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Role};
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::availability::pages::ways;
use crate::features::corrections::history;
use crate::features::funds;
use crate::web::layout::{Place, page};
use crate::web::parts::back;
use crate::web::signed_in::SignedIn;

/// Community, district, province and region, as far as they are known.
pub fn place(association: &Association) -> String {
    let parts = [&association.community, &association.district, &association.province, &association.region];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The auditor's home is the association's page.
///
/// # Errors
/// `forbidden` where they audit none.
pub fn home(by: &Actor) -> Result<Response, Error> {
    let own = by.associations().and_then(|own| own.first().copied()).ok_or_else(Refusal::forbidden)?;
    Ok(Redirect::to(&format!("/associations/{own}")).into_response())
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let association = associations::see(&app, by, id, Action::SeeMembers).await?;
    let own = funds::of_association(app.db.read(), id).await?;
    let before = history::before(&app, reader, &association.time_zone, id.0).await?;
    let body = html! {
        @if by.role() != Some(Role::Auditor) { (back("/", &reader.t("nav-home"))) }
        h1 { (association.name) }
        p.hint { (place(&association)) }
        h2 { (reader.t("funds")) }
        @if own.is_empty() { p.notice { (reader.t("no-fund-yet")) } }
        ul.rows { @for fund in &own { li { a.row href=(format!("/funds/{}", fund.id)) { span { (fund.name) } span { (fund.unit.code()) } } } } }
        // Who audits begins here: from this page everything of the association is one step away.
        @for fund in &own {
            @if own.len() > 1 { h3 { (fund.name) } }
            (ways(reader, fund, by))
        }
        div.buttons {
            a.button href=(format!("/associations/{id}/members")) { (reader.t("members")) }
            a.button.quiet href="/reports/seed" { (reader.t("seed-report")) }
            @if by.may(Action::ManageFund, Some(id)) { a.button.quiet href=(format!("/associations/{id}/funds/new")) { (reader.t("fund-new")) } }
            @if by.may(Action::ManageSignIns, Some(id)) { a.button.quiet href=(format!("/associations/{id}/users")) { (reader.t("sign-ins")) } }
            @if by.may(Action::ManageAssociations, Some(id)) { a.button.quiet href=(format!("/associations/{id}/edit")) { (reader.t("rename")) } }
        }
        (before)
    };
    let heading = funds::heading(&app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Associations, &association.name, body))
}
