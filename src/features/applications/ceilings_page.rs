//! The legal ceilings of the rate on screen, with where each country's is to be found.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::ceilings::{self, NewCeiling};
use crate::app::App;
use crate::domain::rate::percent;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Where Peru's central bank publishes it.
const BCRP: &str = "https://www.bcrp.gob.pe/sistema-financiero/tasas-maximas-de-interes-compensatorio.html";
/// Bolivia's Civil Code, art. 409: 3 % a month, which compounded over a year is this.
const BOLIVIA: &str = "42.5761";

/// # Errors
/// `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Markup, Error> {
    ceilings_page(&app, &signed_in, &Fields::from_query(&uri)).await
}

async fn ceilings_page(app: &App, signed_in: &SignedIn, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    by.check(Action::ManageAssociations, None)?;
    let known = ceilings::list(app).await?;
    let countries: Vec<(String, String)> = ["PE", "BO"].map(|code| (code.to_owned(), reader.of("country", &code.to_lowercase()))).to_vec();
    let body = html! {
        (back("/more", &reader.t("nav-more")))
        h1 { (reader.t("ceilings")) }
        p.hint { (reader.t("ceilings-hint")) }
        @if known.is_empty() { p.notice { (reader.t("ceilings-none")) } }
        ul.rows { @for row in &known {
            li.row { span { (reader.of("country", &row.country.to_lowercase())) } span.amount { (percent(row.rate_ppm)) " %" } small { (reader.date(row.counts_from)) " · " (row.source) } span {} }
        } }
        (where_to_look(reader))
        (form_refusals(reader, fields, &["country", "counts_from", "rate", "source"]))
        form method="post" action="/rate-ceilings" id="anotar" {
            (key_field(fields))
            div.pair {
                (Field::new(reader, fields, "country", "country").select(&countries))
                (Field::new(reader, fields, "counts_from", "ceiling-from").date())
                (Field::new(reader, fields, "rate", "ceiling-rate").figures())
                (Field::new(reader, fields, "source", "ceiling-source").hint("ceiling-source-hint").text())
            }
            (submit(reader, "save"))
        }
    };
    Ok(page(reader, by, &associations::pages::heading(reader, by), Place::More, &reader.t("ceilings"), body))
}

/// Where each is published, and the way to the form with what is known of it.
fn where_to_look(reader: Reader) -> Markup {
    let way = |country: &str, rate: &str, source: &str| format!("/rate-ceilings?country={country}&rate={rate}&source={}#anotar", url_encoded(source));
    html! {
        h2 { (reader.t("ceilings-where")) }
        details {
            summary { (reader.t("country-pe")) }
            ol { @for line in reader.t("ceilings-where-pe").lines() { li { (line) } } }
            p { a href=(BCRP) rel="noopener noreferrer" { "bcrp.gob.pe" } " · " a href=(way("PE", "", &reader.t("ceiling-source-pe"))) { (reader.t("ceiling-write")) } }
        }
        details {
            summary { (reader.t("country-bo")) }
            p { (reader.tf("ceilings-where-bo", &[("percent", BOLIVIA.into())])) }
            p { a href=(way("BO", BOLIVIA, &reader.t("ceiling-source-bo"))) { (reader.t("ceiling-write")) } }
        }
    }
}

/// # Errors
/// What writing it down refuses for another reason than what was typed.
pub async fn add(State(app): State<App>, signed_in: SignedIn, mut fields: Fields) -> Result<Response, Error> {
    signed_in.0.check(Action::ManageAssociations, None)?;
    let (country, counts_from) = (fields.get("country").to_owned(), fields.date("counts_from"));
    let new = NewCeiling { country, counts_from, rate_ppm: fields.percent("rate"), source: fields.text("source") };
    let doing = ceilings::record(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| "/rate-ceilings".to_owned(), async |fields| ceilings_page(&app, &signed_in, &fields).await).await
}
