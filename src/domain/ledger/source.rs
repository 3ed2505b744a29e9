//! The record that an entry of the ledger comes from.

use uuid::Uuid;

use crate::domain::codes::codes;

codes! {
    /// What was recorded. The name is part of what an entry's hash is made of.
    pub enum SourceKind {
        Capital = "capital",
        CapitalReversal = "capital_reversal",
        /// What the fund itself earned, kept as capital.
        Surplus = "surplus",
        CapitalReturn = "capital_return",
        CapitalReturnReversal = "capital_return_reversal",
        Loan = "loan",
        LoanReversal = "loan_reversal",
        /// A loan as it stood when a register was brought in.
        Opening = "opening",
        ImportReversal = "import-reversal",
        Repayment = "repayment",
        /// What a backdated record moves of the payments after it.
        RepaymentAdjustment = "repayment_adjustment",
        RepaymentReversal = "repayment_reversal",
        Remission = "remission",
        RemissionReversal = "remission_reversal",
        CreditRefund = "credit_refund",
        CreditRefundReversal = "credit_refund_reversal",
        Expense = "expense",
        ExpenseReversal = "expense_reversal",
        Transfer = "transfer",
        TransferReversal = "transfer_reversal",
        /// The goods came: who gave what becomes theirs.
        Purchase = "purchase",
        PurchasePayment = "purchase_payment",
        PurchaseReversal = "purchase_reversal",
        /// The closing of a delivery was undone.
        PurchaseReopened = "purchase_reopened",
        PartShift = "part_shift",
        PartShiftReversal = "part_shift_reversal",
        CashCount = "cash_count",
        CashCountReversal = "cash_count_reversal",
        /// What a cycle earned goes to the surplus.
        CycleClose = "cycle_close",
        ShareOut = "share_out",
        ShareOutReversal = "share_out_reversal",
        SharePayment = "share_payment",
        SharePaymentReversal = "share_payment_reversal",
    }
}

impl SourceKind {
    /// What is lent: loans, and what purchases give members.
    pub fn lends(self) -> bool {
        matches!(self, Self::Loan | Self::LoanReversal | Self::Purchase | Self::PurchasePayment | Self::PurchaseReversal | Self::PurchaseReopened)
    }

    /// What is paid of loans.
    pub fn repays(self) -> bool {
        matches!(self, Self::Repayment | Self::RepaymentAdjustment | Self::RepaymentReversal)
    }

    /// Capital that goes back to whom it is owed.
    pub fn returns_capital(self) -> bool {
        matches!(self, Self::CapitalReturn | Self::CapitalReturnReversal)
    }
}

/// The record an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub kind: SourceKind,
    pub id: Uuid,
}
