//! What is noted of seed that comes back: its germination, and how it looked.

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
        for mut column in [maybe_number("germination_ppm"), maybe_text("quality")] {
            manager.alter_table(Table::alter().table(Alias::new("repayment")).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }
}
