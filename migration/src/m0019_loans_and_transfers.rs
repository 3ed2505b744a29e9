//! Reversal of disbursed loans; transfers between cash and bank, and between the funds of one association.

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
        for column in [maybe_happened_at("reversed_at"), maybe_id("reversed_by"), maybe_text("reversal_reason")] {
            add(manager, "loan", column).await?;
        }
        add(manager, "capital", maybe_id("transfer_id")).await?;
        add(manager, "capital_return", maybe_id("transfer_id")).await?;
        let indexes = [
            "CREATE INDEX contribution_of_loan ON contribution (loan_id)",
            "CREATE INDEX purchase_member_of_loan ON purchase_member (recoverable_loan_id)",
            "CREATE INDEX transfer_from ON transfer (from_fund_id)",
            "CREATE INDEX transfer_to ON transfer (to_fund_id)",
            "CREATE INDEX transfer_of_capital ON transfer (capital_id)",
        ];
        crate::create(manager, vec![transfer()], &indexes).await
    }
}

/// SQLite adds one column in a statement.
async fn add(manager: &SchemaManager<'_>, table: &'static str, mut column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await
}

fn transfer() -> TableCreateStatement {
    table(
        "transfer",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            code("kind"),
            id("from_fund_id"),
            id("to_fund_id"),
            code("taken_from"),
            code("put_into"),
            money("amount_minor"),
            day("happens_on"),
            maybe_day("owed_back_on"),
            text("acta"),
            text("note"),
            maybe_id("repays_id"),
            maybe_id("capital_id"),
            maybe_id("return_id"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_id("reversed_by"),
            maybe_text("reversal_reason"),
        ],
    )
}
