//! Indexes that hold all that sums and lists read, so that neither visits every row of a table.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = [
            "DROP INDEX installment_due",
            "CREATE INDEX installment_due ON installment (fund_id, is_open, due_on, loan_id, no, principal_minor, \
             paid_principal_minor, asked_interest_minor, paid_interest_minor)",
            "DROP INDEX posting_account",
            "CREATE INDEX posting_account ON posting (fund_id, account, entry_on, entry_no, amount_minor)",
            "CREATE INDEX repayment_day ON repayment (fund_id, paid_on, receipt_no, amount_minor, reversed_at, id)",
            "CREATE INDEX repayment_member ON repayment (member_id)",
        ];
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
