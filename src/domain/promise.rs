//! A promise to pay, and whether it was kept.

use chrono::NaiveDate;

use super::codes::codes;

codes! {
    pub enum PromiseOutcome {
        /// Its day has not passed, and it is not paid yet.
        Open = "open",
        Kept = "kept",
        Broken = "broken",
    }
}

/// The outcome of a promise. It is kept once that much was paid between the day it was made and the promised day, both
/// included.
pub fn outcome(made_on: NaiveDate, due_on: NaiveDate, amount_minor: i64, payments: &[(NaiveDate, i64)], today: NaiveDate) -> PromiseOutcome {
    let paid: i64 = payments.iter().filter(|(on, _)| (made_on..=due_on).contains(on)).map(|(_, minor)| minor).sum();
    if paid >= amount_minor {
        PromiseOutcome::Kept
    } else if today > due_on {
        PromiseOutcome::Broken
    } else {
        PromiseOutcome::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_kept_by_what_is_paid_in_its_days() {
        let on = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let came = |payments: &[(u32, i64)], today| {
            let payments: Vec<(NaiveDate, i64)> = payments.iter().map(|(day, minor)| (on(*day), *minor)).collect();
            outcome(on(5), on(10), 100, &payments, on(today))
        };
        assert_eq!(came(&[], 10), PromiseOutcome::Open, "its day has not passed");
        assert_eq!(came(&[], 11), PromiseOutcome::Broken);
        assert_eq!(came(&[(5, 40), (10, 60)], 11), PromiseOutcome::Kept);
        assert_eq!(came(&[(4, 100)], 11), PromiseOutcome::Broken, "paid before it was promised");
        assert_eq!(came(&[(11, 100)], 12), PromiseOutcome::Broken, "a day late");
    }
}
