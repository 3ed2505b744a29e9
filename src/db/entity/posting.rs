//! A posting of an entry; append-only.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    pub association_id: Uuid,
    pub fund_id: Uuid,
    pub account: String,
    pub amount_minor: i64,
    /// The day and number of its entry, so that an account's entries are found in order; always there.
    pub entry_on: Option<Date>,
    pub entry_no: Option<i64>,
}

super::plain!();
