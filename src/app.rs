//! The running program: what every use case gets.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::config::Access;
use crate::db::Db;
use crate::domain::actor::Actor;
use crate::error::Error;

/// How long a person's roles are kept in memory between requests. A change made in this process clears them at once; a change
/// by another program on the same database is seen after this time.
const REMEMBERED: Duration = Duration::from_secs(5);
/// The most people kept in memory. Beyond it all are cleared, which costs one query each.
const PEOPLE: usize = 10_000;

#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    /// How people reach the program.
    pub access: Access,
    kept: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    people: Mutex<HashMap<String, (Instant, Actor)>>,
}

/// State that a feature keeps in memory while the program runs: a queue, counts of tries. It is made on first use.
pub trait Kept: Send + Sync + 'static {
    fn begin(db: &Db, clock: Clock) -> Self;
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
        Self(Arc::new(Parts { db, clock, access, kept: RwLock::default(), people: Mutex::default() }))
    }

    /// A feature's state, one of each type.
    pub fn kept<T: Kept>(&self) -> Arc<T> {
        let of_type = TypeId::of::<T>();
        let found = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&of_type).cloned();
        let found = found.unwrap_or_else(|| {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            kept.entry(of_type).or_insert_with(|| Arc::new(T::begin(&self.db, self.clock))).clone()
        });
        found.downcast().unwrap_or_else(|_| Arc::new(T::begin(&self.db, self.clock)))
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

    /// Clears the people in memory. Called after any change to sign-ins, roles or programmes.
    pub fn forget_people(&self) {
        self.people().clear();
    }

    fn people(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Instant, Actor)>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
