//! The rules of a fund, and the part of them that is frozen into a loan at disbursement (spec §4).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::amount::Unit;
use super::codes::codes;
use super::credit_rules::CreditRules;
use super::interest::DayCount;
use super::rate::{Per, Rate, WHOLE_PPM};
use super::refusal::Refusal;
use super::schedule::Method;

codes! {
    pub enum Component {
        LateFee = "late_fee",
        Interest = "interest",
        Principal = "principal",
    }
}

/// The components in the order that a payment meets them within an installment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentOrder(pub [Component; 3]);

impl PaymentOrder {
    /// Late fee, then interest, then principal: the Peruvian Civil Code, art. 1257.
    pub const DEFAULT: Self = Self([Component::LateFee, Component::Interest, Component::Principal]);

    pub fn code(self) -> String {
        self.0.map(Component::code).join(",")
    }

    /// The order given by three codes separated by commas.
    pub fn parse(codes: &str) -> Option<Self> {
        let order: Option<Vec<Component>> = codes.split(',').map(Component::parse).collect();
        order?.try_into().ok().map(Self)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanRules {
    pub order: PaymentOrder,
    pub late_fee_ppm: i64,
    pub late_fee_per: Per,
    pub late_fee_day_count: DayCount,
    /// Days of delay that bear no fee.
    pub tolerance_days: i64,
    /// Whether early settlement of a `flat` loan forgives the interest of the remaining days.
    #[serde(default)]
    pub flat_rebate: bool,
    /// The step of cash payments, in minor units: an unpaid rest below it is not asked for. 0 rounds nothing.
    #[serde(default, rename = "cash_step")]
    pub cash_step_minor: i64,
}

/// The most days of delay that can bear no fee: ten years.
pub const MAX_TOLERANCE_DAYS: i64 = 3_650;

/// The largest cash step: ten whole units of a currency.
pub const MAX_CASH_STEP: i64 = 1_000;

impl LoanRules {
    pub fn late_fee(&self) -> Rate {
        Rate { ppm: self.late_fee_ppm, per: self.late_fee_per }
    }

    /// The cash amount asked for: rounded down to the cash step, in the payer's favour.
    pub fn in_cash(&self, minor: i64) -> i64 {
        if self.cash_step_minor > 0 { minor - minor % self.cash_step_minor } else { minor }
    }

    /// # Errors
    /// `late-fee-effective`, `late-fee-day-count` for 30/360, `order-incomplete`, `tolerance-out-of-range`, `rate-out-of-range`, `cash-step-out-of-range`.
    pub fn check(&self) -> Result<(), Refusal> {
        self.late_fee().checked().map_err(|refusal| refusal.at("late_fee"))?;
        if self.late_fee_per == Per::YearEffective {
            return Err(Refusal::invalid("late_fee_per", "late-fee-effective"));
        }
        if self.late_fee_day_count == DayCount::Thirty360 {
            return Err(Refusal::invalid("late_fee_day_count", "late-fee-day-count"));
        }
        let named = |component| self.order.0.contains(&component);
        if !(named(Component::LateFee) && named(Component::Interest) && named(Component::Principal)) {
            return Err(Refusal::invalid("order", "order-incomplete"));
        }
        if !(0..=MAX_TOLERANCE_DAYS).contains(&self.tolerance_days) {
            return Err(Refusal::invalid("tolerance_days", "tolerance-out-of-range"));
        }
        if !(0..=MAX_CASH_STEP).contains(&self.cash_step_minor) {
            return Err(Refusal::invalid("cash_step", "cash-step-out-of-range"));
        }
        Ok(())
    }
}

impl Default for LoanRules {
    fn default() -> Self {
        Self {
            order: PaymentOrder::DEFAULT,
            late_fee_ppm: 0,
            late_fee_per: Per::Month,
            late_fee_day_count: DayCount::Actual365,
            tolerance_days: 0,
            flat_rebate: false,
            cash_step_minor: 0,
        }
    }
}

/// The rules of a fund (reglamento): its default terms, and what it keeps back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FundRules {
    pub loan: LoanRules,
    pub method: Method,
    pub rate: Rate,
    pub day_count: DayCount,
    /// Minor units.
    pub rounding_step_minor: i64,
    /// The share of the capital held in reserve.
    pub reserve_ppm: i64,
    /// A fixed reserve, where it is the larger. Minor units.
    pub reserve_fixed_minor: i64,
    /// The share of interest that stays in the fund.
    pub interest_kept_ppm: i64,
    /// The expected recovery rate while the fund has too few observations of its own.
    pub recovery_ppm: i64,
    /// A debt below this can be forgiven as a small balance. Minor units; 0 forgives none.
    pub small_balance_minor: i64,
    /// Whether a loan may exceed the capital available, by acta.
    pub lend_beyond_available: bool,
    /// From this amount on a correction takes two people. Minor units; 0 never.
    pub two_people_from_minor: i64,
    /// From this amount on an expense needs an acta. Minor units; 0 never. A fingerprint leaves out the default.
    #[serde(skip_serializing_if = "is_zero")]
    pub expense_acta_from_minor: i64,
    /// From this amount on an expense is paid once another person approved it. Minor units; 0 never.
    #[serde(skip_serializing_if = "is_zero")]
    pub expense_second_from_minor: i64,
    /// Who may borrow, and who decides. A fingerprint leaves out the default, since earlier versions had no such rules.
    #[serde(skip_serializing_if = "CreditRules::is_default")]
    pub credit: CreditRules,
}

fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

/// The largest small balance: a hundred whole units of a currency.
pub const MAX_SMALL_BALANCE: i64 = 10_000;

impl FundRules {
    /// The rules of a fund that has decided nothing else.
    pub fn default_for(unit: Unit) -> Self {
        Self {
            loan: LoanRules { cash_step_minor: unit.cash_rounding_minor(), ..LoanRules::default() },
            method: Method::Bullet,
            rate: Rate { ppm: 15_000, per: Per::Month },
            day_count: DayCount::Thirty360,
            rounding_step_minor: unit.cash_step_minor(),
            reserve_ppm: 100_000,
            reserve_fixed_minor: 0,
            interest_kept_ppm: WHOLE_PPM,
            recovery_ppm: 900_000,
            small_balance_minor: unit.small_balance_minor(),
            lend_beyond_available: false,
            two_people_from_minor: 0,
            expense_acta_from_minor: 0,
            expense_second_from_minor: 0,
            credit: CreditRules::default(),
        }
    }

    /// # Errors
    /// A refusal at the rule that is not valid.
    pub fn check(&self) -> Result<(), Refusal> {
        self.loan.check()?;
        self.credit.check()?;
        self.rate.checked()?;
        for (field, ppm) in [("reserve", self.reserve_ppm), ("interest_kept", self.interest_kept_ppm), ("recovery", self.recovery_ppm)] {
            if !(0..=WHOLE_PPM).contains(&ppm) {
                return Err(Refusal::invalid(field, "share-out-of-range"));
            }
        }
        if self.rounding_step_minor < 0 || self.reserve_fixed_minor < 0 {
            return Err(Refusal::invalid("rounding_step", "rounding-step-out-of-range"));
        }
        if self.two_people_from_minor < 0 {
            return Err(Refusal::invalid("two_people_from", "amount-negative"));
        }
        if self.expense_acta_from_minor < 0 {
            return Err(Refusal::invalid("expense_acta_from", "amount-negative"));
        }
        if self.expense_second_from_minor < 0 {
            return Err(Refusal::invalid("expense_second_from", "amount-negative"));
        }
        if !(0..=MAX_SMALL_BALANCE).contains(&self.small_balance_minor) {
            return Err(Refusal::invalid("small_balance", "small-balance-out-of-range"));
        }
        Ok(())
    }
}
