//! Loans written off by acta. Later payments are recoveries.

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
        // No loan was written off before.
        let mut recovery = flag("recovery");
        recovery.default(false);
        manager.alter_table(Table::alter().table(Alias::new("repayment")).add_column(&mut recovery).to_owned()).await
    }
}
