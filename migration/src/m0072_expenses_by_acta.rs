//! The acta of an expense, and the amount from which the rules ask for one.

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
        let mut acta = maybe_text("acta");
        manager.alter_table(Table::alter().table(Alias::new("expense")).add_column(&mut acta).to_owned()).await?;
        let mut rule = money("expense_acta_from_minor");
        rule.default(0);
        manager.alter_table(Table::alter().table(Alias::new("fund_rules")).add_column(&mut rule).to_owned()).await
    }
}
