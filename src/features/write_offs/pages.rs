//! Writing a loan off on screen: the loss on a day, and the acta.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::write_off::{NewWriteOff, lost, write_off};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, funds, loans, members};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, answer, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 2] = ["acta", "decided_on"];

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Markup, Error> {
    write_off_page(&app, &signed_in, id, &Fields::from_query(&uri)).await
}

async fn write_off_page(app: &App, signed_in: &SignedIn, id: LoanId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let held = loans::see(app, by, id).await?;
    let association = associations::see(app, by, held.loan.association_id, Action::ForgiveBalances).await?;
    let fund = funds::find(app.db.read(), held.loan.fund_id).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    let today = app.clock.today(&association.time_zone);
    let began_on = held.loan.disbursed_on;
    let on = crate::domain::calendar::read(fields.get("decided_on")).unwrap_or(today).clamp(began_on, today.max(began_on));
    let lost = lost(&held, on)?;
    let member = members::find(app.db.read(), held.loan.member_id).await?;
    let fields = fields.clone().with("decided_on", on.to_string());
    let body = html! {
        (back(&format!("/loans/{id}"), &loans::pages::name(reader, &held.loan)))
        h1 { (reader.t("write-off")) " · " (member.name) }
        (answer(&reader.t("write-off-lost"), lost, reader, held.unit, html! { (reader.date(on)) }))
        p.hint { (reader.t("write-off-hint")) }
        (form_refusals(reader, &fields, &FIELDS))
        form method="post" action=(format!("/loans/{id}/write-off")) {
            (key_field(&fields))
            input type="hidden" name="lost" value=(lost);
            (Field::new(reader, &fields, "acta", "remission-acta").hint("remission-acta-hint").text())
            (Field::new(reader, &fields, "decided_on", "remission-decided-on").date())
            (submit(reader, "write-off-record"))
        }
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Members, &reader.t("write-off"), body))
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    let held = loans::see(&app, &signed_in.0, id).await?;
    associations::see(&app, &signed_in.0, held.loan.association_id, Action::ForgiveBalances).await?;
    let lost_minor = fields.get("lost").parse().unwrap_or(0);
    let new = NewWriteOff { loan: id, acta: fields.text("acta"), decided_on: fields.date("decided_on"), lost_minor };
    let doing = write_off(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| format!("/loans/{id}"), async |fields| write_off_page(&app, &signed_in, id, &fields).await).await
}
