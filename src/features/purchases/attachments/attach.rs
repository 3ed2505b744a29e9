//! A document is attached to a purchase: its type and size are checked, and its bytes are on the disk before its record is
//! written.

use serde::{Serialize, Serializer};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Attachment, store};
use crate::app::App;
use crate::db::command::key_of;
use crate::domain::actor::Actor;
use crate::domain::document::{Media, identify};
use crate::domain::ids::{AttachmentId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::purchases::{self, OnPurchase, PurchaseRecord, on_purchase};

/// The kinds of documents.
pub const KINDS: [&str; 5] = ["quote", "invoice", "acta", "delivery", "other"];
/// The most documents of one purchase.
const MOST: usize = 40;

#[derive(Clone)]
pub struct NewAttachment {
    pub kind: &'static str,
    pub name: Note,
    pub bytes: Vec<u8>,
}

/// Documents may be attached by those who may request the purchase and those who may decide on it. Returns the action that
/// allows it.
///
/// # Errors
/// `forbidden`, `not-found`.
pub fn check_attaches(by: &Actor, held: &PurchaseRecord) -> Result<Action, Refusal> {
    let association = held.row.association_id;
    let allowed = if by.may(Action::RequestPurchases, Some(association)) { Action::RequestPurchases } else { Action::DecidePurchases };
    by.check_within(allowed, association, held.programme())?;
    Ok(allowed)
}

/// # Errors
/// `forbidden`, `not-found`, `attachments-too-many`, what [`identify`] refuses.
pub async fn attach(app: &App, by: &Actor, key: Uuid, purchase: PurchaseId, new: NewAttachment) -> Result<AttachmentId, Error> {
    let held = purchases::load_one(app.db.read(), purchase).await?;
    let allowed = check_attaches(by, &held)?;
    let media = identify(&new.name, &new.bytes)?;
    // The file is named by the record's id: a document sent twice under one key is kept once.
    let id = AttachmentId(key_of(key, purchase.0));
    let row = row(app, by, id, &held, &new, media);
    let fresh = store::find(app.db.read(), id).await.is_err();
    if fresh {
        app.db.files().keep(id, new.bytes).await?;
    }
    let outcome = on_purchase(app, by, key, Act("attachment.add", allowed), purchase, NewRecord(row), work).await;
    // The file is removed only where it is certain that no record was written for it.
    let unmade = matches!(outcome, Err(Error::Refused(_) | Error::Unsaved { certain: true, .. }));
    if unmade && fresh && store::find(app.db.read(), id).await.is_err_and(|error| !error.refusals().is_empty()) {
        app.db.files().forget(id).await?;
    }
    // The document's kind is not part of the input that keys compare, as in the first version; so it is compared with the
    // record's.
    if store::find(app.db.read(), outcome?).await?.kind == new.kind { Ok(id) } else { Err(Refusal::conflict("key-reused").into()) }
}

/// The record to write. A key compares only its purchase, content and name.
#[derive(Clone)]
struct NewRecord(Attachment);

impl Serialize for NewRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0.purchase_id, &self.0.sha256, &self.0.name).serialize(serializer)
    }
}

async fn work(OnPurchase { on, .. }: OnPurchase<'_>, NewRecord(row): NewRecord) -> Outcome<AttachmentId> {
    if store::of_purchase(on.step.tx, row.purchase_id).await?.len() >= MOST {
        return Err(Refusal::conflict("attachments-too-many").at("file").with("most", Fact::Number(i64::try_from(MOST).unwrap_or(0))).into());
    }
    let (id, detail) = (row.id, json!({ "purchase": row.purchase_id, "sha256": row.sha256 }));
    store::insert(on.step, row).await?;
    Ok((id, detail))
}

fn row(app: &App, by: &Actor, id: AttachmentId, held: &PurchaseRecord, new: &NewAttachment, media: Media) -> Attachment {
    Attachment {
        id,
        association_id: held.row.association_id,
        purchase_id: held.row.id,
        kind: new.kind.to_owned(),
        name: new.name.to_string(),
        media: media.name().to_owned(),
        size: i64::try_from(new.bytes.len()).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(&new.bytes)),
        attached_by: by.user_id,
        attached_at: app.clock.now(),
        wrong_at: None,
        wrong_reason: None,
        replaced_by: None,
    }
}

/// The documents that are missing from the disk or were changed there.
pub async fn verify(app: &App) -> Result<Vec<Refusal>, Error> {
    let mut found = Vec::new();
    for row in store::all(app.db.read()).await? {
        let whole = app.db.files().read(row.id).await.is_ok_and(|bytes| hex::encode(Sha256::digest(&bytes)) == row.sha256);
        if !whole {
            found.push(Refusal::conflict("verify-file").with("name", Fact::Text(row.name)));
        }
    }
    Ok(found)
}
