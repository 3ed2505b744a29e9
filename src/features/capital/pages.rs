//! Capital on screen: what came and what is promised, and the form of both.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::record::{New, fulfil, pledge, receive};
use super::store;
use crate::app::App;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{CapitalId, FundId};
use crate::domain::loan::Means;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, means_choice, submit};
use crate::web::signed_in::SignedIn;

pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let (fund, association) = funds::see(&app, by, FundId(id), Action::SeeMembers).await?;
    let reader = signed_in.reader().in_country(&association.country);
    let keeps = by.may(Action::KeepFund, Some(fund.association));
    let today = app.clock.today(&association.time_zone).to_string();
    let all = store::of_fund(app.db.read(), fund.id, None).await?;
    let dated = Fields::default().with("happens_on", today);
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("capital")) }
        @if all.is_empty() { p.notice { (reader.t("capital-none")) } }
        ul.rows { @for row in &all {
            li.row {
                span { (row.source) } span.amount { (reader.money(row.amount_minor, fund.unit)) }
                small { (reader.of("capital", &row.kind)) " · " (reader.date(row.happens_on)) }
                span.end { @if row.status == CapitalStatus::Pledged.code() { span.tag.soon { (reader.t("pledged")) } } @else { span.tag.well { (reader.t("received")) } } }
                @if keeps && row.status == CapitalStatus::Pledged.code() {
                    details {
                        summary { (reader.t("pledge-came")) }
                        form method="post" action=(format!("/capital/{}/receive", row.id)) {
                            (key_field(&Fields::default()))
                            (Field::new(reader, &dated, "happens_on", "capital-date").date())
                            (means_choice(reader, &Fields::default()))
                            (submit(reader, "capital-received"))
                        }
                    }
                }
            }
        } }
        @if keeps { div.buttons { a.button href=(format!("/funds/{id}/capital/new")) { (reader.t("capital-new")) } } }
    };
    let heading = funds::heading(&app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("capital"), body))
}

pub async fn show_new(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, FundId(id), Action::KeepFund).await?;
    let fields = Fields::default().with("happens_on", app.clock.today(&association.time_zone).to_string());
    form_page(&app, &signed_in, &fund, &association, &fields).await
}

async fn form_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader().in_country(&association.country), &signed_in.0);
    let kinds: Vec<(String, String)> = CapitalKind::ALL.map(|kind| (kind.code().to_owned(), reader.of("capital", kind.code()))).to_vec();
    let pledged = fields.get("status") == "pledged";
    let body = html! {
        (back(&format!("/funds/{}/capital", fund.id), &reader.t("capital")))
        h1 { (reader.t("capital-new")) }
        (form_refusals(reader, fields, &["amount", "source", "kind", "happens_on", "owed_back_on"]))
        form method="post" action=(format!("/funds/{}/capital", fund.id)) {
            (key_field(fields))
            fieldset {
                legend { (reader.t("capital-status")) }
                label.choice { input type="radio" name="status" value="received" checked[!pledged]; span { (reader.t("capital-received")) } span {} }
                label.choice { input type="radio" name="status" value="pledged" checked[pledged]; span { (reader.t("capital-pledged")) } span {} }
            }
            (Field::new(reader, fields, "amount", "amount").figures())
            (Field::new(reader, fields, "kind", "capital-kind").select(&kinds))
            (Field::new(reader, fields, "source", "capital-source").text())
            (Field::new(reader, fields, "happens_on", "capital-date").date())
            (Field::new(reader, fields, "owed_back_on", "capital-owed-back").hint("capital-owed-back-hint").date())
            (means_choice(reader, fields))
            (submit(reader, "save"))
        }
    };
    Ok(page(reader, by, &funds::heading(app, reader, by, association, Some(fund)).await?, Place::Fund, &reader.t("capital-new"), body))
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, mut fields: Fields) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, FundId(id), Action::KeepFund).await?;
    let style = signed_in.reader().in_country(&association.country).style;
    let new = New {
        fund: fund.id,
        kind: fields.choice("kind", CapitalKind::parse, CapitalKind::Grant),
        source: fields.text("source").into(),
        amount_minor: fields.money("amount", fund.unit, style),
        happens_on: fields.date("happens_on"),
        owed_back_on: fields.maybe_date("owed_back_on"),
        means: fields.choice("means", Means::parse, Means::Cash),
    };
    let outcome = match (fields.checked(), fields.get("status")) {
        (Err(error), _) => Err(error),
        (Ok(()), "pledged") => pledge(&app, &signed_in.0, fields.key(), new).await,
        (Ok(()), _) => receive(&app, &signed_in.0, fields.key(), new).await,
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/funds/{id}/capital")).into_response()),
        Err(error) => {
            let fields = fields.refused(error)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, form_page(&app, &signed_in, &fund, &association, &fields).await?).into_response())
        }
    }
}

pub async fn came(State(app): State<App>, signed_in: SignedIn, Path(id): Path<Uuid>, mut fields: Fields) -> Result<Response, Error> {
    let pledge = store::find(app.db.read(), CapitalId(id)).await?;
    funds::see(&app, &signed_in.0, FundId(pledge.fund_id), Action::KeepFund).await?;
    let on = fields.date("happens_on");
    let means = fields.choice("means", Means::parse, Means::Cash);
    fields.checked()?;
    fulfil(&app, &signed_in.0, fields.key(), CapitalId(id), on, means).await?;
    Ok(Redirect::to(&format!("/funds/{}/capital", pledge.fund_id)).into_response())
}
