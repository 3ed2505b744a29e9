//! How a part is covered (contrapartida, spec §8): cash, a loan from the fund, labour, or in kind.

use serde::Serialize;

use super::share::THOUSANDTHS;
use crate::domain::amount::round_half_away;
use crate::domain::codes::codes;
use crate::domain::interest::bounded;
use crate::domain::refusal::Refusal;

codes! {
    /// In the order in which they count towards a part: what was given already comes first, the fund's money last.
    pub enum ContributionKind {
        /// Days of work, valued at the agreed rate.
        Labour = "labour",
        /// Seed, manure, transport: valued.
        InKind = "in_kind",
        Cash = "cash",
        /// Lent by the association's own fund.
        Loan = "loan",
    }
}

impl ContributionKind {
    /// Whether only its value counts and no money moves.
    pub fn valued(self) -> bool {
        matches!(self, Self::Labour | Self::InKind)
    }
}

/// How much of a part a contribution covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContributionBasis {
    /// A fixed sum. Minor units.
    Sum(i64),
    /// Thousandths of a day, valued at the purchase's rate.
    Days(i64),
    /// Whatever the other contributions leave.
    Rest,
}

impl ContributionBasis {
    pub fn code(self) -> &'static str {
        match self {
            Self::Sum(_) => "sum",
            Self::Days(_) => "days",
            Self::Rest => "rest",
        }
    }

    pub fn value(self) -> i64 {
        match self {
            Self::Sum(value) | Self::Days(value) => value,
            Self::Rest => 0,
        }
    }

    pub fn parse(code: &str, value: i64) -> Option<Self> {
        match code {
            "sum" => Some(Self::Sum(value)),
            "days" => Some(Self::Days(value)),
            "rest" => Some(Self::Rest),
            _ => None,
        }
    }
}

/// What contributions add up to. Minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// What each contribution counts, in the order given; together never more than the part.
    pub amounts: Vec<i64>,
    /// The part that no contribution covers.
    pub missing: i64,
    /// What was promised beyond the part.
    pub excess: i64,
}

/// The value of thousandths of a day at a daily rate, in minor units.
///
/// # Errors
/// `amount-too-large`.
pub fn value_of(days: i64, rate_minor: i64) -> Result<i64, Refusal> {
    bounded(round_half_away(i128::from(days) * i128::from(rate_minor), THOUSANDTHS))
}

/// Covers a part with contributions. Fixed sums and days come first, in the order of their kind, each as far as the part
/// still needs it; then the contribution that takes the rest.
///
/// # Errors
/// `contribution-negative`, `rest-twice`, `amount-too-large`.
pub fn meet(part_minor: i64, asked: &[(ContributionKind, ContributionBasis)], day_rate_minor: i64) -> Result<Coverage, Refusal> {
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_key(|i| (asked[*i].1 == ContributionBasis::Rest, asked[*i].0));
    if asked.iter().filter(|(_, asked)| *asked == ContributionBasis::Rest).count() > 1 {
        return Err(Refusal::invalid("contributions", "rest-twice"));
    }
    let mut met = Coverage { amounts: vec![0; asked.len()], missing: part_minor, excess: 0 };
    for i in order {
        let value = match asked[i].1 {
            ContributionBasis::Sum(minor) => minor,
            ContributionBasis::Days(days) => value_of(days, day_rate_minor)?,
            ContributionBasis::Rest => met.missing,
        };
        if value < 0 {
            return Err(Refusal::invalid("contributions", "contribution-negative"));
        }
        met.amounts[i] = value.min(met.missing);
        met.missing -= met.amounts[i];
        met.excess = bounded(i128::from(met.excess) + i128::from(value - met.amounts[i]))?;
    }
    Ok(met)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ContributionKind::{Cash, Labour, Loan};

    #[test]
    fn the_rest_takes_what_work_and_cash_leave() {
        let asked = [(Loan, ContributionBasis::Rest), (Labour, ContributionBasis::Days(2_500)), (Cash, ContributionBasis::Sum(1_000))];
        let met = meet(10_000, &asked, 2_000).unwrap();
        assert_eq!((met.amounts, met.missing, met.excess), (vec![4_000, 5_000, 1_000], 0, 0));
    }

    #[test]
    fn a_smaller_part_counts_work_first_and_says_what_is_over() {
        let asked = [(Cash, ContributionBasis::Sum(6_000)), (Labour, ContributionBasis::Sum(3_000))];
        let met = meet(5_000, &asked, 0).unwrap();
        assert_eq!((met.amounts, met.missing, met.excess), (vec![2_000, 3_000], 0, 4_000));
        assert_eq!(meet(10_000, &asked, 0).unwrap().missing, 1_000);
    }

    #[test]
    fn only_one_takes_the_rest() {
        assert_eq!(meet(1, &[(Cash, ContributionBasis::Rest), (Loan, ContributionBasis::Rest)], 0).unwrap_err().code, "rest-twice");
        assert_eq!(meet(1, &[(Cash, ContributionBasis::Sum(-1))], 0).unwrap_err().code, "contribution-negative");
    }
}
