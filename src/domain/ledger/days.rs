//! What each day moved on an account, and the first day that a change would take below zero (spec §5).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

/// The movement of each day, in minor units.
pub type Days = BTreeMap<NaiveDate, i64>;

/// A day that would end below zero. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    pub day: NaiveDate,
    pub missing: i64,
    /// The balance at the end of that day without the change.
    pub held: i64,
}

/// The first day that `change` would take below zero. `kept` holds the recorded movement of each day from the first day of
/// the change on; `balance` is the account's balance after the last of them. A day already below zero counts only if the
/// change lowers it further.
pub fn first_shortfall(balance: i64, kept: &Days, change: &Days) -> Option<Shortfall> {
    let mut held = balance - kept.values().sum::<i64>();
    let mut moved = 0;
    let days: BTreeSet<&NaiveDate> = kept.keys().chain(change.keys()).collect();
    days.into_iter().find_map(|day| {
        held += kept.get(day).copied().unwrap_or(0);
        moved += change.get(day).copied().unwrap_or(0);
        let after = held + moved;
        (moved < 0 && after < 0).then_some(Shortfall { day: *day, missing: -after, held })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::default() + chrono::TimeDelta::days(number)
    }

    fn days(moved: &[(i64, i64)]) -> Days {
        let mut days = Days::new();
        for (number, minor) in moved {
            *days.entry(day(*number)).or_default() += minor;
        }
        days
    }

    #[test]
    fn a_day_in_between_counts_as_much_as_the_last() {
        let kept = days(&[(1, 100), (5, -90), (9, 500)]);
        let told = first_shortfall(510, &kept, &days(&[(3, -20)])).unwrap();
        assert_eq!(told, Shortfall { day: day(5), missing: 10, held: 10 });
        assert_eq!(first_shortfall(510, &kept, &days(&[(9, -510)])), None);
        assert_eq!(first_shortfall(510, &kept, &days(&[(0, -1)])).unwrap().day, day(0));
    }

    #[test]
    fn what_was_short_before_is_not_held_against_money_that_comes_in() {
        let kept = days(&[(1, -50), (2, 100)]);
        assert_eq!(first_shortfall(50, &kept, &days(&[(1, 10)])), None);
        assert_eq!(first_shortfall(50, &kept, &days(&[(1, 10), (2, -5)])), None);
        assert_eq!(first_shortfall(50, &kept, &days(&[(1, -1)])).unwrap().missing, 51);
    }

    proptest! {
        #[test]
        fn it_is_the_first_day_below_zero_when_every_balance_is_added_up(
            earlier in prop::collection::vec((0_i64..40, 0_i64..1_000), 1..20),
            spent in prop::collection::vec((0_i64..40, 1_i64..1_000), 1..10),
        ) {
            let (before, change) = (days(&earlier), days(&spent.iter().map(|(on, minor)| (*on, -minor)).collect::<Vec<_>>()));
            let first = *change.keys().next().unwrap();
            let balance: i64 = before.values().sum();
            let kept: Days = before.range(first..).map(|(on, minor)| (*on, *minor)).collect();
            let at = |all: &Days, on: NaiveDate| all.range(..=on).map(|(_, minor)| minor).sum::<i64>();
            let naive = (0..40).map(day).find(|on| at(&before, *on) + at(&change, *on) < 0);
            let told = first_shortfall(balance, &kept, &change);
            prop_assert_eq!(told.map(|told| told.day), naive);
            if let Some(told) = told {
                prop_assert_eq!(told.held, at(&before, told.day));
                prop_assert_eq!(told.missing, -(at(&before, told.day) + at(&change, told.day)));
            }
        }
    }
}
