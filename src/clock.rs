//! The only place that reads the time. Everything else receives it.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;

#[derive(Clone, Copy, Debug)]
pub enum Clock {
    System,
    /// A clock with a fixed time, for tests and for demonstration data of past days.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// Now, to the microsecond, as both databases store it.
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Fixed(at) => at,
        }
    }

    /// The calendar day in an association's time zone.
    pub fn today(self, time_zone: &str) -> NaiveDate {
        day_of(self.now(), time_zone)
    }

    /// A new identifier with the clock's time, so that records sort by when they were made.
    pub fn new_id<I: From<uuid::Uuid>>(self) -> I {
        uuid::Uuid::now_v7().into()
    }
}

/// The last moment of a calendar day in an association's time zone.
pub fn end_of_day(day: NaiveDate, time_zone: &str) -> DateTime<Utc> {
    let zone: Tz = time_zone.parse().unwrap_or(chrono_tz::America::Lima);
    let next = (day + Days::new(1)).and_time(NaiveTime::MIN);
    // Where clocks go forward at midnight, the day begins an hour later.
    let begins = next.and_local_timezone(zone).earliest().or_else(|| (next + TimeDelta::hours(1)).and_local_timezone(zone).earliest());
    begins.map_or_else(|| next.and_utc(), |begins| begins.with_timezone(&Utc)) - TimeDelta::microseconds(1)
}

/// The calendar day of a moment in an association's time zone.
pub fn day_of(at: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let zone: Tz = time_zone.parse().unwrap_or(chrono_tz::America::Lima);
    at.with_timezone(&zone).date_naive()
}
