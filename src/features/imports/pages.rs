//! Importing on screen: choose the file, look at its content, then write it.

use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::choices::Choices;
use super::register::Register;
use super::waiting::Waiting;
use super::{File, answers, found, store, take_back, template};
use crate::app::App;
use crate::db::command;
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, funds};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::heads::own_page;
use crate::web::layout::Place;
use crate::web::parts::{Undo, back, form_refusals};
use crate::web::signed_in::SignedIn;

/// Who may import: administrators into any association, treasurers into their own.
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
    let latest = latest_part(&app, &signed_in, &Fields::default(), None).await?;
    Ok(import_page(&app, &signed_in, &Fields::default(), latest).await)
}

/// The imports that this person may take back, each with its form.
async fn latest_part(app: &App, signed_in: &SignedIn, fields: &Fields, refused: Option<FundId>) -> Result<Markup, Error> {
    let (reader, by) = (signed_in.reader(), &signed_in.0);
    let own = by.associations();
    let latest = store::latest(app.db.read(), own.as_deref()).await?;
    let may: Vec<_> = latest.into_iter().filter(|(import, _)| by.may(Action::ImportRegister, Some(import.association_id))).collect();
    let line = |import: &store::Import, fund: &str| {
        let day = reader.date(crate::clock::day_of(import.imported_at, associations::time_zone("PE")));
        let facts = [
            ("fund", fund.to_owned().into()),
            ("file", import.file_name.as_str().into()),
            ("day", day.into()),
            ("members", import.members.into()),
            ("loans", import.loans.into()),
            ("repayments", import.repayments.into()),
        ];
        reader.tf("import-latest-line", &facts)
    };
    Ok(html! {
        @if !may.is_empty() {
            h2 { (reader.t("import-latest")) }
            @for (import, fund) in &may {
                @let action = format!("/funds/{}/take-back", import.fund_id);
                @let apart = Fields::default().apart(&action);
                section.latest {
                    p { a href=(format!("/funds/{}", import.fund_id)) { (line(import, fund)) } }
                    (Undo {
                        action,
                        open: "import-take-back",
                        hint: "import-take-back-hint",
                        button: "import-take-back",
                    }.part(reader, if refused == Some(import.fund_id) { fields } else { &apart }, true))
                }
            }
        }
    })
}

/// Takes an import back whole.
pub async fn take_back(State(app): State<App>, signed_in: SignedIn, Path(id): Path<FundId>, mut fields: Fields) -> Result<Response, Error> {
    funds::see(&app, &signed_in.0, id, Action::ImportRegister).await?;
    let reason = fields.text("reason");
    let doing = take_back::take_back(&app, &signed_in.0, fields.key(), id, reason);
    form::answer(
        doing,
        fields,
        |_| "/import".to_owned(),
        async |fields| {
            let latest = latest_part(&app, &signed_in, &fields, Some(id)).await?;
            Ok(import_page(&app, &signed_in, &Fields::default(), latest).await)
        },
    )
    .await
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

/// What was sent: files to look at, or the order to write those already looked at.
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
    let Ok(waiting) = sent.fields.get("waiting").parse() else {
        if sent.files.is_empty() {
            return Err(Refusal::invalid("file", "import-no-file").into());
        }
        let waiting = app.kept::<Waiting>().keep(by.user_id, sent.files, Choices::default());
        return looked(app, signed_in, waiting).await;
    };
    if sent.fields.get("act") == "look" {
        let (files, choices) = waiting_for(app, by, waiting)?;
        let register = super::look_with(app, files, choices.clone()).await?;
        app.kept::<Waiting>().answer(by.user_id, waiting, answers::of_form(&sent.fields, choices, &register));
        return looked(app, signed_in, waiting).await;
    }
    if let Some(fund) = imported_before(app, by, sent.fields.key()).await? {
        return Ok(to_fund(fund));
    }
    let (files, choices) = waiting_for(app, by, waiting)?;
    let confirmed = sent.fields.flag("confirmed");
    let register = super::look_with(app, files, Choices { confirmed, ..choices }).await?;
    let unconfirmed = !register.asks.is_empty() && !confirmed;
    if unconfirmed || !register.faults.is_empty() {
        return shown(app, signed_in, waiting, &register, unconfirmed).await;
    }
    let fund = super::import(app, by, sent.fields.key(), register, Arc::new(|_, _| {})).await?;
    app.kept::<Waiting>().forget(waiting);
    app.forget_people();
    Ok(to_fund(fund))
}

/// The files that this person looked at, and their answers about them.
fn waiting_for(app: &App, by: &Actor, waiting: Uuid) -> Result<(Vec<File>, Choices), Refusal> {
    app.kept::<Waiting>().look(by.user_id, waiting).ok_or_else(|| Refusal::conflict("import-gone"))
}

/// The page of the files' content, with its faults and questions.
async fn looked(app: &App, signed_in: &SignedIn, waiting: Uuid) -> Result<Response, Error> {
    let (files, choices) = waiting_for(app, &signed_in.0, waiting)?;
    let register = super::look_with(app, files, choices).await?;
    shown(app, signed_in, waiting, &register, false).await
}

async fn shown(app: &App, signed_in: &SignedIn, waiting: Uuid, register: &Register, unconfirmed: bool) -> Result<Response, Error> {
    if register.faults.is_empty() {
        super::check_new(app, &signed_in.0, register).await?;
    }
    let (_, choices) = waiting_for(app, &signed_in.0, waiting)?;
    let reader = signed_in.reader().in_country(&register.association.country);
    let found = found::part(reader, register, &choices, waiting, unconfirmed);
    let status = if register.faults.is_empty() && !unconfirmed { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, import_page(app, signed_in, &Fields::default(), found).await).into_response())
}

/// The workbook with its faulty cells coloured and commented.
pub async fn marked(State(app): State<App>, signed_in: SignedIn, uri: Uri) -> Result<Response, Error> {
    check(&signed_in.0)?;
    let waiting = Fields::from_query(&uri).get("waiting").parse().map_err(|_| Refusal::conflict("import-gone"))?;
    let (files, choices) = waiting_for(&app, &signed_in.0, waiting)?;
    let register = super::look_with(&app, files.clone(), choices).await?;
    let workbook = super::marked::workbook(signed_in.reader(), &files, &register)?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"cuaderno-marcado.xlsx\""),
    ];
    Ok((headers, workbook).into_response())
}

/// The fund that this form already made; the files of that import are no longer kept.
async fn imported_before(app: &App, by: &Actor, key: uuid::Uuid) -> Result<Option<FundId>, Error> {
    match command::made_before(app.db.read(), by, key).await? {
        Some(made) => Ok(store::by_fund(app.db.read(), FundId(made)).await?.map(|import| import.fund_id)),
        None => Ok(None),
    }
}

fn to_fund(fund: FundId) -> Response {
    Redirect::to(&format!("/funds/{fund}")).into_response()
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
