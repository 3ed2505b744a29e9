//! Expenses that wait for another person's approval: the amount in the rules, who asked, who decided and when.

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
        for mut column in [maybe_id("asked_by"), maybe_id("decided_by"), maybe_happened_at("decided_at")] {
            manager.alter_table(Table::alter().table(Alias::new("expense")).add_column(&mut column).to_owned()).await?;
        }
        let mut rule = money("expense_second_from_minor");
        rule.default(0);
        manager.alter_table(Table::alter().table(Alias::new("fund_rules")).add_column(&mut rule).to_owned()).await
    }
}
