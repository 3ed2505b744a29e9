//! The books: append-only entries and postings, balances, the audit record, idempotency keys and imports.

use sea_orm_migration::prelude::*;

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
        let indexes = [
            "CREATE UNIQUE INDEX entry_no ON entry (fund_id, no)",
            "CREATE INDEX entry_source ON entry (source_id)",
            "CREATE INDEX posting_account ON posting (fund_id, account)",
            "CREATE INDEX audit_association ON audit (association_id, at)",
            "CREATE INDEX audit_subject ON audit (subject_id)",
            "CREATE UNIQUE INDEX register_import_file ON register_import (sha256)",
        ];
        let tables = vec![entry(), posting(), account_balance(), audit(), idempotency(), register_import()];
        crate::create(manager, tables, &indexes).await?;
        for append_only in ["entry", "posting", "audit"] {
            protect(manager, append_only).await?;
        }
        Ok(())
    }
}

fn entry() -> TableCreateStatement {
    table(
        "entry",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            number("no"),
            day("date"),
            code("source_kind"),
            id("source_id"),
            text("memo"),
            maybe_number("receipt_no"),
            id("recorded_by"),
            happened_at("recorded_at"),
            text("hash"),
        ],
    )
}

fn posting() -> TableCreateStatement {
    table(
        "posting",
        &["entry_id", "line"],
        vec![id("entry_id"), number("line"), id("association_id"), id("fund_id"), code("account"), money("amount_minor")],
    )
}

fn account_balance() -> TableCreateStatement {
    table("account_balance", &["fund_id", "account"], vec![id("fund_id"), code("account"), id("association_id"), money("balance_minor")])
}

fn audit() -> TableCreateStatement {
    table(
        "audit",
        &["id"],
        vec![
            id("id"),
            maybe_id("association_id"),
            happened_at("at"),
            id("user_id"),
            code("action"),
            id("subject_id"),
            text("detail"),
            text("origin"),
        ],
    )
}

fn idempotency() -> TableCreateStatement {
    table("idempotency", &["key"], vec![id("key"), id("user_id"), text("fingerprint"), id("result_id"), happened_at("at")])
}

fn register_import() -> TableCreateStatement {
    table(
        "register_import",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            text("sha256"),
            text("file_name"),
            number("members"),
            number("loans"),
            number("repayments"),
            id("imported_by"),
            happened_at("imported_at"),
        ],
    )
}
