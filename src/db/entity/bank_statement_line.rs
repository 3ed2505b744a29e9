//! A line of a bank's statement, with the matching entry.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, BankStatementId, EntryId, FundId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_statement_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub statement_id: BankStatementId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i64,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub moved_on: Date,
    pub description: String,
    pub amount_minor: i64,
    pub balance_minor: Option<i64>,
    /// None where no entry matches.
    pub entry_id: Option<EntryId>,
}

super::plain!();
