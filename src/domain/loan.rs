//! The life of a loan (spec §1): approved → disbursed → closed, or cancelled.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoanStatus {
    /// Agreed, not handed over: a commitment of the fund.
    Approved,
    Disbursed,
    /// Principal and interest are paid.
    Closed,
    Cancelled,
}

impl LoanStatus {
    pub fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Disbursed => "disbursed",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Approved, Self::Disbursed, Self::Closed, Self::Cancelled].into_iter().find(|status| status.code() == code)
    }

    /// Whether money has been handed over and repayments can be recorded.
    pub fn lent(self) -> bool {
        matches!(self, Self::Disbursed | Self::Closed)
    }
}

/// Why part of a loan is not asked for any more, by decision of the committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemissionKind {
    /// Late fees are waived (spec §4.4).
    LateFees,
    /// What is left is too little to be asked for.
    SmallBalance,
}

impl RemissionKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::LateFees => "late_fees",
            Self::SmallBalance => "small_balance",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::LateFees, Self::SmallBalance].into_iter().find(|kind| kind.code() == code)
    }
}

/// How money moves between a person and the fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Cash,
    /// A deposit at the bank.
    Deposit,
    /// A mobile wallet, which settles in the bank account.
    Wallet,
    /// No money: a loan handed over as the goods it paid for.
    Goods,
}

impl Means {
    /// What money can be handed over by.
    pub const ALL: [Self; 3] = [Self::Cash, Self::Wallet, Self::Deposit];

    pub fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Deposit => "deposit",
            Self::Wallet => "wallet",
            Self::Goods => "goods",
        }
    }

    /// The means of this name that money can be handed over by.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.code() == code)
    }
}
