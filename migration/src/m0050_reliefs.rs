//! Relief: what a committee decided about a loan may say that it is asked later, or by new terms. What that appends to a loan's
//! installments is worked out at every replay, and told apart from what was agreed.

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
