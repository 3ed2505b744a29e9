//! A posting of an entry; append-only.

use sea_orm::entity::prelude::*;

use crate::domain::ids::{AssociationId, EntryId, FundId};
use crate::domain::ledger::Account;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: EntryId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    pub association_id: AssociationId,
    pub fund_id: FundId,
    pub account: Account,
    pub amount_minor: i64,
    /// The date and number of its entry, so that an account's entries can be read in order. Always set.
    pub entry_on: Option<Date>,
    pub entry_no: Option<i64>,
}

super::plain!();
