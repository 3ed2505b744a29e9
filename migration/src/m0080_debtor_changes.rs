//! A change of debtor is never reversed. Another acta gives the debt back.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No version ever wrote these columns.
        for column in ["reversed_at", "reversed_by", "reversal_reason"] {
            manager.alter_table(Table::alter().table(Alias::new("debtor_change")).drop_column(Alias::new(column)).to_owned()).await?;
        }
        Ok(())
    }
}
