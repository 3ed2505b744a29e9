//! The chart of accounts of a fund.

use crate::domain::codes::codes;

codes! {
    /// The five parts of a chart of accounts.
    pub enum Group {
        Assets = "assets",
        Liabilities = "liabilities",
        Equity = "equity",
        Income = "income",
        Expenses = "expenses",
    }

    pub enum Account {
        Cash = "cash",
        CashToVerify = "cash_to_verify",
        Bank = "bank",
        LoansReceivable = "loans_receivable",
        GoodsInTransit = "goods_in_transit",
        Claims = "claims",
        MemberCredit = "member_credit",
        ProducerAdvances = "producer_advances",
        ProgrammeFundsHeld = "programme_funds_held",
        RecoverableCapital = "recoverable_capital",
        Payables = "payables",
        DonatedCapital = "donated_capital",
        MemberCapital = "member_capital",
        /// Surplus that the assembly turned into capital: its other side is [`Account::RetainedSurplus`].
        CapitalisedSurplus = "capitalised_surplus",
        /// Earlier results, less the part that was capitalised. A cycle's result stays in the accounts of income and expense
        /// until the cycle is closed, so capitalising it before makes this account a debit.
        RetainedSurplus = "retained_surplus",
        LossReserve = "loss_reserve",
        EducationReserve = "education_reserve",
        SolidarityReserve = "solidarity_reserve",
        InterestIncome = "interest_income",
        LateFeeIncome = "late_fee_income",
        Recoveries = "recoveries",
        OtherIncome = "other_income",
        LoanLosses = "loan_losses",
        ProgrammeSubsidy = "programme_subsidy",
        OperatingExpense = "operating_expense",
        CashOverShort = "cash_over_short",
        Rounding = "rounding",
    }
}

impl Account {
    /// Its group in the chart (spec §5).
    pub fn group(self) -> Group {
        match self {
            Self::Cash | Self::CashToVerify | Self::Bank | Self::LoansReceivable | Self::GoodsInTransit | Self::Claims => Group::Assets,
            Self::MemberCredit | Self::ProducerAdvances | Self::ProgrammeFundsHeld | Self::RecoverableCapital | Self::Payables => Group::Liabilities,
            Self::DonatedCapital
            | Self::MemberCapital
            | Self::CapitalisedSurplus
            | Self::RetainedSurplus
            | Self::LossReserve
            | Self::EducationReserve
            | Self::SolidarityReserve => Group::Equity,
            Self::InterestIncome | Self::LateFeeIncome | Self::Recoveries | Self::OtherIncome => Group::Income,
            Self::LoanLosses | Self::ProgrammeSubsidy | Self::OperatingExpense | Self::CashOverShort | Self::Rounding => Group::Expenses,
        }
    }

    /// Whether the account holds money or goods that can be handed over: its balance never goes below zero.
    pub fn holds_money(self) -> bool {
        matches!(self, Self::Cash | Self::CashToVerify | Self::Bank)
    }

    /// Whether its balance is part of the surplus not yet capitalised: income less expense, and earlier results (spec §9).
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

    /// An amount as people read it. The books write liabilities, equity and income as credits, below zero; here they are
    /// above zero. Minor units.
    pub fn natural(self, minor: i64) -> i64 {
        use Account::{
            Bank, CapitalisedSurplus, Cash, CashOverShort, CashToVerify, Claims, DonatedCapital, EducationReserve, GoodsInTransit, InterestIncome,
            LateFeeIncome, LoanLosses, LoansReceivable, LossReserve, MemberCapital, MemberCredit, OperatingExpense, OtherIncome, Payables,
            ProducerAdvances, ProgrammeFundsHeld, ProgrammeSubsidy, RecoverableCapital, Recoveries, RetainedSurplus, Rounding, SolidarityReserve,
        };
        match self {
            Cash | CashToVerify | Bank | LoansReceivable | GoodsInTransit | Claims | LoanLosses | ProgrammeSubsidy | OperatingExpense
            | CashOverShort | Rounding => minor,
            MemberCredit | ProducerAdvances | ProgrammeFundsHeld | RecoverableCapital | Payables | DonatedCapital | MemberCapital
            | CapitalisedSurplus | RetainedSurplus | LossReserve | EducationReserve | SolidarityReserve | InterestIncome | LateFeeIncome
            | Recoveries | OtherIncome => -minor,
        }
    }

    /// Capital contributed to the fund, of every kind.
    pub const CAPITAL: [Self; 4] = [Self::DonatedCapital, Self::MemberCapital, Self::CapitalisedSurplus, Self::RecoverableCapital];
}
