//! An item of a purchase, with its quotes and the chosen one.

use sea_orm::entity::prelude::*;

use crate::domain::cofinancing::Measure;
use crate::domain::ids::{AssociationId, PurchaseId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub purchase_id: PurchaseId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub product: String,
    pub variety: String,
    pub measure: Measure,
    pub provided: bool,
    pub quotes: String,
    pub chosen: i64,
    /// The price on the invoice, where it differs from the quote.
    pub invoiced_minor: Option<i64>,
}

super::plain!();
