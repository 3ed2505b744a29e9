//! Columns get the field's usual names: payment method, and terms of the project's share.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const RENAMED: [(&str, &str, &str); 8] = [
    ("capital", "means", "payment_method"),
    ("capital_return", "means", "payment_method"),
    ("expense", "means", "payment_method"),
    ("loan", "means", "payment_method"),
    ("repayment", "means", "payment_method"),
    ("purchase_payment", "means", "payment_method"),
    ("programme", "half", "project_share_terms"),
    ("purchase", "half", "project_share_terms"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, before, after) in RENAMED {
            let rename = Table::alter().table(Alias::new(table)).rename_column(Alias::new(before), Alias::new(after)).to_owned();
            manager.alter_table(rename).await?;
        }
        Ok(())
    }
}
