//! A treasurer's workbook that was imported.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, FundId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub sha256: String,
    pub file_name: String,
    pub members: i64,
    pub loans: i64,
    pub repayments: i64,
    pub imported_by: UserId,
    pub imported_at: DateTimeUtc,
}

super::plain!();
