//! The price of a kilo in a seed bank, by date, to show its value in money.

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
            day("counts_from"),
            code("currency"),
            money("price_minor"),
            text("source"),
            text("signed_by"),
            id("recorded_by"),
            happened_at("recorded_at"),
        ];
        crate::create(manager, vec![table("unit_price", &["id"], columns)], &["CREATE INDEX unit_price_of ON unit_price (fund_id, counts_from)"])
            .await
    }
}
