//! A fund's rules about who may borrow and who decides (spec §4.5). A rule left at zero asks for nothing.

use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::refusal::Refusal;

codes! {
    /// The share of the votes cast that approves.
    pub enum Majority {
        /// More than half.
        Simple = "simple",
        TwoThirds = "two_thirds",
        All = "all",
    }
}

/// The most guarantors, votes or loans that a rule can name.
pub const MAX_PEOPLE: i64 = 50;
/// The longest window of days that a rule can name: ten years.
pub const MAX_DAYS: i64 = 3_650;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRules {
    /// Guarantors that a loan needs.
    pub guarantors: i64,
    /// The most open loans that one person may guarantee; 0 sets no limit.
    pub guarantees_most: i64,
    /// Whether two people may guarantee each other's loans, directly or through others.
    pub guarantee_circles: bool,
    /// Days late from which a member's group gets no new loan and the member may not guarantee.
    pub standing_days: i64,
    /// Days of delay after which guarantors can be called.
    pub call_after_days: i64,
    /// The most that one member may owe of principal. Minor units; 0 sets no limit.
    pub member_most_minor: i64,
    /// Whether a member may have only one open loan.
    pub one_loan: bool,
    /// Days after which an approved loan that was not handed over lapses; 0 never.
    pub lapse_days: i64,
    /// From this amount on the committee approves. Minor units; 0 never.
    pub committee_from_minor: i64,
    /// From this amount on a second person approves after the committee. Minor units; 0 never.
    pub second_from_minor: i64,
    /// Votes that have to be cast.
    pub quorum: i64,
    pub majority: Majority,
}

impl Default for CreditRules {
    fn default() -> Self {
        Self {
            guarantors: 0,
            guarantees_most: 0,
            guarantee_circles: false,
            standing_days: 30,
            call_after_days: 14,
            member_most_minor: 0,
            one_loan: false,
            lapse_days: 0,
            committee_from_minor: 0,
            second_from_minor: 0,
            quorum: 3,
            majority: Majority::Simple,
        }
    }
}

impl CreditRules {
    /// Whether every rule has its default: the fund has decided nothing here.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// # Errors
    /// `people-out-of-range`, `quorum-out-of-range`, `window-out-of-range`, `amount-negative`, at the rule.
    pub fn check(&self) -> Result<(), Refusal> {
        for (field, people) in [("guarantors", self.guarantors), ("guarantees_most", self.guarantees_most)] {
            if !(0..=MAX_PEOPLE).contains(&people) {
                return Err(Refusal::invalid(field, "people-out-of-range"));
            }
        }
        if !(1..=MAX_PEOPLE).contains(&self.quorum) {
            return Err(Refusal::invalid("quorum", "quorum-out-of-range"));
        }
        for (field, days) in [("standing_days", self.standing_days), ("call_after_days", self.call_after_days), ("lapse_days", self.lapse_days)] {
            if !(0..=MAX_DAYS).contains(&days) {
                return Err(Refusal::invalid(field, "window-out-of-range"));
            }
        }
        let amounts =
            [("member_most", self.member_most_minor), ("committee_from", self.committee_from_minor), ("second_from", self.second_from_minor)];
        match amounts.into_iter().find(|(_, minor)| *minor < 0) {
            Some((field, _)) => Err(Refusal::invalid(field, "amount-negative")),
            None => Ok(()),
        }
    }

    /// Whether the committee decides a loan of this amount.
    pub fn committee_decides(&self, principal_minor: i64) -> bool {
        self.committee_from_minor > 0 && principal_minor >= self.committee_from_minor
    }

    /// Whether a second person approves a loan of this amount after the committee.
    pub fn needs_second(&self, principal_minor: i64) -> bool {
        self.second_from_minor > 0 && principal_minor >= self.second_from_minor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_assembly_decided_asks_for_nothing() {
        let rules = CreditRules::default();
        assert!(rules.check().is_ok() && rules.is_default());
        assert!(!rules.committee_decides(i64::MAX) && !rules.needs_second(i64::MAX));
        let decided = CreditRules { committee_from_minor: 100, second_from_minor: 500, ..rules };
        assert!(!decided.committee_decides(99) && decided.committee_decides(100));
        assert!(!decided.needs_second(499) && decided.needs_second(500));
    }

    #[test]
    fn each_rule_is_refused_where_it_stands() {
        let field = |rules: CreditRules| rules.check().unwrap_err().field.into_owned();
        let rules = CreditRules::default();
        assert_eq!(field(CreditRules { guarantors: 51, ..rules }), "guarantors");
        assert_eq!(field(CreditRules { quorum: 0, ..rules }), "quorum");
        assert_eq!(field(CreditRules { lapse_days: -1, ..rules }), "lapse_days");
        assert_eq!(field(CreditRules { second_from_minor: -1, ..rules }), "second_from");
    }
}
