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
    /// Surplus that the assembly made capital: its other side is [`Account::RetainedSurplus`].
    CapitalisedSurplus,
    /// What earlier results left, less what was capitalised of them. Until a cycle is closed its results stand in the
    /// accounts of income and expense, so what is capitalised before makes this a debit.
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
    pub const ALL: [Self; 27] = [
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
        Self::CapitalisedSurplus,
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
            Self::CapitalisedSurplus => "capitalised_surplus",
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

    /// Accounts whose balances make up the surplus that is not capitalised yet: income less expense, and what earlier
    /// results left (spec §9).
    pub fn makes_surplus(self) -> bool {
        use Account::{
            CashOverShort, InterestIncome, LateFeeIncome, LoanLosses, OperatingExpense, OtherIncome, ProgrammeSubsidy, Recoveries, RetainedSurplus,
            Rounding,
        };
        matches!(
            self,
            InterestIncome
                | LateFeeIncome
                | Recoveries
                | OtherIncome
                | LoanLosses
                | ProgrammeSubsidy
                | OperatingExpense
                | CashOverShort
                | Rounding
                | RetainedSurplus
        )
    }

    /// Capital contributed to the fund, from whoever.
    pub const CAPITAL: [Self; 4] = [Self::DonatedCapital, Self::MemberCapital, Self::CapitalisedSurplus, Self::RecoverableCapital];
}
