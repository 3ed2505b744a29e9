//! Importing on screen: choose the file, look at what it holds, then write it.

use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::register::Register;
use super::waiting::Waiting;
use super::{File, cells::Fault, store, template};
use crate::app::App;
use crate::db::command;
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::heads::own_page;
use crate::web::layout::Place;
use crate::web::parts::{back, form_refusals, key_field};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// Faults listed at once on a page; the command line lists them all.
const FAULTS: usize = 500;

/// Who may import: an administrator anything, a treasurer into their own association.
///
/// # Errors
/// `forbidden`.
pub fn check(by: &Actor) -> Result<(), Refusal> {
    let own = by.associations().unwrap_or_default();
    let may = by.may(Action::ManageAssociations, None) || own.iter().any(|association| by.may(Action::ImportRegister, Some(*association)));
    if may { Ok(()) } else { Err(Refusal::forbidden()) }
}

pub async fn show(State(app): State<App>, signed_in: SignedIn) -> Result<Markup, Error> {
    check(&signed_in.0)?;
    Ok(import_page(&app, &signed_in, &Fields::default(), html! {}).await)
}

async fn import_page(app: &App, signed_in: &SignedIn, fields: &Fields, found: Markup) -> Markup {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let body = html! {
        (back("/more", &reader.t("nav-more")))
        h1 { (reader.t("import")) }
        p { (reader.t("import-intro")) " " a href="/import/template.xlsx" { (reader.t("import-template")) } }
        (form_refusals(reader, fields, &[]))
        (found)
        form method="post" action="/import" enctype="multipart/form-data" {
            div.field {
                label.field for="file" { (reader.t("import-file")) }
                input.text type="file" id="file" name="file" multiple accept=".xlsx,.ods,.csv" required;
                p.hint { (reader.t("import-file-hint")) }
            }
            div.buttons { button.button { (reader.t("import-look")) } }
        }
    };
    own_page(app, reader, by, Place::More, &reader.t("import"), body).await
}

/// What was sent: files to look at, or the word to write those that were looked at.
struct Sent {
    files: Vec<File>,
    fields: Fields,
}

async fn sent(mut form: Multipart) -> Result<Sent, Error> {
    let unreadable = || Refusal::invalid("file", "form-unreadable");
    let mut sent = Sent { files: Vec::new(), fields: Fields::default() };
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) if !file.is_empty() => {
                let too_large = || Refusal::invalid("file", "import-file-too-large");
                let bytes = field.bytes().await.map_err(|_| too_large())?.to_vec();
                sent.files.push(File { name: file, bytes });
            }
            Some(_) => {}
            None => {
                let text = field.text().await.map_err(|_| unreadable())?;
                sent.fields = sent.fields.with(&name, text);
            }
        }
    }
    Ok(sent)
}

pub async fn upload(State(app): State<App>, signed_in: SignedIn, form: Result<Multipart, MultipartRejection>) -> Result<Response, Error> {
    check(&signed_in.0)?;
    let form = form.map_err(|_| Refusal::invalid("file", "form-unreadable"))?;
    let outcome = match sent(form).await {
        Ok(sent) => act(&app, &signed_in, sent).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(response) => Ok(response),
        Err(error) => form::refused(error, Fields::default(), async |fields| Ok(import_page(&app, &signed_in, &fields, html! {}).await)).await,
    }
}

async fn act(app: &App, signed_in: &SignedIn, sent: Sent) -> Result<Response, Error> {
    let by = &signed_in.0;
    if let Ok(waiting) = sent.fields.get("waiting").parse() {
        if let Some(fund) = imported_before(app, by, sent.fields.key()).await? {
            return Ok(to_fund(fund));
        }
        let gone = || Refusal::conflict("import-gone");
        let files = app.kept::<Waiting>().look(by.user_id, waiting).ok_or_else(gone)?;
        let register = super::look(app, files).await?;
        let fund = super::import(app, by, sent.fields.key(), register, Arc::new(|_, _| {})).await?;
        app.kept::<Waiting>().forget(waiting);
        app.forget_people();
        return Ok(to_fund(fund));
    }
    if sent.files.is_empty() {
        return Err(Refusal::invalid("file", "import-no-file").into());
    }
    let register = super::look(app, sent.files.clone()).await?;
    if !register.faults.is_empty() {
        let found = faults_part(signed_in.reader(), &register);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, import_page(app, signed_in, &Fields::default(), found).await).into_response());
    }
    super::check_new(app, by, &register).await?;
    let waiting = app.kept::<Waiting>().keep(by.user_id, sent.files);
    Ok(import_page(app, signed_in, &Fields::default(), found_part(signed_in.reader(), &register, &waiting.to_string())).await.into_response())
}

/// The fund that this form already made: what it was made of is forgotten since.
async fn imported_before(app: &App, by: &Actor, key: uuid::Uuid) -> Result<Option<FundId>, Error> {
    match command::made_before(app.db.read(), by, key).await? {
        Some(made) => Ok(store::by_fund(app.db.read(), FundId(made)).await?.map(|import| import.fund_id)),
        None => Ok(None),
    }
}

fn to_fund(fund: FundId) -> Response {
    Redirect::to(&format!("/funds/{fund}")).into_response()
}

/// Where a fault is: `Créditos, fila 7, Monto`.
pub fn place(reader: Reader, fault: &Fault) -> String {
    let facts = [("sheet", fault.sheet.into()), ("row", fault.row.to_string().into()), ("column", fault.column.into())];
    match (fault.row, fault.column) {
        (0, "") => fault.sheet.to_owned(),
        (0, column) => format!("{}, {column}", fault.sheet),
        (_, "") => reader.tf("fault-place-row", &facts),
        _ => reader.tf("fault-place", &facts),
    }
}

fn faults_part(reader: Reader, register: &Register) -> Markup {
    html! {
        div.notice.bad role="alert" { p { b { (reader.tf("import-faults", &[("count", register.fault_count.into())])) } } p { (reader.t("import-nothing")) } }
        div.scroll tabindex="0" { table {
            thead { tr { th { (reader.t("fault-sheet")) } th.n { (reader.t("fault-row")) } th { (reader.t("fault-column")) } th { (reader.t("fault-reason")) } } }
            tbody { @for fault in register.faults.iter().take(FAULTS) {
                tr { td { (fault.sheet) } td.n { @if fault.row > 0 { (fault.row) } } td { (fault.column) } td { (reader.refusal(&fault.refusal)) } }
            } }
        } }
        @if register.fault_count > FAULTS { p.hint { (reader.tf("import-more-faults", &[("count", (register.fault_count - FAULTS).into())])) } }
    }
}

fn found_part(reader: Reader, register: &Register, waiting: &str) -> Markup {
    let reader = reader.in_country(&register.association.country);
    let sum = |amounts: Vec<i64>| reader.money(amounts.into_iter().fold(0_i64, i64::saturating_add), register.unit);
    html! {
        section.answer {
            b { (register.association.name) }
            p.hint { (register.fund_name) }
            dl.facts {
                dt { (reader.t("members")) } dd { (register.members.len()) }
                dt { (reader.t("capital")) } dd { (register.capital.len()) " · " (sum(register.capital.iter().map(|row| row.amount_minor).collect())) }
                dt { (reader.t("loans")) } dd { (register.loans.len()) " · " (sum(register.loans.iter().map(|row| row.terms.principal).collect())) }
                dt { (reader.t("repayments")) } dd { (register.repayments.len()) " · " (sum(register.repayments.iter().map(|row| row.amount_minor).collect())) }
                dt { (reader.t("expenses")) } dd { (register.expenses.len()) " · " (sum(register.expenses.iter().map(|row| row.amount_minor).collect())) }
            }
            @if !register.skipped.is_empty() { p.hint { (reader.tf("import-skipped", &[("what", register.skipped.join("; ").into())])) } }
        }
        form method="post" action="/import" enctype="multipart/form-data" {
            (key_field(&Fields::default()))
            input type="hidden" name="waiting" value=(waiting);
            div.buttons { button.button { (reader.t("import-do")) } }
        }
        h2 { (reader.t("import-another")) }
    }
}

pub async fn template(signed_in: SignedIn) -> Result<Response, Error> {
    check(&signed_in.0)?;
    let workbook = template::template(signed_in.reader())?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"muyu.xlsx\""),
    ];
    Ok((headers, workbook).into_response())
}
