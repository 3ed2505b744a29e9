//! The member who gave a contribution, since two members may have the same name.

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
        let mut member = maybe_id("member_id");
        manager.alter_table(Table::alter().table(Alias::new("capital")).add_column(&mut member).to_owned()).await
    }
}
