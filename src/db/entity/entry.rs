//! An entry of the ledger; append-only.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, EntryId, FundId, UserId};
use crate::domain::ledger::SourceKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EntryId,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub no: i64,
    pub date: Date,
    pub source_kind: SourceKind,
    pub source_id: Uuid,
    pub memo: String,
    pub receipt_no: Option<i64>,
    pub recorded_by: UserId,
    pub recorded_at: DateTimeUtc,
    pub hash: String,
}

super::plain!();
