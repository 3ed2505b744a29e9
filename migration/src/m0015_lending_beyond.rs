//! Whether a fund's rules let its assembly lend more than is available.

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
        // No assembly has decided it yet, so no fund does.
        let mut column = flag("lend_beyond_available");
        column.default(false);
        manager.alter_table(Table::alter().table(Alias::new("fund_rules")).add_column(&mut column).to_owned()).await
    }
}
