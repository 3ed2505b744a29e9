//! Bank statements on screen: those that were compared, and the form to compare another.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{Extensions, Uri};
use axum::response::Response;
use maud::{Markup, html};

use super::reading;
use super::record::{NewStatement, check_unit, record};
use super::store;
use crate::app::App;
use crate::domain::ids::FundId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};
use crate::features::imports::{self, File};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{back, field_refusal, form_refusals, key_field, pager};
use crate::web::signed_in::SignedIn;

/// Statements on one page of the list.
const PAGE: u64 = 50;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn list(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, uri: Uri) -> Result<Markup, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    if !fund.unit.is_money() {
        return Err(Refusal::not_found().into());
    }
    let number = Fields::from_query(&uri).get("page").to_owned();
    list_page(&app, &signed_in, &fund, &association, &Fields::default().with("page", number)).await
}

async fn list_page(app: &App, signed_in: &SignedIn, fund: &Fund, association: &Association, fields: &Fields) -> Result<Markup, Error> {
    let (by, id) = (&signed_in.0, fund.id);
    let reader = signed_in.reader().in_country(&association.country);
    let number: u64 = fields.get("page").parse().unwrap_or(0);
    let mut all = Vec::new();
    for row in store::of_fund(app.db.read(), id, number, PAGE).await? {
        let unknown = store::unknown_of(app.db.read(), row.id).await?;
        all.push((row, unknown));
    }
    let keeps = by.may(Action::ManageFund, Some(fund.association)) && fund.unit.is_money();
    let body = html! {
        (back(&format!("/funds/{id}"), &fund.name))
        h1 { (reader.t("bank-statements")) }
        p.hint { (reader.t("bank-statements-hint")) }
        (form_refusals(reader, fields, &["file"]))
        @if all.is_empty() { p.notice { (reader.t("bank-statements-none")) } }
        ul.rows { @for (row, unknown) in &all {
            @let undone = row.reversed_at.is_some();
            li { a.row href=(format!("/bank-statements/{}", row.id)) {
                span { (reader.date(row.starts_on)) " – " (reader.date(row.ends_on)) }
                span.amount.void[undone] { @if let Some(closing) = row.closing_minor { (reader.money(closing, fund.unit)) } }
                small { (row.name) }
                span.end {
                    @if undone { span.tag.late { (reader.t("reversed")) } }
                    @else if *unknown > 0 { span.tag.soon { (reader.tf("bank-unknown-count", &[("count", (*unknown).into())])) } }
                    @else { span.tag.well { (reader.t("bank-all-known")) } }
                }
            } }
        } }
        (pager(reader, &format!("/funds/{id}/bank-statements"), number, all.len() as u64 == PAGE))
        @if keeps {
            h2 { (reader.t("bank-compare")) }
            form method="post" action=(format!("/funds/{id}/bank-statements")) enctype="multipart/form-data" {
                (key_field(fields))
                div.field {
                    label.field for="file" { (reader.t("bank-file")) }
                    input.text type="file" id="file" name="file" accept=".csv,.txt,.xlsx,.ods" required;
                    p.hint { (reader.t("bank-file-hint")) }
                    (field_refusal(reader, fields, "file"))
                }
                div.buttons { button.button { (reader.t("bank-compare-do")) } }
            }
        }
    };
    let heading = funds::heading(app, reader, by, association, Some(fund)).await?;
    Ok(page(reader, by, &heading, Place::Cash, &reader.t("bank-statements"), body))
}

/// Reads a form with a file, part by part: the parts already read stay in its fields when a later part cannot be read.
async fn sent(form: Result<Multipart, MultipartRejection>, fields: &mut Fields) -> Result<File, Refusal> {
    let unreadable = || Refusal::invalid("file", "form-unreadable");
    let (mut form, mut file) = (form.map_err(|_| unreadable())?, None);
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) if !file_name.is_empty() => {
                let bytes = field.bytes().await.map_err(|_| Refusal::invalid("file", "import-file-too-large"))?;
                file = Some(File { name: file_name, bytes: bytes.to_vec() });
            }
            Some(_) => {}
            None => fields.add(&name, field.text().await.map_err(|_| unreadable())?),
        }
    }
    file.ok_or_else(|| Refusal::invalid("file", "import-no-file"))
}

/// # Errors
/// What comparing refuses, except faults of the file, which the form shows.
pub async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<FundId>,
    extensions: Extensions,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Error> {
    let (fund, association) = funds::see(&app, &signed_in.0, id, Action::ManageFund).await?;
    let style = signed_in.reader().in_country(&association.country).style;
    let mut fields = Fields::unread(&extensions);
    let file = sent(form, &mut fields).await;
    let key = fields.key();
    let doing = async {
        check_unit(fund.unit)?;
        let file = file?;
        let name = Note::parse(&file.name).unwrap_or_default();
        let sheets = imports::sheets_of(vec![file]).await?;
        let lines = reading::read(&sheets, fund.unit, style)?;
        record(&app, &signed_in.0, key, NewStatement { fund: id, name, lines }).await
    };
    let shown = async |fields| list_page(&app, &signed_in, &fund, &association, &fields).await;
    form::answer(doing, fields, |id| format!("/bank-statements/{id}"), shown).await
}
