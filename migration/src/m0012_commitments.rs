//! Rows for a fund's commitments; and a list of stored figures that the program's next start has to recompute.

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
        let indexes = ["CREATE INDEX commitment_open ON commitment (fund_id, released_on, since_on)"];
        crate::create(manager, vec![commitment(), rebuild()], &indexes).await?;
        // Only the rule book can compute the rows of existing loans and purchases.
        let later = "INSERT INTO rebuild (name) SELECT 'commitments' WHERE EXISTS (SELECT 1 FROM fund)";
        manager.get_connection().execute_unprepared(later).await?;
        Ok(())
    }
}

fn commitment() -> TableCreateStatement {
    table(
        "commitment",
        &["source_id", "kind", "since_on"],
        vec![
            id("source_id"),
            code("kind"),
            day("since_on"),
            id("association_id"),
            id("fund_id"),
            code("source_kind"),
            text("memo"),
            maybe_id("member_id"),
            money("amount_minor"),
            maybe_day("released_on"),
        ],
    )
}

fn rebuild() -> TableCreateStatement {
    table("rebuild", &["name"], vec![code("name")])
}
