//! An association's page: its funds, and the links to its members and sign-ins.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::first_steps;
use super::funds::{FundRow, overseen_of, sizes};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::AssociationId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant, Role};
use crate::error::Error;
use crate::features::associations::{self, Association};
use crate::features::availability::pages::ways;
use crate::features::corrections::history;
use crate::features::{expenses, funds, purchases, users};
use crate::web::layout::{Place, page};
use crate::web::parts::{back, face};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// How many purchases are shown.
const PURCHASES: u64 = 5;

/// Community, district, province and region, as far as they are known.
pub fn place(association: &Association) -> String {
    let parts = [&association.community, &association.district, &association.province, &association.region];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The auditor's home: the page of their association.
///
/// # Errors
/// `forbidden` for a person who audits no association.
pub fn home(by: &Actor) -> Result<Response, Error> {
    let own = by.associations().and_then(|own| own.first().copied()).ok_or_else(Refusal::forbidden)?;
    Ok(Redirect::to(&format!("/associations/{own}")).into_response())
}

/// # Errors
/// `not-found`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AssociationId>) -> Result<Markup, Error> {
    let (by, db) = (&signed_in.0, app.db.read());
    let association = associations::see(&app, by, id, Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let before = history::before(&app, reader, &association.time_zone, id.0).await?;
    let own = overseen_of(&app, std::slice::from_ref(&association)).await?;
    let first = first_steps::part(&app, reader, by, &association, &own.iter().map(|own| own.fund.clone()).collect::<Vec<_>>()).await?;
    let officers = users::list(db, Some(id)).await?;
    let (members, _) = sizes(db).await?.get(&id).copied().unwrap_or_default();
    let which = purchases::Which { associations: Some(vec![id]), programmes: by.programmes_within(id), newest: true, ..Default::default() };
    let bought = purchases::list(db, &which, 0, PURCHASES).await?;
    let waiting = expenses::waiting::part(&app, reader, by, &own.iter().map(|own| own.fund.clone()).collect::<Vec<_>>()).await?;
    let body = html! {
        div.head {
            div {
                @if matches!(by.role(), Some(Role::Admin | Role::Staff)) { (back("/associations", &reader.t("associations"))) }
                h1 { (association.name) }
                p.hint { (place(&association)) @if let Some(no) = &association.registry_no { " · " (reader.t("registry-no")) " " (no) } }
            }
            div.acts {
                @if by.may(Action::ManageAssociations, Some(id)) { a.button.quiet href=(format!("/associations/{id}/edit")) { (reader.t("rename")) } }
                @if by.may(Action::ManageSignIns, Some(id)) { a.button.quiet href=(format!("/associations/{id}/users")) { (reader.t("sign-ins")) } }
                @if by.may(Action::ManageFund, Some(id)) { a.button.quiet href=(format!("/associations/{id}/funds/new")) { (reader.t("fund-new")) } }
                a.button href=(format!("/associations/{id}/members")) { (reader.t("members")) " (" (members) ")" }
            }
        }
        (first)
        (waiting)
        div.cols.even {
            (funds_part(reader, &own))
            (officers_part(reader, &officers))
        }
        @if !bought.is_empty() {
            section.card.flush {
                h2 { (reader.t("purchases")) }
                ul.rows { @for held in &bought { (purchases::pages::row(reader, held)) } }
                @for own in &own { p.more { a href=(format!("/funds/{}/purchases", own.fund.id)) { (reader.tf("purchases-of", &[("fund", (&own.fund.name).into())])) } } }
            }
        }
        // An auditor starts here: every record of the association is one link away.
        @for own in &own.iter().map(|own| &own.fund).collect::<Vec<_>>() { h3 { (own.name) } (ways(reader.counting(own.unit), own, by)) }
        p { a href="/reports/seed" { (reader.t("seed-report")) } }
        (before)
    };
    let heading = funds::heading(&app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Associations, &association.name, body))
}

/// Each fund with its sums available, lent and late, and its alerts.
fn funds_part(reader: Reader, own: &[FundRow]) -> Markup {
    html! {
        section.card.flush {
            h2 { (reader.t("funds")) }
            @if own.is_empty() { p.hint { (reader.t("no-fund-yet")) } }
            ul.rows { @for own in own {
                @let unit = own.fund.unit;
                li { a.row href=(format!("/funds/{}", own.fund.id)) {
                    b { (own.fund.name) } span.amount.negative[own.available < 0] { (reader.money(own.available, unit)) }
                    small { (reader.tf("lent-out", &[("amount", reader.money(own.lent, unit).into())])) } small.end { (reader.t("available-now")) }
                    small { (reader.t("column-at-risk")) } span.end { @if own.at_risk.part == 0 { small { "–" } } @else { span.tag.late { (reader.money(own.at_risk.part, unit)) } } }
                    @for (class, text) in own.alerts(reader) { span {} span.end { span.tag.(class) { (text) } } }
                } }
                @if own.lent > 0 { li.row { a href=(format!("/funds/{}/loans?show=late", own.fund.id)) { (reader.t("see-late")) } span {} } }
            } }
        }
    }
}

/// The sign-ins of those who keep and audit it; members' own are on their pages.
fn officers_part(reader: Reader, users: &[(users::User, Vec<Grant>)]) -> Markup {
    let keeps = |grant: &Grant| matches!(grant.role(), Role::Treasurer | Role::Committee | Role::Auditor);
    let officers: Vec<_> = users.iter().filter(|(user, grants)| user.disabled_at.is_none() && grants.iter().any(keeps)).collect();
    html! {
        section.card.flush {
            h2 { (reader.t("officers")) }
            @if officers.is_empty() { p.hint { (reader.t("officers-none")) } }
            ul.rows { @for (user, grants) in officers {
                li.row {
                    b.named { (face(&user.name)) (user.name) }
                    small.end { (grants.iter().filter(|grant| keeps(grant)).map(|grant| reader.of("role", grant.role().code())).collect::<Vec<_>>().join(", ")) }
                }
            } }
        }
    }
}
