//! How a committee decides: quorum, majority, and which amounts fit into the capital available (spec §1, §4.5).

use super::codes::codes;
use super::credit_rules::{CreditRules, Majority};

codes! {
    pub enum ApplicationStatus {
        /// Asked for; the committee has not decided.
        Applied = "applied",
        /// The committee approved it; a second person still has to.
        AwaitsSecond = "awaits_second",
        /// A loan was agreed.
        Approved = "approved",
        Rejected = "rejected",
        Withdrawn = "withdrawn",
    }

    /// What the votes cast so far decide.
    pub enum Verdict {
        Open = "open",
        Approved = "approved",
        Rejected = "rejected",
    }
}

impl ApplicationStatus {
    /// Whether it can still be decided, corrected or withdrawn.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Applied | Self::AwaitsSecond)
    }
}

/// The votes on one application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    pub in_favour: i64,
    pub against: i64,
    /// Members of the committee who may vote on it: not the applicant, a guarantor or whoever recorded it.
    pub may_vote: i64,
}

impl Votes {
    pub fn cast(&self) -> i64 {
        self.in_favour + self.against
    }

    /// What the votes decide. Before the quorum nothing; then the side with the majority. A tie is rejected once everybody
    /// has voted.
    pub fn verdict(&self, rules: &CreditRules) -> Verdict {
        let cast = self.cast();
        if cast < rules.quorum {
            return Verdict::Open;
        }
        let (approved, rejected) = match rules.majority {
            Majority::Simple => (self.in_favour * 2 > cast, self.against * 2 > cast),
            Majority::TwoThirds => (self.in_favour * 3 >= cast * 2, self.against * 3 > cast),
            Majority::All => (self.against == 0, self.against > 0),
        };
        match (approved, rejected || cast >= self.may_vote) {
            (true, _) => Verdict::Approved,
            (false, true) => Verdict::Rejected,
            (false, false) => Verdict::Open,
        }
    }

    /// The votes with one more cast.
    pub fn with(self, in_favour: bool) -> Self {
        if in_favour { Self { in_favour: self.in_favour + 1, ..self } } else { Self { against: self.against + 1, ..self } }
    }
}

/// Which of these amounts, taken in order, fit into what is available, and what is left after each. An amount that does not
/// fit takes nothing, so a smaller one after it may fit.
pub fn fits(available_minor: i64, amounts: &[i64]) -> Vec<(bool, i64)> {
    let mut left = available_minor;
    let fit = |amount: &i64| {
        let fits = *amount <= left;
        if fits {
            left -= amount;
        }
        (fits, left)
    };
    amounts.iter().map(fit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(majority: Majority, in_favour: i64, against: i64, may_vote: i64) -> Verdict {
        Votes { in_favour, against, may_vote }.verdict(&CreditRules { majority, ..CreditRules::default() })
    }

    #[test]
    fn nothing_is_decided_before_the_quorum() {
        for majority in Majority::ALL {
            assert_eq!(verdict(majority, 2, 0, 5), Verdict::Open);
            assert_eq!(verdict(majority, 0, 2, 2), Verdict::Open, "too few may vote at all");
            assert_eq!(verdict(majority, 3, 0, 5), Verdict::Approved);
            assert_eq!(verdict(majority, 0, 3, 5), Verdict::Rejected);
        }
    }

    #[test]
    fn each_majority_has_its_bound() {
        assert_eq!([verdict(Majority::Simple, 2, 1, 5), verdict(Majority::Simple, 1, 2, 5)], [Verdict::Approved, Verdict::Rejected]);
        assert_eq!([verdict(Majority::Simple, 2, 2, 5), verdict(Majority::Simple, 2, 2, 4)], [Verdict::Open, Verdict::Rejected]);
        assert_eq!([verdict(Majority::TwoThirds, 2, 1, 5), verdict(Majority::TwoThirds, 3, 2, 6)], [Verdict::Approved, Verdict::Rejected]);
        assert_eq!([verdict(Majority::All, 4, 0, 5), verdict(Majority::All, 4, 1, 5)], [Verdict::Approved, Verdict::Rejected]);
        assert_eq!(Votes { in_favour: 2, against: 0, may_vote: 5 }.with(true).verdict(&CreditRules::default()), Verdict::Approved);
    }

    #[test]
    fn what_does_not_fit_leaves_room_for_what_does() {
        assert_eq!(fits(1_000, &[600, 500, 400, 1]), [(true, 400), (false, 400), (true, 0), (false, 0)]);
        assert_eq!(fits(-5, &[1]), [(false, -5)]);
        assert_eq!(fits(5, &[]), []);
    }
}
