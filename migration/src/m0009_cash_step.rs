//! The cash step, and amounts no longer asked for: rounding of cash, and small balances forgiven by acta.

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
        // Loans recorded before the rule have a step of 0, and their repayments were never rounded.
        for (table, name) in [
            ("fund_rules", "cash_step_minor"),
            ("fund_rules", "small_balance_minor"),
            ("loan", "cash_step_minor"),
            ("repayment", "rounding_minor"),
            ("repayment", "rounding_principal_minor"),
        ] {
            let mut column = money(name);
            column.default(0);
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(&mut column).to_owned()).await?;
        }
        // A fund without a decision about it lends by its unit's default from now on.
        for statement in [
            "UPDATE fund_rules SET cash_step_minor = 10 WHERE fund_id IN (SELECT id FROM fund WHERE unit IN ('PEN', 'BOB'))",
            "UPDATE fund_rules SET small_balance_minor = 100 WHERE fund_id IN (SELECT id FROM fund WHERE unit IN ('PEN', 'BOB', 'USD'))",
        ] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        let indexes = ["CREATE INDEX remission_loan ON remission (loan_id)", "CREATE INDEX remission_fund ON remission (fund_id, decided_on)"];
        crate::create(manager, vec![remission()], &indexes).await
    }
}

fn remission() -> TableCreateStatement {
    table(
        "remission",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("loan_id"),
            id("member_id"),
            // Remissions decided together, by one acta.
            id("act_id"),
            code("kind"),
            text("acta"),
            day("decided_on"),
            money("amount_minor"),
            money("below_minor"),
            // The projection of the replay.
            money("late_fee_minor"),
            money("interest_minor"),
            money("principal_minor"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_id("reversed_by"),
            maybe_text("reversal_reason"),
        ],
    )
}
