//! A correction that waits for a second person: what it would change, and who asked for it.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::confirm::confirm as verb;
use crate::app::App;
use crate::domain::ids::CorrectionRequestId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{self, CorrectionRequest, decline as declining, history};
use crate::features::{funds, sessions};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{back, form_field, form_refusals, key_field, typed_into};
use crate::web::signed_in::SignedIn;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CorrectionRequestId>) -> Result<Markup, Error> {
    request_page(&app, &signed_in, id, &Fields::default()).await
}

async fn request_page(app: &App, signed_in: &SignedIn, id: CorrectionRequestId, fields: &Fields) -> Result<Markup, Error> {
    let by = &signed_in.0;
    let request = corrections::request(app.db.read(), id).await?;
    let (fund, association) = funds::see(app, by, request.fund_id, Action::SeeCorrections).await?;
    let reader = signed_in.reader().in_country(&association.country).counting(fund.unit);
    // The command line has no user.
    let asked_by = sessions::find(app.db.read(), request.asked_by).await.map(|user| user.name).unwrap_or_default();
    let telling = history::Telling { reader, by, association: association.id, time_zone: &association.time_zone, unit: fund.unit };
    let changes = history::read(&request.changes)?;
    let record = reader.of("record-kind", request.record_kind.code());
    let body = html! {
        (back(&format!("/funds/{}/corrections", fund.id), &reader.t("corrections")))
        h1 { (reader.t("correction-to-confirm")) }
        (form_refusals(reader, fields, &[]))
        dl.facts {
            dt { (reader.t("correction-record")) }
            dd { @match request.record_kind.address(request.record_id) { Some(href) => { a href=(href) { (record) } } None => { (record) } } }
            dt { (reader.t("amount")) } dd { (reader.money(request.amount_minor, fund.unit)) }
            dt { (reader.t("correction-asked-by")) } dd { (asked_by) }
            dt { (reader.t("date")) } dd { (reader.moment(request.asked_at, &association.time_zone)) }
            dt { (reader.t("reason")) } dd { (request.reason) }
        }
        @if changes.is_empty() { p { (reader.t("correction-is-reversal")) } } @else { (history::changes_table(&telling, &changes)) }
        @match request.confirmed {
            Some(true) => { p.notice { (reader.t("correction-was-confirmed")) } }
            Some(false) => { p.notice { (reader.t("correction-was-declined")) } }
            None => { (answers(signed_in, &request, fields)) }
        }
    };
    let heading = funds::heading(app, reader, by, &association, Some(&fund)).await?;
    Ok(page(reader, by, &heading, Place::Fund, &reader.t("correction-to-confirm"), body))
}

/// The confirm button, for anybody but whoever asked; and the decline button, which they may use too.
fn answers(signed_in: &SignedIn, request: &CorrectionRequest, fields: &Fields) -> Markup {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let button = |what: &str, key: &str, class: &str| {
        let action = format!("/correction-requests/{}/{what}", request.id);
        let own = typed_into(fields, &action).cloned().unwrap_or_default();
        html! { form method="post" action=(action) { (form_field(&action)) (key_field(&own)) button class=(class) { (reader.t(key)) } } }
    };
    html! {
        @if by.may(Action::PutRight, Some(request.association_id)) {
            @if by.user_id == request.asked_by { p.notice { (reader.t("correction-another-confirms")) } }
            div.buttons {
                @if by.user_id != request.asked_by { (button("confirm", "correction-confirm", "button")) }
                (button("decline", "correction-decline", "button stop"))
            }
        }
    }
}

/// # Errors
/// A refusal that is not about the record's present state.
pub async fn confirm(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CorrectionRequestId>, fields: Fields) -> Result<Response, Error> {
    let request = corrections::request(app.db.read(), id).await?;
    let doing = verb(&app, &signed_in.0, fields.key(), id);
    let to = |done| request.record_kind.address(done).unwrap_or_else(|| format!("/funds/{}/corrections", request.fund_id));
    form::answer(doing, fields, to, async |fields| request_page(&app, &signed_in, id, &fields).await).await
}

/// # Errors
/// A refusal of declining.
pub async fn decline(State(app): State<App>, signed_in: SignedIn, Path(id): Path<CorrectionRequestId>, fields: Fields) -> Result<Response, Error> {
    let fund = corrections::request(app.db.read(), id).await?.fund_id;
    let doing = declining::decline(&app, &signed_in.0, fields.key(), id);
    form::answer(doing, fields, |_| format!("/funds/{fund}/corrections"), async |fields| request_page(&app, &signed_in, id, &fields).await).await
}
