//! A document of a purchase. Its bytes are a file in the folder beside the database, named by its id.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, AttachmentId, PurchaseId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    pub association_id: AssociationId,
    pub purchase_id: PurchaseId,
    pub kind: String,
    pub name: String,
    pub media: String,
    pub size: i64,
    pub sha256: String,
    pub attached_by: UserId,
    pub attached_at: DateTimeUtc,
    pub wrong_at: Option<DateTimeUtc>,
    pub wrong_reason: Option<String>,
    pub replaced_by: Option<AttachmentId>,
}

super::plain!();
