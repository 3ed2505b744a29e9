//! Ready-made sets of rules, each with an example.

use chrono::NaiveDate;

use super::amount::Unit;
use super::calendar::{Period, add_months};
use super::codes::codes;
use super::rate::{Per, Rate};
use super::refusal::Refusal;
use super::rules::FundRules;
use super::schedule::{Installment, Method, Terms, build};

codes! {
    pub enum ReadyRules {
        WithoutInterest = "without_interest",
        /// 1 % a month on the original principal, spread evenly.
        FlatMonthly = "flat_monthly",
        /// One payment at harvest, with interest from the day of disbursement.
        AtHarvest = "at_harvest",
        /// Seed comes back with a fifth more.
        SeedBank = "seed_bank",
    }
}

/// The example loan of a set: its amount and months.
pub struct Example {
    pub principal_minor: i64,
    pub months: u32,
    pub schedule: Vec<Installment>,
}

impl ReadyRules {
    /// The sets that fit a unit.
    pub fn of_unit(unit: Unit) -> &'static [Self] {
        match unit {
            Unit::Pen | Unit::Bob | Unit::Usd => &[Self::WithoutInterest, Self::FlatMonthly, Self::AtHarvest],
            Unit::Kg => &[Self::SeedBank, Self::WithoutInterest],
            Unit::Dose => &[Self::WithoutInterest],
        }
    }

    pub fn rules(self, unit: Unit) -> FundRules {
        let base = FundRules::default_for(unit);
        let rate = |ppm, per| Rate { ppm, per };
        match self {
            Self::WithoutInterest => FundRules { method: Method::EqualPrincipal, rate: rate(0, Per::Month), ..base },
            Self::FlatMonthly => FundRules { method: Method::Flat, rate: rate(10_000, Per::Month), ..base },
            Self::AtHarvest => FundRules { method: Method::Bullet, rate: rate(15_000, Per::Month), ..base },
            // Over the eight months from sowing to harvest, 30 % a year is a fifth.
            Self::SeedBank => FundRules { method: Method::Bullet, rate: rate(300_000, Per::Year), reserve_ppm: 0, ..base },
        }
    }

    /// The example loan of a round amount under these rules, disbursed on a day.
    ///
    /// # Errors
    /// A refusal of the terms.
    pub fn example(self, unit: Unit, on: NaiveDate) -> Result<Example, Refusal> {
        let rules = self.rules(unit);
        let bullet = rules.method == Method::Bullet;
        let months = if bullet { 8 } else { 6 };
        let principal_minor = match unit {
            // A thousand.
            Unit::Pen | Unit::Bob | Unit::Usd => 100_000,
            // Fifty kilos, in grams.
            Unit::Kg => 50_000,
            Unit::Dose => 12,
        };
        let terms = Terms {
            method: rules.method,
            principal: principal_minor,
            disbursed_on: on,
            installments: if bullet { 1 } else { months },
            first_due_on: add_months(on, if bullet { months } else { 1 }),
            every: 1,
            unit: Period::Month,
            rate_ppm: rules.rate.ppm,
            rate_per: rules.rate.per,
            day_count: rules.day_count,
            grace_principal: 0,
            grace_interest: 0,
            rounding_step: rules.rounding_step_minor,
            custom: Vec::new(),
        };
        Ok(Example { principal_minor, months, schedule: build(&terms)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(set: ReadyRules, unit: Unit) -> i64 {
        let on = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        set.example(unit, on).unwrap().schedule.iter().map(|row| row.principal + row.interest).sum()
    }

    #[test]
    fn each_set_holds_and_its_example_is_worked_out() {
        for unit in Unit::ALL {
            for set in ReadyRules::of_unit(unit) {
                assert!(set.rules(unit).check().is_ok(), "{set:?}");
            }
        }
        assert_eq!(total(ReadyRules::WithoutInterest, Unit::Pen), 100_000);
        assert_eq!(total(ReadyRules::FlatMonthly, Unit::Pen), 106_000);
        assert_eq!(total(ReadyRules::AtHarvest, Unit::Pen), 112_000);
        assert_eq!(total(ReadyRules::SeedBank, Unit::Kg), 60_000, "fifty kilos come back as sixty");
        assert_eq!(total(ReadyRules::WithoutInterest, Unit::Dose), 12, "two doses each time");
    }
}
