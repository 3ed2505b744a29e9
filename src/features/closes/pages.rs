//! Closing on screen: the closed periods, the next ones to close, and their missing tasks with links.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::checklist::Missing;
use super::close::{close_cycle, close_month, for_cycle, next_month};
use super::{PeriodClose, see_cycle, store};
use crate::app::App;
use crate::domain::ids::{CycleId, FundId};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Cycle, Fund};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_field, form_refusals, key_field, sent_to, typed_into};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    list_page(&app, &signed_in, &fund, &association, &Fields::default()).await
}

async fn list_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country).counting(fund.unit), &signed_in.0);
    let today = app.clock.today(&association.time_zone);
    let db = app.db.read();
    let (cycles, closes) = (funds::cycles(db, fund.id).await?, store::of_fund(db, fund.id).await?);
    let keeps = by.may(Action::ManageFund, Some(fund.association));
    let month = next_month(db, fund, today).await?;
    let open = cycles.iter().find(|cycle| !closes.iter().any(|close| close.cycle_id == Some(cycle.id) || close.ends_on >= cycle.ends_on));
    let for_cycle = match open {
        Some(cycle) => for_cycle(db, fund, cycle, today).await?,
        None => Vec::new(),
    };
    let body = html! {
        (back(&format!("/funds/{}", fund.id), &fund.name))
        h1 { (reader.t("closes")) }
        p.hint { (reader.t("closes-hint")) }
        (form_refusals(reader, fields, &["confirmed"]))
        @if let Some(month) = &month {
            h2 { (reader.tf("close-month", &[("from", reader.date(month.starts_on).into()), ("to", reader.date(month.ends_on).into())])) }
            @let action = format!("/funds/{}/closes", fund.id);
            (offer(reader, fields, &month.missing, keeps, &action, html! { input type="hidden" name="ends_on" value=(month.ends_on); }, "close-month-now"))
        }
        @if let Some(cycle) = open {
            h2 { (reader.tf("close-cycle", &[("name", (&cycle.name).into()), ("to", reader.date(cycle.ends_on).into())])) }
            p { a href=(format!("/cycles/{}", cycle.id)) { (reader.t("cycle-so-far")) } }
            (offer(reader, fields, &for_cycle, keeps, &format!("/cycles/{}/close", cycle.id), html! {}, "close-cycle-now"))
        }
        h2 { (reader.t("closed")) }
        @if closes.is_empty() { p.notice { (reader.t("closes-none")) } }
        ul.rows { @for close in closes.iter().rev() { (row(reader, fund, close, &cycles)) } }
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("closes"), body))
}

/// The missing tasks as links; without any, the button to close.
fn offer(reader: Reader, fields: &Fields, missing: &[Missing], keeps: bool, action: &str, more: Markup, button: &str) -> Markup {
    let own = typed_into(fields, action).cloned().unwrap_or_default();
    html! {
        @if !missing.is_empty() {
            p { (reader.t("close-missing")) }
            ul.rows { @for one in missing { li { a.row href=(one.page) { span { (reader.refusal(&one.refusal)) } span.end { "›" } } } } }
        } @else if keeps {
            form method="post" action=(action) {
                (form_field(action))
                (key_field(&own))
                (more)
                p.notice.warn { (reader.t("close-final")) }
                @if own.refusal("confirmed").is_some() || own.flag("confirmed") { (Field::new(reader, &own, "confirmed", "close-confirmed").check()) }
                div.buttons { button.button { (reader.t(button)) } }
            }
        } @else { p.hint { (reader.t("close-ready")) } }
    }
}

fn row(reader: Reader, fund: &Fund, close: &PeriodClose, cycles: &[Cycle]) -> Markup {
    let cycle = cycles.iter().find(|cycle| close.cycle_id == Some(cycle.id));
    let name = cycle.map_or_else(|| reader.t("closed-month"), |cycle| reader.tf("closed-cycle", &[("name", (&cycle.name).into())]));
    let about = html! {
        span { (name) } span.amount { (reader.money(close.surplus_minor, fund.unit)) }
        small { (reader.date(close.starts_on)) " – " (reader.date(close.ends_on)) } span.end { small { (reader.t("surplus")) } }
    };
    html! {
        @if let Some(cycle) = cycle { li { a.row href=(format!("/cycles/{}", cycle.id)) { (about) } } }
        @else { li.row { (about) } }
    }
}

/// # Errors
/// A refusal other than a missing task or the question to confirm.
pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let ends_on = fields.date("ends_on");
    let fields = sent_to(fields, &format!("/funds/{id}/closes"));
    let doing = close_month(&app, &signed_in.0, fields.key(), id, ends_on, fields.flag("confirmed"));
    let to = format!("/funds/{id}/closes");
    form::answer(doing, fields, |_| to, async |fields| list_page(&app, &signed_in, &fund, &association, &fields).await).await
}

/// # Errors
/// A refusal other than a missing task.
pub async fn add_cycle(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CycleId>, fields: Fields) -> Result<Response, Error> {
    let seen = see_cycle(&app, &signed_in.0, id, Action::ManageFund).await?;
    let fields = sent_to(fields, &format!("/cycles/{id}/close"));
    let doing = close_cycle(&app, &signed_in.0, fields.key(), id, fields.flag("confirmed"));
    let page = async |fields: Fields| list_page(&app, &signed_in, &seen.fund, &seen.association, &fields).await;
    form::answer(doing, fields, |_| format!("/cycles/{id}"), page).await
}
