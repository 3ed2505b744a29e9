//! The life of a loan (spec §1): approved → disbursed → closed; or cancelled, or written off.

use super::codes::codes;

codes! {
    pub enum LoanStatus {
        /// Agreed but not handed over: a commitment of the fund.
        Approved = "approved",
        Disbursed = "disbursed",
        /// Principal and interest are paid.
        Closed = "closed",
        Cancelled = "cancelled",
        /// Out of the portfolio by acta; the debt stays (spec §4.4).
        WrittenOff = "written_off",
    }
}

impl LoanStatus {
    /// Whether money has been handed over and repayments can be recorded.
    pub fn lent(self) -> bool {
        matches!(self, Self::Disbursed | Self::Closed | Self::WrittenOff)
    }
}

codes! {
    /// Which of a fund's loans to list.
    pub enum LoanListing {
        /// Disbursed and not paid back.
        Open = "open",
        Late = "late",
        /// Approved, and not lapsed.
        Approved = "approved",
        Closed = "closed",
        WrittenOff = "written_off",
        All = "all",
    }
}

codes! {
    /// A committee's decision on a loan, by acta.
    pub enum RemissionKind {
        /// Late fees are waived (spec §4.4).
        LateFees = "late_fees",
        /// The rest is too little to be asked for.
        SmallBalance = "small_balance",
        /// The debt is asked later, or by new terms (spec §4.4).
        Relief = "relief",
        /// It is written off: the loan leaves the portfolio, and the debt stays.
        WriteOff = "write_off",
    }
}

codes! {
    /// How money moves between a person and the fund.
    pub enum PaymentMethod {
        Cash = "cash",
        /// A deposit at the bank.
        Deposit = "deposit",
        /// A mobile wallet, which settles in the bank account.
        Wallet = "wallet",
        /// No money: a loan handed over as the goods it paid for.
        Goods = "goods",
        /// Nothing moved: surplus made capital.
        Nothing = "none",
        /// The member's credit balance.
        Credit = "credit",
    }
}

impl PaymentMethod {
    /// The payment methods that move money: the ones that forms offer.
    pub const OF_MONEY: [Self; 3] = [Self::Cash, Self::Wallet, Self::Deposit];

    /// The payment method with this code, where it moves money.
    pub fn of_money(code: &str) -> Option<Self> {
        Self::OF_MONEY.into_iter().find(|payment_method| payment_method.code() == code)
    }
}
