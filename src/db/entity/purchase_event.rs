//! An event of a purchase. Append-only.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::{PurchaseStatus, PurchaseStep};
use crate::domain::ids::{AssociationId, PurchaseId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub purchase_id: PurchaseId,
    pub at: DateTimeUtc,
    pub user_id: UserId,
    pub user_name: String,
    pub step: PurchaseStep,
    pub status: PurchaseStatus,
    pub note: String,
    pub acta: Option<String>,
}

super::plain!();
