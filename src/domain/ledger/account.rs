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
        /// Surplus that the assembly made capital: its other side is [`Account::RetainedSurplus`].
        CapitalisedSurplus = "capitalised_surplus",
        /// What earlier results left, less what was capitalised of them. Until a cycle is closed its results stand in the
        /// accounts of income and expense, so what is capitalised before makes this a debit.
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
    /// Where it stands in the chart (spec §5).
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

    /// An amount as people read it: what is owed, capital and income are written as credits, and read as plain amounts.
    /// Minor units.
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

    /// Capital contributed to the fund, from whoever.
    pub const CAPITAL: [Self; 4] = [Self::DonatedCapital, Self::MemberCapital, Self::CapitalisedSurplus, Self::RecoverableCapital];
}
