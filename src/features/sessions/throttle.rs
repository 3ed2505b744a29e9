//! Slows down password guessing: by network, by account, and by both together. A stranger's tries never count against a person
//! on a device that they signed in from before. Names are kept only as numbers, and only a limited count of them.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::app::Kept;
use crate::clock::Clock;
use crate::db::Db;
use crate::domain::refusal::Refusal;
use crate::web::origin::network;

/// Tries a minute on a device that its owner signed in from before.
const ON_A_DEVICE: u64 = 20;
/// Strangers' tries a minute: from one network, for one account, and for both.
const OF_A_NETWORK: u64 = 120;
const OF_AN_ACCOUNT: u64 = 30;
const OF_BOTH: u64 = 10;
/// Keys in each of a limit's two generations: when the newer is full, the older is dropped.
const KEYS: usize = 10_000;
const MINUTE: u64 = 60_000;

/// Allows a number of tries a minute for each key.
#[derive(Default)]
struct Limit {
    /// When each key's tries expire, in milliseconds; the newer and the older half.
    newer: HashMap<u64, u64>,
    older: HashMap<u64, u64>,
}

impl Limit {
    fn take(&mut self, key: u64, now: u64, most: u64) -> bool {
        let known = self.newer.get(&key).or_else(|| self.older.get(&key));
        let until = known.copied().unwrap_or(0).max(now) + MINUTE / most;
        if until > now + MINUTE {
            return false;
        }
        if self.newer.len() >= KEYS && !self.newer.contains_key(&key) {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(key, until);
        true
    }
}

#[derive(Default)]
struct Limits {
    devices: Limit,
    networks: Limit,
    both: Limit,
    accounts: Limit,
}

pub struct Throttle {
    began: Instant,
    keys: RandomState,
    limits: Mutex<Limits>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { began: Instant::now(), keys: RandomState::new(), limits: Mutex::default() }
    }
}

impl Kept for Throttle {
    fn begin(_db: &Db, _clock: Clock) -> Self {
        Self::default()
    }
}

impl Throttle {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX / 2)
    }

    /// One more try by a person who is signed in or on a known device.
    ///
    /// # Errors
    /// `too-many-tries`.
    pub fn known(&self, who: impl Hash) -> Result<(), Refusal> {
        let key = self.keys.hash_one(who);
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        if limits.devices.take(key, self.now(), ON_A_DEVICE) { Ok(()) } else { Err(Refusal::too_many()) }
    }

    /// One more try by a stranger.
    ///
    /// # Errors
    /// `too-many-tries`.
    pub fn stranger(&self, account: &str, origin: &str) -> Result<(), Refusal> {
        self.stranger_at(account, origin, self.now())
    }

    fn stranger_at(&self, account: &str, origin: &str, now: u64) -> Result<(), Refusal> {
        let network = network(origin);
        let (account_key, network_key) = (self.keys.hash_one(account), self.keys.hash_one(&network));
        let both = self.keys.hash_one((account, &network));
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        // The network comes first: nothing more is stored for a network that tries too often.
        let fits = limits.networks.take(network_key, now, OF_A_NETWORK)
            && limits.both.take(both, now, OF_BOTH)
            && limits.accounts.take(account_key, now, OF_AN_ACCOUNT);
        if fits { Ok(()) } else { Err(Refusal::too_many()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_waits_after_ten_tries_and_others_do_not() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            assert!(throttle.stranger_at("tesorera", "10.0.0.1", 0).is_ok());
        }
        assert!(throttle.stranger_at("tesorera", "10.0.0.1", 0).is_err());
        assert!(throttle.stranger_at("tesorera", "10.0.0.2", 0).is_ok(), "another address");
        assert!(throttle.stranger_at("presidenta", "10.0.0.1", 0).is_ok(), "another account");
        assert!(throttle.stranger_at("tesorera", "10.0.0.1", MINUTE / OF_BOTH).is_ok(), "after a while");
        assert!(throttle.known("device").is_ok());
    }

    #[test]
    fn one_network_of_version_six_is_one() {
        let throttle = Throttle::default();
        let tries = (0..20).filter(|i| throttle.stranger_at("tesorera", &format!("2001:db8::{i:x}"), 0).is_ok()).count();
        assert_eq!(tries, 10);
    }

    #[test]
    fn an_account_is_guessed_from_many_addresses_no_faster_than_its_own_limit() {
        let throttle = Throttle::default();
        let tries = (0..200).filter(|i| throttle.stranger_at("tesorera", &format!("10.0.{i}.1"), 0).is_ok()).count();
        assert_eq!(tries as u64, OF_AN_ACCOUNT);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let throttle = Throttle::default();
        for i in 0..100_000_u32 {
            let _ = throttle.stranger_at(&format!("nadie{i}"), &format!("10.{}.{}.{}", i >> 16, (i >> 8) & 255, i & 255), 0);
        }
        let limits = throttle.limits.lock().unwrap();
        for limit in [&limits.networks, &limits.both, &limits.accounts] {
            assert!(limit.newer.len() + limit.older.len() <= 2 * KEYS);
        }
    }
}
