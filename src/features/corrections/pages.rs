//! A fund's reversals and corrections, with their sum and share, and the requests that wait for a second person.

use axum::extract::{Path, State};
use axum::http::Uri;
use maud::{Markup, html};
use uuid::Uuid;

use super::history::{Telling, names_of, one};
use super::store;
use crate::app::App;
use crate::domain::ids::FundId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds;
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{FundTab, answer, back, fund_tabs, pager};
use crate::web::signed_in::SignedIn;

/// Corrections on one page of the list.
const PAGE: u64 = 50;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, id, Action::SeeCorrections).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let number: u64 = Fields::from_query(&uri).get("page").parse().unwrap_or(0);
    let told = store::of_fund(app.db.read(), id, number, PAGE).await?;
    let names = names_of(&app, &told).await?;
    let totals = store::totals(app.db.read(), id).await?;
    let waiting = store::waiting(app.db.read(), id).await?;
    let telling = Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let under = reader.tf(
        "corrections-share",
        &[("count", totals.corrections.to_string().into()), ("entries", totals.entries.to_string().into()), ("share", totals.share().into())],
    );
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("corrections")) }
        (fund_tabs(reader, by, fund.association, id, FundTab::Corrections))
        (answer(&reader.t("corrections-sum"), totals.amount_minor, reader, fund.unit, html! { (under) }))
        @if !waiting.is_empty() {
            h2 { (reader.t("corrections-waiting")) }
            ul.rows { @for request in &waiting {
                li { a.row href=(format!("/correction-requests/{}", request.id)) {
                    span { (reader.of("record-kind", request.record_kind.code())) }
                    span.amount { (reader.money(request.amount_minor, fund.unit)) }
                    small { (reader.moment(request.asked_at, &association.time_zone)) " · " (request.reason) }
                    span.end { span.tag.soon { (reader.t("correction-to-confirm")) } }
                } }
            } }
        }
        @if told.is_empty() { p.notice { (reader.t("corrections-none")) } }
        ul.rows { @for row in &told { (one(&telling, row, &names, Uuid::nil())?) } }
        (pager(reader, &format!("/funds/{id}/corrections"), number, told.len() as u64 == PAGE))
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("corrections"), body))
}
