//! Closed months and cycles, each with its statement; and share-outs of a surplus.

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
        let mut closed_through = maybe_day("closed_through");
        manager.alter_table(Table::alter().table(Alias::new("fund")).add_column(&mut closed_through).to_owned()).await?;
        let indexes = [
            "CREATE UNIQUE INDEX period_close_of ON period_close (fund_id, ends_on, kind)",
            "CREATE INDEX share_out_of ON share_out (close_id)",
            "CREATE INDEX share_out_member_of ON share_out_member (member_id, fund_id)",
        ];
        crate::create(manager, vec![close(), share_out(), member()], &indexes).await
    }
}

fn close() -> TableCreateStatement {
    table(
        "period_close",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            code("kind"),
            maybe_id("cycle_id"),
            day("starts_on"),
            day("ends_on"),
            money("surplus_minor"),
            money("provision_minor"),
            text("statement"),
            id("closed_by"),
            happened_at("closed_at"),
        ],
    )
}

fn share_out() -> TableCreateStatement {
    table(
        "share_out",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("close_id"),
            day("decided_on"),
            text("acta"),
            code("basis"),
            money("to_capital_minor"),
            money("to_loss_reserve_minor"),
            money("to_education_minor"),
            money("to_solidarity_minor"),
            money("to_members_minor"),
            maybe_id("capital_id"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

/// One member's part of it.
fn member() -> TableCreateStatement {
    table(
        "share_out_member",
        &["share_out_id", "member_id"],
        vec![
            id("share_out_id"),
            id("member_id"),
            id("association_id"),
            id("fund_id"),
            number("weight"),
            money("amount_minor"),
            maybe_day("paid_on"),
            maybe_text("payment_method"),
        ],
    )
}
