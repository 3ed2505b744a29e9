//! Staff and administrators: the purchases that wait for them, and a table of all funds that they accompany.

use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::funds::{ORDERS, alerts_part, chosen, list, overseen};
use crate::app::App;
use crate::domain::names::fold;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::purchases::approvals;
use crate::features::{associations, programmes, purchases};
use crate::web::layout::{Place, page};
use crate::web::parts::asked::Asked;
use crate::web::signed_in::SignedIn;

/// How many waiting purchases the home page shows.
const WAITING: u64 = 5;

pub async fn home(app: &App, signed_in: &SignedIn, uri: &Uri) -> Result<Response, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let asked = Asked::of(uri);
    let order = asked.order(&ORDERS);
    let all = overseen(app, by).await?;
    let mut provinces: Vec<String> = all.iter().filter_map(|own| own.association.province.clone()).collect();
    provinces.sort_by_key(|name| fold(name));
    provinces.dedup();
    let own = by.programmes();
    let seen = programmes::list(app.db.read()).await?.into_iter().filter(|programme| own.as_ref().is_none_or(|own| own.contains(&programme.id)));
    let offered = seen.map(|programme| (programme.id.to_string(), programme.name)).collect();
    let alerts = alerts_part(reader, &all);
    let any = !all.is_empty();
    let shown = chosen(all, &asked, order);
    let table = list(reader, &asked, order, &shown, offered, provinces);
    if let Some(file) = table.file()? {
        return Ok(file);
    }
    let waiting = approvals::inbox::waiting(app, by, 0, WAITING).await?;
    let count = approvals::inbox::waiting_count(app, by).await?;
    let today = app.clock.today(associations::time_zone(""));
    let body = html! {
        div.head {
            div { h1 { (reader.long_day(today)) } p.hint { (reader.tf("inbox-count", &[("count", count.into())])) } }
            div.acts { @if by.may(Action::ManageAssociations, None) { a.button href="/associations/new" { (reader.t("association-new")) } } }
        }
        div.cols.even {
            section.card.flush {
                h2 { (reader.tf("waits-for-you", &[("count", count.to_string().into())])) }
                @if waiting.is_empty() { p.hint { (reader.t("inbox-empty")) } }
                ul.rows { @for held in &waiting { (purchases::pages::row(reader, held)) } }
                p.more { a href="/inbox" { (reader.t("inbox-open")) } }
            }
            (alerts)
        }
        div.head id="funds" { h2 { (reader.t("funds-all")) } div.acts.desk data-list-acts="1" { @if table.count > 0 { (table.acts()) } } }
        @if any { (table.part()) } @else { p.notice { (reader.t("associations-none")) } }
    };
    let heading = associations::pages::dated_heading(app, reader, by);
    Ok(page(reader, by, &heading, Place::Home, &reader.t("nav-home"), body).into_response())
}
