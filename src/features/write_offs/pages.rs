//! Writing a loan off on screen: the loss on a day, and the acta.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use maud::{Markup, html};

use super::write_off::{NewWriteOff, lost, write_off};
use crate::app::App;
use crate::domain::ids::LoanId;
use crate::error::Error;
use crate::features::loans::decision_page::{DecisionForm, DecisionPage, FormWords};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::signed_in::SignedIn;

const FIELDS: [&str; 2] = ["acta", "decided_on"];
const WORDS: FormWords = FormWords { title: "write-off", figure: "write-off-lost", hint: "write-off-hint", button: "write-off-record" };

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, uri: Uri) -> Result<Markup, Error> {
    write_off_page(&app, &signed_in, id, &Fields::from_query(&uri)).await
}

async fn write_off_page(app: &App, signed_in: &SignedIn, id: LoanId, fields: &Fields) -> Result<Markup, Error> {
    let scene = DecisionPage::of(app, signed_in, id, fields).await?;
    let minor = lost(&scene.held, scene.on)?;
    let fields = fields.clone().with("decided_on", scene.on.to_string());
    let own = html! { input type="hidden" name="lost" value=(minor); };
    scene.page(app, signed_in, &fields, DecisionForm { words: WORDS, sent_to: "write-off", minor, told: &FIELDS, own }).await
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<LoanId>, mut fields: Fields) -> Result<Response, Error> {
    DecisionPage::of(&app, &signed_in, id, &fields).await?;
    let lost_minor = fields.get("lost").parse().unwrap_or(0);
    let new = NewWriteOff { loan: id, acta: fields.text("acta"), decided_on: fields.date("decided_on"), lost_minor };
    let doing = write_off(&app, &signed_in.0, fields.key(), new);
    form::answer(doing, fields, |_| format!("/loans/{id}"), async |fields| write_off_page(&app, &signed_in, id, &fields).await).await
}
