//! Members' credit balances, refunded with a voucher or used to pay another of their loans.

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
        let columns = vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("member_id"),
            day("used_on"),
            money("amount_minor"),
            maybe_number("voucher_no"),
            code("payment_method"),
            maybe_id("repayment_id"),
            text("note"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_id("reversed_by"),
            maybe_text("reversal_reason"),
        ];
        let indexes = ["CREATE INDEX credit_use_of ON credit_use (member_id, fund_id)", "CREATE INDEX credit_use_fund ON credit_use (fund_id)"];
        crate::create(manager, vec![table("credit_use", &["id"], columns)], &indexes).await
    }
}
