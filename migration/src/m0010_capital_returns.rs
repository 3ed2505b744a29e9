//! Returns of seed capital with numbered vouchers; reversed capital; and the daily movement of the money accounts, so that no
//! day's balance goes below zero.

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
            "CREATE UNIQUE INDEX capital_return_voucher ON capital_return (fund_id, voucher_no)",
            "CREATE INDEX capital_return_of ON capital_return (capital_id)",
        ];
        crate::create(manager, vec![capital_return(), account_day()], &indexes).await?;
        let mut next_voucher_no = number("next_voucher_no");
        next_voucher_no.default(1);
        add(manager, "fund", next_voucher_no).await?;
        add(manager, "capital", maybe_happened_at("reversed_at")).await?;
        add(manager, "capital", maybe_text("reversal_reason")).await?;
        manager.get_connection().execute_unprepared(FILL_DAYS).await?;
        Ok(())
    }
}

/// SQLite adds one column in a statement.
async fn add(manager: &SchemaManager<'_>, table: &'static str, mut column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await
}

/// Fills the table from earlier entries.
const FILL_DAYS: &str = "INSERT INTO account_day (fund_id, account, date, association_id, net_minor) \
    SELECT p.fund_id, p.account, e.date, p.association_id, CAST(SUM(p.amount_minor) AS bigint) \
    FROM posting p JOIN entry e ON e.id = p.entry_id \
    WHERE p.account IN ('cash', 'cash_to_verify', 'bank') \
    GROUP BY p.fund_id, p.account, e.date, p.association_id";

fn capital_return() -> TableCreateStatement {
    table(
        "capital_return",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("capital_id"),
            number("voucher_no"),
            day("happens_on"),
            money("amount_minor"),
            code("means"),
            text("paid_to"),
            text("note"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_id("reversed_by"),
            maybe_text("reversal_reason"),
        ],
    )
}

fn account_day() -> TableCreateStatement {
    table("account_day", &["fund_id", "account", "date"], vec![id("fund_id"), code("account"), day("date"), id("association_id"), money("net_minor")])
}
