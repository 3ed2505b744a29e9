//! Guessing passwords is made slow: by account and by address.

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::refusal::Refusal;

const TRIES_PER_ACCOUNT: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const TRIES_PER_ADDRESS: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);
/// Beyond this many remembered keys the old ones are dropped.
const KEYS: usize = 10_000;

/// Tries at most so many a minute.
pub struct Throttle {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<String>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::new()
    }
}

impl Throttle {
    pub fn new() -> Self {
        Self {
            accounts: RateLimiter::keyed(Quota::per_minute(TRIES_PER_ACCOUNT)),
            addresses: RateLimiter::keyed(Quota::per_minute(TRIES_PER_ADDRESS)),
        }
    }

    /// # Errors
    /// `too-many-tries`.
    pub fn check(&self, account: &str, address: &str) -> Result<(), Refusal> {
        for keys in [&self.accounts, &self.addresses] {
            if keys.len() > KEYS {
                keys.retain_recent();
            }
        }
        let account = self.accounts.check_key(&account.to_owned()).is_ok();
        let address = self.addresses.check_key(&address.to_owned()).is_ok();
        if account && address { Ok(()) } else { Err(Refusal::too_many()) }
    }
}
