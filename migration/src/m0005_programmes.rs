//! Programmes as co-financers: parties, funders, goals, who approves, and the budget.

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
        // SQLite adds one column in a statement.
        for mut column in [
            maybe_text("unit"),
            maybe_day("starts_on"),
            maybe_day("ends_on"),
            maybe_text("half"),
            maybe_number("recovery_installments"),
            maybe_number("recovery_every_months"),
            maybe_number("recovery_rate_ppm"),
        ] {
            manager.alter_table(Table::alter().table(Alias::new("programme")).add_column(&mut column).to_owned()).await?;
        }
        let indexes = [
            "CREATE UNIQUE INDEX budget_line_name ON budget_line (programme_id, name)",
            "CREATE UNIQUE INDEX budget_line_no ON budget_line (programme_id, no)",
        ];
        let tables = vec![programme_party(), programme_funder(), programme_goal(), programme_approver(), budget_line()];
        crate::create(manager, tables, &indexes).await
    }
}

fn programme_party() -> TableCreateStatement {
    table("programme_party", &["programme_id", "no"], vec![id("programme_id"), number("no"), text("name"), code("role"), number("weight")])
}

fn programme_funder() -> TableCreateStatement {
    table("programme_funder", &["programme_id", "no"], vec![id("programme_id"), number("no"), text("name"), money("amount_minor")])
}

fn programme_goal() -> TableCreateStatement {
    table("programme_goal", &["programme_id", "measure"], vec![id("programme_id"), code("measure"), number("target")])
}

fn programme_approver() -> TableCreateStatement {
    table("programme_approver", &["programme_id", "user_id"], vec![id("programme_id"), id("user_id"), money("most_minor")])
}

fn budget_line() -> TableCreateStatement {
    table(
        "budget_line",
        &["id"],
        vec![id("id"), id("programme_id"), number("no"), text("name"), money("planned_minor"), money("committed_minor"), money("spent_minor")],
    )
}
