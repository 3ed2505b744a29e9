//! Money of a fund that is committed before it leaves (encumbrances, spec §6), as spans of days.

use chrono::NaiveDate;

use super::codes::codes;

codes! {
    pub enum CommitmentKind {
        /// What the fund will lend or pay: an approved loan, or its part of an approved purchase.
        Lends = "lends",
        /// Producers' advances that suppliers already have. They are no longer owed from what the fund holds.
        AdvancesPassedOn = "advances_passed_on",
        /// Programme funds that suppliers already have. They are no longer owed from what the fund holds.
        FundsPassedOn = "funds_passed_on",
    }
}

codes! {
    /// What commits money: the first part of its address, in singular.
    pub enum CommittedBy {
        Loan = "loan",
        Purchase = "purchase",
    }
}

/// An amount committed from a day until the day of its release, that day not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    pub kind: CommitmentKind,
    pub amount_minor: i64,
    pub since_on: NaiveDate,
    pub released_on: Option<NaiveDate>,
}

/// The spans of an amount that changes on days in order, until `over_on`. A change releases the earlier amount and commits
/// the new one.
pub fn spans(kind: CommitmentKind, changes: &[(NaiveDate, i64)], over_on: Option<NaiveDate>) -> Vec<Commitment> {
    let mut spans: Vec<Commitment> = Vec::new();
    for (since_on, amount_minor) in changes.iter().copied().filter(|(on, _)| over_on.is_none_or(|over_on| *on < over_on)) {
        if let Some(open) = spans.last_mut().filter(|open| open.released_on.is_none()) {
            if open.amount_minor == amount_minor {
                continue;
            }
            open.released_on = Some(since_on);
        }
        if amount_minor > 0 {
            spans.push(Commitment { kind, amount_minor, since_on, released_on: None });
        }
    }
    if let Some(open) = spans.last_mut().filter(|open| open.released_on.is_none()) {
        open.released_on = over_on;
    }
    spans.retain(|span| span.released_on != Some(span.since_on));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_change_releases_the_earlier_amount() {
        let span = |amount_minor, since, released: Option<u32>| Commitment {
            kind: CommitmentKind::Lends,
            amount_minor,
            since_on: on(since),
            released_on: released.map(on),
        };
        let changes = [(on(1), 500), (on(4), 500), (on(6), 200), (on(9), 0), (on(12), 100)];
        assert_eq!(spans(CommitmentKind::Lends, &changes, None), [span(500, 1, Some(6)), span(200, 6, Some(9)), span(100, 12, None)]);
        assert_eq!(spans(CommitmentKind::Lends, &changes, Some(on(6))), [span(500, 1, Some(6))]);
        assert_eq!(spans(CommitmentKind::Lends, &changes, Some(on(1))), []);
    }
}
