//! Marking a document as wrong, on screen.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::put_right::{Wrong, check_marks, mark};
use super::{Attachment, store};
use crate::app::App;
use crate::domain::ids::AttachmentId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order};
use crate::features::purchases::parts::{PurchasePage, name};
use crate::web::fields::Fields;
use crate::web::form;
use crate::web::layout::{Place, page};
use crate::web::parts::{Field, back, form_refusals, key_field, submit};
use crate::web::signed_in::SignedIn;

async fn see(app: &App, signed_in: &SignedIn, id: AttachmentId) -> Result<(Attachment, PurchasePage), Error> {
    let row = store::find(app.db.read(), id).await?;
    let seen = PurchasePage::for_action(app, signed_in, row.purchase_id, Action::SeeMembers).await?;
    check_marks(&signed_in.0, &seen.held, &row)?;
    Ok((row, seen))
}

pub async fn show(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AttachmentId>) -> Result<Markup, Error> {
    let (row, seen) = see(&app, &signed_in, id).await?;
    wrong_page(&app, &signed_in, (&row, &seen), &Fields::default()).await
}

async fn wrong_page(app: &App, signed_in: &SignedIn, (row, seen): (&Attachment, &PurchasePage), fields: &Fields) -> Result<Markup, Error> {
    let reader = seen.reader;
    let others = store::of_purchase(app.db.read(), row.purchase_id).await?;
    let mut right = vec![(String::new(), reader.t("document-none-right"))];
    let standing = others.iter().filter(|other| other.id != row.id && other.wrong_at.is_none());
    right.extend(standing.map(|other| (other.id.to_string(), format!("{} · {}", reader.of("document", &other.kind), other.name))));
    let body = html! {
        (back(&format!("{}#documents", seen.path()), &name(reader, &seen.held)))
        h1 { (reader.t("document-mark-wrong")) }
        p { (reader.of("document", &row.kind)) " · " (row.name) }
        p.hint { (reader.t("document-wrong-hint")) }
        (form_refusals(reader, fields, &["right", "reason"]))
        form method="post" action=(format!("/attachments/{}/wrong", row.id)) {
            (key_field(fields))
            (Field::new(reader, fields, "right", "document-right").select(&right))
            (Field::new(reader, fields, "reason", "reason").text())
            (submit(reader, "document-mark-wrong"))
        }
    };
    let heading = seen.heading(app, &signed_in.0).await?;
    Ok(page(reader, &signed_in.0, &heading, Place::Purchases, &reader.t("document-mark-wrong"), body))
}

pub async fn add(State(app): State<App>, signed_in: SignedIn, Path(id): Path<AttachmentId>, mut fields: Fields) -> Result<Response, Error> {
    let (row, seen) = see(&app, &signed_in, id).await?;
    let right = if fields.get("right").is_empty() { None } else { Some(AttachmentId(fields.id("right"))) };
    let order = Order::new(Wrong { wrong: id, right }, fields.text("reason"));
    let doing = mark(&app, &signed_in.0, fields.key(), order);
    let to = |answer: Answer<AttachmentId>| answer.page(|_| format!("{}#documents", seen.path()));
    form::answer(doing, fields, to, async |fields| wrong_page(&app, &signed_in, (&row, &seen), &fields).await).await
}
