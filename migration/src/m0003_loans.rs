//! Loans with the terms and rules frozen into them, their installments and repayments.

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
            "CREATE UNIQUE INDEX loan_number ON loan (fund_id, number)",
            "CREATE INDEX loan_member ON loan (member_id)",
            "CREATE INDEX loan_late ON loan (fund_id, oldest_unpaid_due_on)",
            "CREATE INDEX loan_status ON loan (fund_id, status)",
            "CREATE INDEX installment_due ON installment (fund_id, is_open, due_on)",
            "CREATE UNIQUE INDEX repayment_receipt ON repayment (fund_id, receipt_no)",
            "CREATE INDEX repayment_loan ON repayment (loan_id)",
        ];
        crate::create(manager, vec![loan(), installment(), repayment()], &indexes).await
    }
}

fn loan() -> TableCreateStatement {
    table(
        "loan",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("cycle_id"),
            id("member_id"),
            number("number"),
            code("status"),
            text("purpose"),
            code("means"),
            // The terms.
            code("method"),
            money("principal_minor"),
            day("disbursed_on"),
            number("installments"),
            day("first_due_on"),
            number("every"),
            code("step"),
            ppm("rate_ppm"),
            code("rate_per"),
            code("day_count"),
            number("grace_principal"),
            number("grace_interest"),
            money("rounding_step_minor"),
            text("agreed"),
            // The rules, frozen.
            code("payment_order"),
            ppm("late_fee_ppm"),
            code("late_fee_per"),
            code("late_fee_day_count"),
            number("tolerance_days"),
            flag("flat_rebate"),
            // The projection of the replay.
            money("unpaid_principal_minor"),
            money("unpaid_interest_minor"),
            money("credit_minor"),
            maybe_day("oldest_unpaid_due_on"),
            id("recorded_by"),
            happened_at("recorded_at"),
        ],
    )
}

fn installment() -> TableCreateStatement {
    table(
        "installment",
        &["loan_id", "no"],
        vec![
            id("loan_id"),
            number("no"),
            id("association_id"),
            id("fund_id"),
            day("due_on"),
            day("original_due_on"),
            money("principal_minor"),
            money("interest_minor"),
            // The projection of the replay; what is asked of interest may be less than scheduled.
            money("asked_interest_minor"),
            money("paid_principal_minor"),
            money("paid_interest_minor"),
            money("paid_late_fee_minor"),
            flag("is_open"),
        ],
    )
}

fn repayment() -> TableCreateStatement {
    table(
        "repayment",
        &["id"],
        vec![
            id("id"),
            id("association_id"),
            id("fund_id"),
            id("loan_id"),
            id("member_id"),
            number("receipt_no"),
            day("paid_on"),
            money("amount_minor"),
            code("kind"),
            code("means"),
            // The account that holds the money of an imported register, whatever the payment method.
            code("held_in"),
            text("note"),
            // The projection of the replay.
            money("late_fee_minor"),
            money("interest_minor"),
            money("principal_minor"),
            money("credit_minor"),
            money("forgiven_minor"),
            id("recorded_by"),
            happened_at("recorded_at"),
            maybe_happened_at("reversed_at"),
            maybe_id("reversed_by"),
            maybe_text("reversal_reason"),
        ],
    )
}
