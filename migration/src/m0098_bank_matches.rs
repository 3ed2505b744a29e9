//! Matches by hand between lines of the bank's statements and entries of the books.

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
        let indexes = [
            "CREATE INDEX bank_match_of ON bank_match (statement_id)",
            "CREATE INDEX bank_match_in ON bank_match (fund_id)",
            "CREATE INDEX bank_match_part_of ON bank_match_part (match_id)",
        ];
        crate::create(manager, vec![whole(), part()], &indexes).await
    }
}

fn whole() -> TableCreateStatement {
    table(
        "bank_match",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("statement_id"),
            text("reason"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

/// A line of the statement, or an entry of the books.
fn part() -> TableCreateStatement {
    table(
        "bank_match_part",
        &["match_id", "no"],
        vec![id("match_id"), number("no"), id("association_id"), id("fund_id"), maybe_number("line_no"), maybe_id("entry_id")],
    )
}
