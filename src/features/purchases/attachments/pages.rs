//! Documents on a purchase's page: the list, attaching one, and the document itself.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::attach::{self, KINDS, NewAttachment, attach};
use super::put_right::check_marks;
use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::document::Media;
use crate::domain::ids::{AttachmentId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::purchases;
use crate::features::purchases::parts::{PurchasePage, name};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, field_refusal, form_refusals, key_field, url_encoded};
use crate::web::signed_in::SignedIn;
use crate::web::text::Reader;

/// The documents of a purchase, and the form of a new one.
pub async fn part(app: &App, by: &Actor, seen: &PurchasePage) -> Result<Markup, Error> {
    let reader = seen.reader;
    let all = store::of_purchase(app.db.read(), seen.held.id()).await?;
    let association = Some(seen.association.id);
    let attaches = by.may(Action::RequestPurchases, association) || by.check_programme(Action::DecidePurchases, seen.held.programme()).is_ok();
    Ok(html! {
        h2 id="documents" { (reader.t("documents")) }
        @if all.is_empty() { p.hint { (reader.t("documents-none")) } }
        ul.rows { @for row in &all {
            li { a.row href=(format!("/attachments/{}", row.id)) {
                span.void[row.wrong_at.is_some()] { (reader.of("document", &row.kind)) " · " (row.name) } span { (size(reader, row.size)) }
                small { (reader.moment(row.attached_at, &seen.association.time_zone)) @if let Some(reason) = &row.wrong_reason { " · " (reason) } }
                span.end { @if row.wrong_at.is_some() { span.tag.late { (reader.t("document-wrong")) } } }
            }
            @if let Some(right) = row.replaced_by.and_then(|right| all.iter().find(|other| other.id == right)) {
                p { a href=(format!("/attachments/{}", right.id)) { (reader.tf("document-replaced-by", &[("name", (&right.name).into())])) } }
            }
            @if row.wrong_at.is_none() && check_marks(by, &seen.held, row).is_ok() { p.no-print { a href=(format!("/attachments/{}/wrong", row.id)) { (reader.t("document-mark-wrong")) } } }
            }
        } }
        @if attaches {
            details.no-print {
                summary { (reader.t("document-attach")) }
                (form_of(reader, &Fields::default(), &seen.path()))
            }
        }
    })
}

fn form_of(reader: Reader, fields: &Fields, path: &str) -> Markup {
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

/// A size in thousands of bytes, as people read it.
fn size(reader: Reader, bytes: i64) -> String {
    reader.tf("kilobytes", &[("count", ((bytes + 999) / 1_000).to_string().into())])
}

/// Reads a form with a file, part by part: the parts already read stay in its fields when a later part cannot be read.
async fn read(form: Result<Multipart, MultipartRejection>, fields: &mut Fields) -> Result<(String, Vec<u8>), Refusal> {
    let unreadable = || Refusal::invalid("file", "form-unreadable");
    let too_large = || Refusal::invalid("file", "attachment-too-large").with("most", Fact::Number(10));
    let (mut form, mut file) = (form.map_err(|_| unreadable())?, Default::default());
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => file = (file_name, field.bytes().await.map_err(|_| too_large())?.to_vec()),
            None => fields.add(&name, field.text().await.map_err(|_| unreadable())?),
        }
    }
    Ok(file)
}

pub async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<PurchaseId>,
    extensions: Extensions,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Error> {
    let seen = PurchasePage::for_action(&app, &signed_in, id, Action::SeeMembers).await?;
    attach::check_attaches(&signed_in.0, &seen.held)?;
    let shown = async |fields| attach_page(&app, &signed_in, &seen, &fields).await;
    let mut fields = Fields::unread(&extensions);
    let (name, bytes) = match read(form, &mut fields).await {
        Ok(file) => file,
        Err(refusal) => return form::refused(refusal.into(), fields, shown).await,
    };
    let kind = fields.choice("kind", |code| KINDS.into_iter().find(|kind| *kind == code), KINDS[0]);
    let name = Note::parse(&name).unwrap_or_else(|refusal| {
        fields.refusals.push(refusal.at("file"));
        Note::default()
    });
    let doing = attach(&app, &signed_in.0, fields.key(), id, NewAttachment { kind, name, bytes });
    form::answer(doing, fields, |_| format!("/purchases/{id}#documents"), shown).await
}

async fn attach_page(app: &App, signed_in: &SignedIn, seen: &PurchasePage, fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let body = html! {
        (back(&seen.path(), &name(reader, &seen.held)))
        h1 { (reader.t("document-attach")) }
        (form_refusals(reader, fields, &["file", "kind"]))
        (form_of(reader, fields, &seen.path()))
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("document-attach"), body))
}

/// The document itself, for those who may see its purchase. A photo is shown, a PDF is downloaded; neither may run anything.
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
