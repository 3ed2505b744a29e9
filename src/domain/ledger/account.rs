//! The chart of accounts of a fund.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    Cash,
    CashToVerify,
    Bank,
    LoansReceivable,
    GoodsInTransit,
    Claims,
    MemberCredit,
    ProducerAdvances,
    ProgrammeFundsHeld,
    RecoverableCapital,
    Payables,
    DonatedCapital,
    MemberCapital,
    RetainedSurplus,
    LossReserve,
    EducationReserve,
    SolidarityReserve,
    InterestIncome,
    LateFeeIncome,
    Recoveries,
    OtherIncome,
    LoanLosses,
    ProgrammeSubsidy,
    OperatingExpense,
    CashOverShort,
    Rounding,
}

impl Account {
    pub const ALL: [Self; 26] = [
        Self::Cash,
        Self::CashToVerify,
        Self::Bank,
        Self::LoansReceivable,
        Self::GoodsInTransit,
        Self::Claims,
        Self::MemberCredit,
        Self::ProducerAdvances,
        Self::ProgrammeFundsHeld,
        Self::RecoverableCapital,
        Self::Payables,
        Self::DonatedCapital,
        Self::MemberCapital,
        Self::RetainedSurplus,
        Self::LossReserve,
        Self::EducationReserve,
        Self::SolidarityReserve,
        Self::InterestIncome,
        Self::LateFeeIncome,
        Self::Recoveries,
        Self::OtherIncome,
        Self::LoanLosses,
        Self::ProgrammeSubsidy,
        Self::OperatingExpense,
        Self::CashOverShort,
        Self::Rounding,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::CashToVerify => "cash_to_verify",
            Self::Bank => "bank",
            Self::LoansReceivable => "loans_receivable",
            Self::GoodsInTransit => "goods_in_transit",
            Self::Claims => "claims",
            Self::MemberCredit => "member_credit",
            Self::ProducerAdvances => "producer_advances",
            Self::ProgrammeFundsHeld => "programme_funds_held",
            Self::RecoverableCapital => "recoverable_capital",
            Self::Payables => "payables",
            Self::DonatedCapital => "donated_capital",
            Self::MemberCapital => "member_capital",
            Self::RetainedSurplus => "retained_surplus",
            Self::LossReserve => "loss_reserve",
            Self::EducationReserve => "education_reserve",
            Self::SolidarityReserve => "solidarity_reserve",
            Self::InterestIncome => "interest_income",
            Self::LateFeeIncome => "late_fee_income",
            Self::Recoveries => "recoveries",
            Self::OtherIncome => "other_income",
            Self::LoanLosses => "loan_losses",
            Self::ProgrammeSubsidy => "programme_subsidy",
            Self::OperatingExpense => "operating_expense",
            Self::CashOverShort => "cash_over_short",
            Self::Rounding => "rounding",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.code() == code)
    }

    /// Accounts that hold what can be handed over: their balance never goes below zero.
    pub fn holds_money(self) -> bool {
        matches!(self, Self::Cash | Self::CashToVerify | Self::Bank)
    }
}
