//! What follows a purchase: payments, deliveries, labour and documents.

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
            "CREATE INDEX purchase_payment_of ON purchase_payment (purchase_id)",
            "CREATE INDEX purchase_payment_fund ON purchase_payment (fund_id)",
            "CREATE INDEX delivery_of ON delivery (purchase_id)",
            "CREATE INDEX delivery_line_of ON delivery_line (purchase_id)",
            "CREATE INDEX delivery_line_in ON delivery_line (association_id)",
            "CREATE INDEX labour_of ON labour (purchase_id)",
            "CREATE INDEX labour_in ON labour (association_id)",
            "CREATE INDEX attachment_of ON attachment (purchase_id)",
        ];
        let tables = vec![purchase_payment(), delivery(), delivery_line(), labour(), attachment()];
        crate::create(manager, tables, &indexes).await
    }
}

fn purchase_payment() -> TableCreateStatement {
    table(
        "purchase_payment",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("purchase_id"),
            code("kind"),
            maybe_number("party_no"),
            maybe_id("member_id"),
            maybe_text("supplier"),
            money("amount_minor"),
            code("means"),
            day("happens_on"),
            text("note"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

fn delivery() -> TableCreateStatement {
    table(
        "delivery",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("purchase_id"),
            day("happens_on"),
            text("note"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

fn delivery_line() -> TableCreateStatement {
    table(
        "delivery_line",
        &["delivery_id", "no"],
        vec![id("delivery_id"), number("no"), id("association_id"), id("purchase_id"), number("item_no"), maybe_id("member_id"), number("quantity")],
    )
}

fn labour() -> TableCreateStatement {
    table(
        "labour",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("purchase_id"),
            id("member_id"),
            day("worked_on"),
            number("days"),
            text("task"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_text("reversal_reason"),
        ],
    )
}

fn attachment() -> TableCreateStatement {
    table(
        "attachment",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("purchase_id"),
            code("kind"),
            text("name"),
            text("media"),
            number("size"),
            text("sha256"),
            id("attached_by"),
            happened_at("attached_at"),
        ],
    )
}
