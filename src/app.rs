//! The program while it runs: what every use case is given.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::config::Access;
use crate::db::Db;
use crate::db::batch::Batcher;
use crate::domain::actor::Actor;
use crate::domain::ids::RepaymentId;
use crate::error::Error;
use crate::features::imports::Waiting;
use crate::features::repayments::{RepaymentRequest, record};
use crate::features::sessions::{Hasher, Throttle};

/// How long a person's roles are remembered between requests. A change made here forgets them at once; one made by
/// another program on the same database is seen after this.
const REMEMBERED: Duration = Duration::from_secs(5);
/// People remembered at most; beyond it all are forgotten, which costs one query each.
const PEOPLE: usize = 10_000;

#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    /// Repayments being recorded at the same time are written together.
    pub recorder: Batcher<RepaymentRequest, RepaymentId>,
    pub throttle: Throttle,
    pub hasher: Hasher,
    /// How people reach the program.
    pub access: Access,
    /// Workbooks that were looked at and wait to be confirmed.
    pub uploads: Waiting,
    people: Mutex<HashMap<String, (Instant, Actor)>>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self::reached_by(db, clock, Access::default())
    }

    pub fn reached_by(db: Db, clock: Clock, access: Access) -> Self {
        let recorder = Batcher::start(db.clone(), move |tx, asked| Box::pin(record::write_all(tx, clock, asked)));
        Self(Arc::new(Parts {
            db,
            clock,
            recorder,
            throttle: Throttle::default(),
            hasher: Hasher::default(),
            access,
            uploads: Waiting::default(),
            people: Mutex::default(),
        }))
    }

    /// The person signed in with this secret.
    pub async fn actor(&self, token_hash: &str) -> Result<Option<Actor>, Error> {
        if let Some((since, actor)) = self.people().get(token_hash)
            && since.elapsed() < REMEMBERED
        {
            return Ok(Some(actor.clone()));
        }
        let actor = crate::db::actors::by_token(self.db.read(), token_hash, self.clock.now()).await?;
        if let Some(actor) = &actor {
            let mut people = self.people();
            if people.len() >= PEOPLE {
                people.clear();
            }
            people.insert(token_hash.to_owned(), (Instant::now(), actor.clone()));
        }
        Ok(actor)
    }

    /// After any change to sign-ins, roles or programmes.
    pub fn forget_people(&self) {
        self.people().clear();
    }

    fn people(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Actor)>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
