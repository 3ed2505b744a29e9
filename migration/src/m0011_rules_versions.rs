//! The acta of a version of the rules, and the reason for more hectares than planned.

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
        let added = [("fund_rules", maybe_day("acta_on")), ("fund_rules", maybe_text("acta_note")), ("purchase_line", maybe_text("hectares_reason"))];
        // SQLite adds one column in a statement.
        for (table, mut column) in added {
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }
}
