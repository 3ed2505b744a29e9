//! Waiving late fees on screen: the fees owed on a day, and the acta.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::waive::{NewWaiver, owed, waive};
use crate::app::App;
use crate::domain::amount::filled;
use crate::domain::ids::LoanId;
use crate::error::Error;
use crate::features::loans::decision_page::{DecisionForm, DecisionPage, FormWords};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::parts::Field;
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 3] = ["amount", "acta", "decided_on"];
const WORDS: FormWords = FormWords { title: "waiver", figure: "waiver-owed", hint: "waiver-hint", button: "waiver-record" };

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Markup, Error> {
    waiver_page(&app, &signed_in, id, &Fields::from_query(&uri)).await
}

async fn waiver_page(app: &App, signed_in: &SignedIn, id: LoanId, fields: &Fields) -> Result<Markup, Error> {
    let scene = DecisionPage::of(app, signed_in, id, fields).await?;
    let (reader, minor) = (scene.reader, owed(&scene.held, scene.on)?);
    let fields = fields.clone().with("decided_on", scene.on.to_string()).with("amount", filled(minor, scene.held.unit, reader.style));
    let own = html! { (Field::new(reader, &fields, "amount", "waiver-amount").figures()) };
    scene.page(app, signed_in, &fields, DecisionForm { words: WORDS, sent_to: "waive", minor, told: &FIELDS, own }).await
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    let scene = DecisionPage::of(&app, &signed_in, id, &fields).await?;
    let amount_minor = fields.money("amount", scene.held.unit, scene.reader.style);
    let new = NewWaiver { loan: id, acta: fields.text("acta"), decided_on: fields.date("decided_on"), amount_minor };
    let doing = waive(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| format!("/loans/{id}"), async |fields| waiver_page(&app, &signed_in, id, &fields).await).await
}
