//! Days late, and buckets of age (spec §§6–7).

use chrono::NaiveDate;

use super::calendar::days;
use super::codes::codes;

codes! {
    /// Age of what is owed, by days late.
    pub enum Bucket {
        NotDue = "not_due",
        To30 = "1-30",
        To60 = "31-60",
        To90 = "61-90",
        To180 = "91-180",
        Over180 = ">180",
    }
}

impl Bucket {
    /// The due day itself is not late.
    pub fn of(due_on: NaiveDate, at: NaiveDate) -> Self {
        match days(due_on, at) {
            ..=0 => Self::NotDue,
            1..=30 => Self::To30,
            31..=60 => Self::To60,
            61..=90 => Self::To90,
            91..=180 => Self::To180,
            _ => Self::Over180,
        }
    }

    /// Days late on the first day in the bucket. An installment not yet due is observed on its due day.
    pub fn enters_after_days(self) -> u64 {
        match self {
            Self::NotDue => 0,
            Self::To30 => 1,
            Self::To60 => 31,
            Self::To90 => 61,
            Self::To180 => 91,
            Self::Over180 => 181,
        }
    }
}

/// Whether a loan counts in the portfolio at risk: it is more than `more_than_days` days late.
pub fn at_risk(oldest_unpaid_due_on: Option<NaiveDate>, at: NaiveDate, more_than_days: i64) -> bool {
    oldest_unpaid_due_on.is_some_and(|due_on| days(due_on, at) > more_than_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thirtieth_day_is_not_yet_at_risk() {
        let due = NaiveDate::from_ymd_opt(2026, 5, 1);
        let at = |day| NaiveDate::from_ymd_opt(2026, 5, day).unwrap();
        assert!(!at_risk(due, at(31), 30));
        assert!(at_risk(due, at(31), 29));
        assert!(!at_risk(None, at(31), 0));
    }
}
