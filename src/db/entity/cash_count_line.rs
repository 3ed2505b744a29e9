//! The number of pieces of one denomination in a count.

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
    /// The value of one piece; for produce, the weight of one sack.
    pub face_minor: i64,
    pub pieces: i64,
}

super::plain!();
