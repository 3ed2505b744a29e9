//! Whether the rules of a fund let its assembly lend beyond what is available.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No assembly has decided it yet: no fund lends beyond.
        let mut column = flag("lend_beyond_available");
        column.default(false);
        manager.alter_table(Table::alter().table(Alias::new("fund_rules")).add_column(&mut column).to_owned()).await
    }
}
