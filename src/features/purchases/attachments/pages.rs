//! Documents on a purchase's page: the list, attaching one, and the document itself.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::attach::{self, KINDS, NewAttachment, attach};
use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::document::Media;
use crate::domain::ids::{AttachmentId, PurchaseId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::purchases;
use crate::features::purchases::parts::{PurchasePage, name};
use crate::web::fields::Fields;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_refusals, key_field, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The documents of a purchase, and the form of a new one.
pub async fn part(app: &App, by: &Actor, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let all = store::of_purchase(app.db.read(), seen.held.id()).await?;
    let association = Some(seen.association.id);
    let attaches = by.may(Action::RequestPurchases, association) || by.check_programme(Action::DecidePurchases, seen.held.programme()).is_ok();
    Ok(html! {
        h2 id="documents" { (reader.t("documents")) }
        @if all.is_empty() { p.hint { (reader.t("documents-none")) } }
        ul.rows { @for row in &all {
            li { a.row href=(format!("/attachments/{}", row.id)) {
                span { (reader.of("document", &row.kind)) " · " (row.name) } span { (size(reader, row.size)) }
                small { (reader.moment(row.attached_at, &seen.association.time_zone)) } span {}
            } }
        } }
        @if attaches {
            details.no-print open[fields.refusal("file").is_some()] {
                summary { (reader.t("document-attach")) }
                (form(reader, fields, &seen.path()))
            }
        }
    })
}

fn form(reader: Reader, fields: &Fields, path: &str) -> Markup {
    let kinds: Vec<(String, String)> = KINDS.map(|kind| (kind.to_owned(), reader.of("document", kind))).to_vec();
    html! {
        form method="post" action=(format!("{path}/attachments")) enctype="multipart/form-data" {
            (key_field(fields))
            (Field::new(reader, fields, "kind", "document-kind").select(&kinds))
            div.field {
                label.field for="file" { (reader.t("document-file")) }
                input.text type="file" id="file" name="file" accept="image/jpeg,image/png,image/webp,application/pdf" required;
                p.hint { (reader.t("document-file-hint")) }
                (field_refusal(reader, fields, "file"))
            }
            div.buttons { button.button.quiet { (reader.t("document-attach")) } }
        }
    }
}

/// In thousands of bytes, as people read a file's size.
fn size(reader: Reader, bytes: i64) -> String {
    reader.tf("kilobytes", &[("count", ((bytes + 999) / 1_000).to_string().into())])
}

/// What a form with a file says.
async fn sent(form: Result<Multipart, MultipartRejection>) -> Result<(Fields, Option<(String, Vec<u8>)>), Error> {
    let unreadable = || Refusal::invalid("file", "form-unreadable");
    let mut form = form.map_err(|_| unreadable())?;
    let (mut fields, mut file) = (Fields::default(), None);
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => {
                let too_large = || Refusal::invalid("file", "attachment-too-large").with("most", crate::domain::refusal::Fact::Number(10));
                file = Some((file_name, field.bytes().await.map_err(|_| too_large())?.to_vec()));
            }
            None => fields = fields.with(&name, field.text().await.map_err(|_| unreadable())?),
        }
    }
    Ok((fields, file))
}

pub async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Error> {
    let held = purchases::see(&app, &signed_in.0, id, Action::SeeMembers).await?;
    attach::check_attaches(&signed_in.0, &held)?;
    let mut typed = Fields::default();
    let outcome = match sent(form).await {
        Ok((fields, file)) => {
            typed = fields;
            keep(&app, &signed_in.0, id, &mut typed, file).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/purchases/{id}#documents")).into_response()),
        Err(error) => {
            let fields = typed.refused(error)?;
            let seen = PurchasePage::of(&app, signed_in.reader(), held).await?;
            let reader = seen.reader;
            let body = html! {
                (back(&seen.path(), &name(reader, &seen.held)))
                h1 { (reader.t("document-attach")) }
                (form_refusals(reader, &fields, &["file", "kind"]))
                (self::form(reader, &fields, &seen.path()))
            };
            let heading = seen.heading(&app, &signed_in.0).await?;
            let shown = page(reader, &signed_in.0, &heading, Place::Fund, &reader.t("document-attach"), body);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}

async fn keep(app: &App, by: &Actor, id: PurchaseId, fields: &mut Fields, file: Option<(String, Vec<u8>)>) -> Result<AttachmentId, Error> {
    let kind = fields.choice("kind", |code| KINDS.into_iter().find(|kind| *kind == code), KINDS[0]);
    fields.checked()?;
    let (name, bytes) = file.unwrap_or_default();
    let name = Note::parse(&name).map_err(|refusal| refusal.at("file"))?;
    attach(app, by, fields.key(), id, NewAttachment { kind, name, bytes }).await
}

/// The document itself, for who may see its purchase. A photo is shown, a PDF is handed over; neither may run anything.
pub async fn serve(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AttachmentId>) -> Result<Response, Error> {
    let row = store::find(app.db.read(), id).await?;
    purchases::see(&app, &signed_in.0, row.purchase_id, Action::SeeMembers).await?;
    let bytes = app.db.files().read(row.id).await?;
    let media = Media::parse(&row.media).ok_or_else(|| Error::fault("a document of an unknown kind"))?;
    let way = if media == Media::Pdf { "attachment" } else { "inline" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.name()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let disposition = format!("{way}; filename*=UTF-8''{}", url_encoded(&row.name));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(|error| Error::fault(error.to_string()))?);
    Ok((headers, bytes).into_response())
}
