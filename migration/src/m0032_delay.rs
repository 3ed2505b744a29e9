//! Calls on guarantors and their repayment, changes of debtor, promises, and who paid for another member.

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
        for mut column in [maybe_id("paid_by_member"), maybe_text("paid_by")] {
            manager.alter_table(Table::alter().table(Alias::new("repayment")).add_column(&mut column).to_owned()).await?;
        }
        let indexes = [
            "CREATE INDEX guarantee_call_of ON guarantee_call (loan_id)",
            "CREATE INDEX claim_payment_of ON claim_payment (repayment_id)",
            "CREATE INDEX debtor_change_of ON debtor_change (loan_id)",
            "CREATE INDEX promise_of ON promise (loan_id)",
            "CREATE INDEX repayment_paid_by ON repayment (paid_by_member)",
        ];
        crate::create(manager, vec![call(), claim_payment(), debtor(), promise()], &indexes).await
    }
}

/// The columns that every record of a loan has.
fn of_loan(mut more: Vec<ColumnDef>) -> Vec<ColumnDef> {
    let mut columns = vec![id("id"), id("association_id"), id("fund_id"), id("loan_id")];
    columns.append(&mut more);
    columns.extend([
        id("recorded_by"),
        happened_at("recorded_at"),
        maybe_happened_at("reversed_at"),
        maybe_id("reversed_by"),
        maybe_text("reversal_reason"),
    ]);
    columns
}

fn call() -> TableCreateStatement {
    let more = vec![day("called_on"), money("shortfall_minor"), text("parts"), text("note")];
    table("guarantee_call", &["id"], of_loan(more))
}

fn claim_payment() -> TableCreateStatement {
    let more = vec![id("repayment_id"), money("amount_minor"), day("paid_on"), text("note")];
    table("claim_payment", &["id"], of_loan(more))
}

fn debtor() -> TableCreateStatement {
    let more = vec![id("from_member"), id("to_member"), day("changed_on"), text("acta"), text("cause")];
    table("debtor_change", &["id"], of_loan(more))
}

fn promise() -> TableCreateStatement {
    let more = vec![id("member_id"), day("made_on"), day("due_on"), money("amount_minor"), text("note")];
    table("promise", &["id"], of_loan(more))
}
