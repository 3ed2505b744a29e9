//! The cash box counted by denomination against the books, by two people.

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
        crate::create(manager, vec![count(), line()], &["CREATE INDEX cash_count_of ON cash_count (fund_id, counted_on)"]).await
    }
}

fn count() -> TableCreateStatement {
    table(
        "cash_count",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            day("counted_on"),
            text("counted_by"),
            text("witnessed_by"),
            money("counted_minor"),
            money("books_minor"),
            money("to_verify_minor"),
            text("note"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

/// The count of one denomination; for produce, of sacks of one weight, or the scale's reading.
fn line() -> TableCreateStatement {
    table(
        "cash_count_line",
        &["cash_count_id", "no"],
        vec![id("cash_count_id"), number("no"), id("association_id"), money("face_minor"), number("pieces")],
    )
}
