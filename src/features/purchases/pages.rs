//! Purchases on screen: a new one, and the steps that a treasurer takes.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use uuid::Uuid;

use super::draft::{Content, NewPurchase, create};
use crate::app::App;
use crate::domain::cofinancing::Draft;
use crate::domain::ids::{BudgetLineId, FundId, ProgrammeId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund, cycles};
use crate::features::programmes;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

pub use super::parts::{name, status_tag, title};

const FIELDS: [&str; 4] = ["budget_line", "purpose", "cycle", "day_rate"];

/// A purchase in a list: its name, its sum, and the step that it waits for.
pub fn row(reader: Reader, held: &super::PurchaseRecord) -> Markup {
    html! {
        li { a.row href=(format!("/purchases/{}", held.row.id)) {
            span { (name(reader, held)) }
            span.amount { (reader.money(held.total_minor(), held.unit)) }
            small { (super::parts::waits_for(reader, held)) }
            span.end { (status_tag(reader, held)) }
        } }
    }
}

pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    new_page(&app, &signed_in, &fund, &association, &Fields::default()).await
}

/// The budget lines from which an association can request, by `programme:line`.
pub async fn offers(app: &App, reader: Reader, fund: &Fund) -> Result<Vec<(String, String)>, Error> {
    let mut offers = Vec::new();
    for programme in programmes::of_association(app.db.read(), fund.association).await? {
        if programme.unit != Some(fund.unit) {
            continue;
        }
        for line in programmes::lines(app.db.read(), programme.id).await? {
            let facts = [
                ("programme", programme.name.clone().into()),
                ("line", line.name.clone().into()),
                ("left", reader.money(line.left_minor(), fund.unit).into()),
            ];
            offers.push((format!("{}:{}", programme.id, line.id), reader.tf("budget-offer", &facts)));
        }
    }
    Ok(offers)
}

/// The cycles that a purchase can be for: the present and the next, by their first day.
pub async fn cycle_choice(app: &App, fund: &Fund, today: chrono::NaiveDate) -> Result<Vec<(String, String)>, Error> {
    let (present, next) = cycles::around(&funds::cycles(app.db.read(), fund.id).await?, today);
    Ok([present, next].into_iter().map(|window| (window.starts_on.max(today).to_string(), window.name.into())).collect())
}

async fn new_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let offers = offers(app, reader, fund).await?;
    let body = html! {
        (back(&format!("/funds/{}/purchases", fund.id), &reader.t("purchases")))
        h1 { (reader.t("purchase-new")) }
        (form_refusals(reader, fields, &FIELDS))
        @if offers.is_empty() { p.notice.warn { (reader.t("budget-offers-none")) } } @else {
            p.hint { (reader.t("purchase-new-hint")) }
            form method="post" action=(format!("/funds/{}/purchases", fund.id)) {
                (key_field(fields))
                (Field::new(reader, fields, "budget_line", "purchase-budget").select(&offers))
                (Field::new(reader, fields, "purpose", "purchase-purpose").hint("purchase-purpose-hint").text())
                (Field::new(reader, fields, "cycle", "cycle").select(&cycle_choice(app, fund, today).await?))
                (Field::new(reader, fields, "day_rate", "purchase-day-rate").hint("purchase-day-rate-hint").figures())
                (submit(reader, "purchase-go-on"))
            }
        }
    };
    let heading = funds::heading(app, reader, &signed_in.0, association, Some(fund)).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("purchase-new"), body))
}

/// Reads `programme:line`.
pub fn read_offer(fields: &mut Fields) -> (ProgrammeId, BudgetLineId) {
    let mut parts = fields.get("budget_line").split(':').filter_map(|part| part.parse::<Uuid>().ok());
    match (parts.next(), parts.next()) {
        (Some(programme), Some(line)) => (ProgrammeId(programme), BudgetLineId(line)),
        _ => {
            fields.refusals.push(crate::domain::refusal::Refusal::invalid("budget_line", "choice-missing"));
            (ProgrammeId(Uuid::nil()), BudgetLineId(Uuid::nil()))
        }
    }
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::RequestPurchases).await?;
    let style = signed_in.reader().in_country(&association.country).style;
    let (programme, budget_line) = read_offer(&mut fields);
    let day_rate_minor = fields.money_or_zero("day_rate", fund.unit, style);
    let content = Content {
        budget_line,
        cycle_on: fields.date("cycle"),
        purpose: fields.text("purpose"),
        base: None,
        draft: Draft { day_rate_minor, ..Draft::default() },
    };
    let doing = create(&app, &signed_in.0, fields.key(), NewPurchase { fund: fund.id, programme, content });
    form::answer(
        doing,
        fields,
        |made| format!("/purchases/{made}/items/new"),
        async |fields| new_page(&app, &signed_in, &fund, &association, &fields).await,
    )
    .await
}
