//! Observed recovery by cycle and age bucket. Each posting also gets the day and number of its entry, so that one index gives
//! an account's entries in order.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::append_only::protect;
use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, vec![observed_recovery()], &[]).await?;
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        let release: &[&str] = if postgres {
            &["DROP TRIGGER posting_append_only ON posting"]
        } else {
            &["DROP TRIGGER posting_no_update", "DROP TRIGGER posting_no_delete"]
        };
        let fill = [
            "ALTER TABLE posting ADD COLUMN entry_on date",
            "ALTER TABLE posting ADD COLUMN entry_no bigint",
            "UPDATE posting SET entry_on = (SELECT date FROM entry WHERE entry.id = posting.entry_id), \
             entry_no = (SELECT no FROM entry WHERE entry.id = posting.entry_id)",
            "DROP INDEX posting_account",
            "CREATE INDEX posting_account ON posting (fund_id, account, entry_on, entry_no)",
            "CREATE INDEX entry_day ON entry (fund_id, date, no)",
            "INSERT INTO rebuild (name) SELECT 'observed_recovery' WHERE EXISTS (SELECT 1 FROM fund)",
        ];
        for statement in release.iter().chain(&fill) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        protect(manager, "posting").await
    }
}

fn observed_recovery() -> TableCreateStatement {
    table(
        "observed_recovery",
        &["cycle_id", "bucket"],
        vec![
            id("cycle_id"),
            code("bucket"),
            id("association_id"),
            id("fund_id"),
            // The last day whose observations are counted.
            day("counted_to"),
            number("installments"),
            money("entered_minor"),
            money("recovered_minor"),
        ],
    )
}
