//! Funds with their versioned rules, cycles, capital and expenses.

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
            "CREATE UNIQUE INDEX fund_name ON fund (association_id, name)",
            "CREATE UNIQUE INDEX cycle_start ON cycle (fund_id, starts_on)",
            "CREATE INDEX capital_fund ON capital (fund_id, happens_on)",
            "CREATE INDEX expense_fund ON expense (fund_id, happens_on)",
        ];
        let tables = vec![fund(), fund_rules(), cycle(), capital(), expense()];
        crate::create(manager, tables, &indexes).await
    }
}

fn fund() -> TableCreateStatement {
    table(
        "fund",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            text("name"),
            code("unit"),
            number("next_entry_no"),
            number("next_receipt_no"),
            number("next_loan_no"),
            text("last_hash"),
            happened_at("created_at"),
        ],
    )
}

fn fund_rules() -> TableCreateStatement {
    table(
        "fund_rules",
        &["fund_id", "version"],
        vec![
            id("fund_id"),
            number("version"),
            id("association_id"),
            day("effective_on"),
            maybe_text("acta"),
            code("method"),
            ppm("rate_ppm"),
            code("rate_per"),
            code("day_count"),
            money("rounding_step_minor"),
            code("payment_order"),
            ppm("late_fee_ppm"),
            code("late_fee_per"),
            code("late_fee_day_count"),
            number("tolerance_days"),
            flag("flat_rebate"),
            ppm("reserve_ppm"),
            money("reserve_fixed_minor"),
            ppm("interest_kept_ppm"),
            ppm("recovery_ppm"),
            id("recorded_by"),
            happened_at("recorded_at"),
        ],
    )
}

fn cycle() -> TableCreateStatement {
    table("cycle", &["id"], vec![id("id"), id("association_id"), id("fund_id"), text("name"), day("starts_on"), day("ends_on")])
}

fn capital() -> TableCreateStatement {
    table(
        "capital",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            code("kind"),
            code("status"),
            text("source"),
            money("amount_minor"),
            day("happens_on"),
            maybe_day("owed_back_on"),
            code("means"),
            id("recorded_by"),
            happened_at("recorded_at"),
        ],
    )
}

fn expense() -> TableCreateStatement {
    table(
        "expense",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            code("status"),
            text("concept"),
            money("amount_minor"),
            day("happens_on"),
            code("means"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}
