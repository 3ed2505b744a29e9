//! The terms of the loans that a delivery opens: one for the producer's own part, due at harvest by default, and one for the
//! project's part where the producers repay it into the fund (spec §8).

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::calendar::{Period, add_months};
use crate::domain::rate::Per;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::rules::FundRules;
use crate::domain::schedule::{Method, Terms};

/// How producers repay the project's part into the fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Recovery {
    pub installments: u32,
    pub every_months: u32,
    /// Per month, in ppm.
    pub rate_ppm: i64,
}

/// The longest term of a loan of goods, in months.
const LONGEST: u32 = 24;

/// # Errors
/// `due-before-disbursement`, `due-too-far` beyond two years.
pub fn check_due(on: NaiveDate, due_on: NaiveDate) -> Result<(), Refusal> {
    if due_on <= on {
        return Err(Refusal::invalid("due_on", "due-before-disbursement"));
    }
    if due_on > add_months(on, LONGEST) {
        return Err(Refusal::invalid("due_on", "due-too-far").with("months", Fact::Number(i64::from(LONGEST))));
    }
    Ok(())
}

/// The producer's part: the fund's method and rate. A bullet falls due at harvest; other methods run monthly up to it.
pub fn own_part(rules: &FundRules, principal: i64, on: NaiveDate, harvest: NaiveDate) -> Terms {
    let months = (1..=120).take_while(|m| add_months(on, *m) <= harvest).last();
    let (method, installments, first_due_on) = match (rules.method, months) {
        (Method::Bullet | Method::Custom, _) | (_, None) => (Method::Bullet, 1, harvest),
        (method, Some(months)) => (method, months, add_months(on, 1)),
    };
    Terms {
        method,
        principal,
        disbursed_on: on,
        installments,
        first_due_on,
        every: 1,
        unit: Period::Month,
        rate_ppm: rules.rate.ppm,
        rate_per: rules.rate.per,
        day_count: rules.day_count,
        grace_principal: 0,
        grace_interest: 0,
        rounding_step: rules.rounding_step_minor,
        custom: Vec::new(),
    }
}

/// The project's part, repaid in equal parts.
pub fn project_part(recovery: Recovery, rules: &FundRules, principal: i64, on: NaiveDate) -> Terms {
    Terms {
        method: Method::EqualPrincipal,
        installments: recovery.installments,
        first_due_on: add_months(on, recovery.every_months),
        every: recovery.every_months,
        rate_ppm: recovery.rate_ppm,
        rate_per: Per::Month,
        ..own_part(rules, principal, on, on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amount::Unit;
    use crate::domain::schedule::build;

    #[test]
    fn a_bullet_falls_due_at_harvest_and_other_methods_run_up_to_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut rules = FundRules::default_for(Unit::Pen);
        let (on, harvest) = (day("2026-11-20"), day("2027-07-31"));
        let terms = own_part(&rules, 100_000, on, harvest);
        assert_eq!((terms.method, terms.installments, terms.first_due_on), (Method::Bullet, 1, harvest));
        rules.method = Method::EqualPrincipal;
        let terms = own_part(&rules, 100_000, on, harvest);
        assert_eq!(build(&terms).unwrap().last().map(|last| last.due_on), Some(day("2027-07-20")));
        let recovery = Recovery { installments: 3, every_months: 12, rate_ppm: 0 };
        let back = build(&project_part(recovery, &rules, 90_000, on)).unwrap();
        assert_eq!(back.iter().map(|row| (row.due_on, row.principal)).next(), Some((day("2027-11-20"), 30_000)));
    }
}
