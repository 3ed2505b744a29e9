//! The committee's home page: the decisions that wait in each fund.

use axum::response::{IntoResponse, Response};
use maud::html;

use crate::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::applications::list_page::open_part;
use crate::features::{associations, expenses, funds};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::signed_in::SignedIn;

pub async fn home(app: &App, signed_in: &SignedIn) -> Result<Response, Error> {
    let by = &signed_in.0;
    let (own, member) = by.member().ok_or_else(Refusal::forbidden)?;
    let association = associations::see(app, by, own, Action::DecideLoans).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let own_funds = funds::of_association(app.db.read(), own).await?;
    let mut parts = Vec::new();
    for fund in &own_funds {
        parts.push((fund, open_part(app, reader.counting(fund.unit), by, fund, &association, &Fields::default()).await?));
    }
    let waiting = expenses::waiting::part(app, reader, by, &own_funds).await?;
    let body = html! {
        h1 { (reader.t("committee-home")) }
        (waiting)
        @for (fund, part) in parts {
            @if own_funds.len() > 1 { h2 { (fund.name) } }
            (part)
            p { a href=(format!("/funds/{}/applications", fund.id)) { (reader.t("applications-decided")) } }
        }
        div.buttons { a.button.quiet href=(format!("/members/{member}")) { (reader.t("own-loans")) } }
    };
    let heading = funds::heading(app, reader, by, &association, None).await?;
    Ok(page(reader, by, &heading, Place::Home, &reader.t("committee-home"), body).into_response())
}
