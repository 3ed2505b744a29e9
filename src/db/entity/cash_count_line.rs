//! How many there were of one denomination.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, CashCountId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cash_count_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cash_count_id: CashCountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    /// What one of them is worth; of produce, what one sack weighs.
    pub face_minor: i64,
    pub pieces: i64,
}

super::plain!();
