//! Who paid a member's share of a surplus, and when it was recorded.

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
        for mut column in [maybe_id("paid_by"), maybe_happened_at("paid_at")] {
            manager.alter_table(Table::alter().table(Alias::new("share_out_member")).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }
}
