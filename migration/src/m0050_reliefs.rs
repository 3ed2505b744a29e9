//! Relief: a committee may decide that a loan is asked later, or by new terms. Every replay computes the installments that a
//! relief adds; a flag tells them from those first agreed.

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
        // Its terms, as JSON.
        let mut relief = maybe_text("relief");
        manager.alter_table(Table::alter().table(Alias::new("remission")).add_column(&mut relief).to_owned()).await?;
        let mut appended = flag("appended");
        appended.default(false);
        manager.alter_table(Table::alter().table(Alias::new("installment")).add_column(&mut appended).to_owned()).await
    }
}
