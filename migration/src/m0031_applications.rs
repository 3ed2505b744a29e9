//! Applications and votes. An approved loan can lapse, and is handed over in one or two parts.

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
        for mut column in [maybe_day("lapses_on"), maybe_id("part_of")] {
            manager.alter_table(Table::alter().table(Alias::new("loan")).add_column(&mut column).to_owned()).await?;
        }
        let indexes = [
            "CREATE INDEX application_of_fund ON application (fund_id, status)",
            "CREATE INDEX application_of_member ON application (member_id)",
            "CREATE INDEX application_of_loan ON application (loan_id)",
            "CREATE INDEX rate_ceiling_of ON rate_ceiling (country, counts_from)",
        ];
        crate::create(manager, vec![application(), vote(), ceiling()], &indexes).await
    }
}

fn application() -> TableCreateStatement {
    table(
        "application",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            number("number"),
            id("member_id"),
            code("status"),
            text("purpose"),
            maybe_day("harvest_on"),
            money("principal_minor"),
            text("terms"),
            text("guarantors"),
            flag("by_group"),
            number("position"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_text("acta"),
            maybe_day("acta_on"),
            maybe_text("folio"),
            maybe_text("exception"),
            maybe_happened_at("decided_at"),
            maybe_id("second_by"),
            maybe_happened_at("second_at"),
            maybe_id("loan_id"),
            maybe_id("closed_by"),
            maybe_text("close_reason"),
        ],
    )
}

fn vote() -> TableCreateStatement {
    table(
        "application_vote",
        &["application_id", "member_id"],
        vec![id("application_id"), id("member_id"), id("association_id"), flag("in_favour"), text("reason"), id("cast_by"), happened_at("cast_at")],
    )
}

fn ceiling() -> TableCreateStatement {
    table(
        "rate_ceiling",
        &["id"],
        vec![id("id"), text("country"), day("counts_from"), ppm("rate_ppm"), text("source"), id("recorded_by"), happened_at("recorded_at")],
    )
}
