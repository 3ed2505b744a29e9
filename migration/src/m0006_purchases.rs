//! Co-financed purchases: items, member lines, parties and events.

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
            "CREATE UNIQUE INDEX purchase_number ON purchase (fund_id, number)",
            "CREATE INDEX purchase_status ON purchase (fund_id, status)",
            "CREATE INDEX purchase_programme ON purchase (programme_id, status)",
            "CREATE INDEX purchase_budget ON purchase (budget_line_id)",
            "CREATE INDEX purchase_line_member ON purchase_line (member_id)",
            "CREATE INDEX purchase_event_of ON purchase_event (purchase_id, at)",
        ];
        let tables = vec![purchase(), purchase_party(), purchase_item(), purchase_line(), purchase_member(), contribution(), purchase_event()];
        crate::create(manager, tables, &indexes).await?;
        protect(manager, "purchase_event").await
    }
}

fn purchase() -> TableCreateStatement {
    table(
        "purchase",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("programme_id"),
            id("budget_line_id"),
            id("cycle_id"),
            number("number"),
            code("status"),
            text("purpose"),
            code("half"),
            maybe_number("recovery_installments"),
            maybe_number("recovery_every_months"),
            maybe_number("recovery_rate_ppm"),
            money("day_rate_minor"),
            money("total_minor"),
            money("lends_minor"),
            maybe_number("received_total_minor"),
            id("drafted_by"),
            maybe_id("submitted_by"),
            happened_at("drafted_at"),
            happened_at("waiting_since"),
            maybe_day("received_on"),
        ],
    )
}

fn purchase_party() -> TableCreateStatement {
    table(
        "purchase_party",
        &["purchase_id", "no"],
        vec![
            id("purchase_id"),
            number("no"),
            id("association_id"),
            text("name"),
            code("role"),
            number("weight"),
            money("share_minor"),
            maybe_number("received_minor"),
        ],
    )
}

fn purchase_item() -> TableCreateStatement {
    table(
        "purchase_item",
        &["purchase_id", "no"],
        vec![
            id("purchase_id"),
            number("no"),
            id("association_id"),
            text("product"),
            text("variety"),
            code("measure"),
            flag("provided"),
            text("quotes"),
            number("chosen"),
        ],
    )
}

fn purchase_line() -> TableCreateStatement {
    table(
        "purchase_line",
        &["purchase_id", "item_no", "member_id"],
        vec![
            id("purchase_id"),
            number("item_no"),
            id("member_id"),
            id("association_id"),
            number("member_number"),
            number("quantity"),
            number("hectares"),
            maybe_number("received_quantity"),
            maybe_number("installed_hectares"),
        ],
    )
}

fn purchase_member() -> TableCreateStatement {
    table(
        "purchase_member",
        &["purchase_id", "member_id"],
        vec![
            id("purchase_id"),
            id("member_id"),
            id("association_id"),
            number("member_number"),
            money("taken_minor"),
            money("pays_minor"),
            maybe_number("received_taken_minor"),
            maybe_number("received_pays_minor"),
            money("recoverable_minor"),
            maybe_id("recoverable_loan_id"),
        ],
    )
}

fn contribution() -> TableCreateStatement {
    table(
        "contribution",
        &["purchase_id", "no"],
        vec![
            id("purchase_id"),
            number("no"),
            id("association_id"),
            number("party_no"),
            maybe_id("member_id"),
            code("kind"),
            code("asked"),
            number("asked_value"),
            text("what"),
            money("amount_minor"),
            maybe_number("received_minor"),
            maybe_id("loan_id"),
        ],
    )
}

fn purchase_event() -> TableCreateStatement {
    table(
        "purchase_event",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("purchase_id"),
            happened_at("at"),
            id("user_id"),
            text("user_name"),
            code("step"),
            code("status"),
            text("note"),
            maybe_text("acta"),
        ],
    )
}
