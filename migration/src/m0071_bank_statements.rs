//! Bank statements, compared with the books line by line.

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
        let indexes = ["CREATE INDEX bank_statement_of ON bank_statement (fund_id, ends_on)"];
        crate::create(manager, vec![statement(), line()], &indexes).await
    }
}

fn statement() -> TableCreateStatement {
    table(
        "bank_statement",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            text("name"),
            day("starts_on"),
            day("ends_on"),
            maybe_number("opening_minor"),
            maybe_number("closing_minor"),
            money("books_minor"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

/// A line of a statement, and the matching entry.
fn line() -> TableCreateStatement {
    table(
        "bank_statement_line",
        &["statement_id", "no"],
        vec![
            id("statement_id"),
            number("no"),
            id("association_id"),
            id("fund_id"),
            day("moved_on"),
            text("description"),
            money("amount_minor"),
            maybe_number("balance_minor"),
            maybe_id("entry_id"),
        ],
    )
}
