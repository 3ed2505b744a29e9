//! An application that was rejected, withdrawn or lapsed is made again: the new one says of which.

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
        let mut again_of = maybe_id("again_of");
        manager.alter_table(Table::alter().table(Alias::new("application")).add_column(&mut again_of).to_owned()).await
    }
}
