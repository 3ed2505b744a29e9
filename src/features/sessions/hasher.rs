//! One thread that hashes passwords, one after the other. A hash needs 19 MiB: the thread keeps them between hashes, and frees
//! them when nobody waits. Known people go first. Few strangers may wait: when the queue is full, the next one is refused at
//! once.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use argon2::Block;
use tokio::sync::oneshot;

use crate::app::Kept;
use crate::clock::Clock;
use crate::db::Db;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::web::origin::network;

/// How many known people may wait.
const KNOWN: usize = 256;
/// How many strangers may wait, in all and from one network: the queue takes about a second to work off.
const STRANGERS: usize = 32;
const OF_ONE_NETWORK: usize = 8;

/// The queue of a waiting person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A person who is signed in, or whose device signed in before.
    Known,
    /// Any other person, by their network.
    Stranger(u64),
}

impl Lane {
    pub fn stranger(origin: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        network(origin).hash(&mut hasher);
        Self::Stranger(hasher.finish())
    }
}

/// The thread's memory: blocks of 1 KiB, none while nobody waits.
pub type Memory = Vec<Block>;

/// How many blocks to reserve: glibc frees memory above 32 MiB at once. Only the blocks that a hash uses are ever touched.
pub const ASKED_FOR: usize = 33 * 1024;

struct Job {
    lane: Lane,
    work: Box<dyn FnOnce(&mut Memory) + Send>,
    /// Dropped when the caller no longer waits.
    wanted: Weak<()>,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    came: Condvar,
}

#[derive(Default)]
struct Waiting {
    known: VecDeque<Job>,
    strangers: VecDeque<Job>,
    over: bool,
}

impl Waiting {
    fn add(&mut self, job: Job) -> Result<(), Refusal> {
        let own = |other: &&Job| other.lane == job.lane;
        self.known.retain(|job| job.wanted.strong_count() > 0);
        self.strangers.retain(|job| job.wanted.strong_count() > 0);
        let (queue, fits) = match job.lane {
            Lane::Known => (&mut self.known, None),
            Lane::Stranger(_) => {
                let fits = self.strangers.len() < STRANGERS && self.strangers.iter().filter(own).count() < OF_ONE_NETWORK;
                (&mut self.strangers, Some(fits))
            }
        };
        if !fits.unwrap_or(queue.len() < KNOWN) {
            return Err(Refusal::too_busy());
        }
        queue.push_back(job);
        Ok(())
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job; none once the program ends. The memory is freed while no job waits.
    fn next(&self, memory: &mut Memory) -> Option<Job> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.known.pop_front().or_else(|| waiting.strangers.pop_front()) {
                return Some(job);
            }
            if waiting.over {
                return None;
            }
            *memory = Memory::new();
            waiting = self.came.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The thread and its queue; the thread starts with the first job.
#[derive(Default)]
pub struct Hasher {
    queue: OnceLock<Arc<Queue>>,
}

impl Kept for Hasher {
    fn begin(_db: &Db, _clock: Clock) -> Self {
        Self::default()
    }
}

impl Hasher {
    fn queue(&self) -> &Arc<Queue> {
        self.queue.get_or_init(|| {
            let queue = Arc::new(Queue::default());
            let own = queue.clone();
            std::thread::spawn(move || {
                let mut memory = Memory::new();
                while let Some(job) = own.next(&mut memory) {
                    if job.wanted.strong_count() > 0 {
                        // A job that panics sends no answer, and its caller gets an error; the next job runs.
                        let _ = catch_unwind(AssertUnwindSafe(|| (job.work)(&mut memory)));
                    }
                }
            });
            queue
        })
    }

    /// Queues the work, runs it in its turn, and returns its result.
    ///
    /// # Errors
    /// `too-busy` at once when too many wait; a fault when the work did not finish.
    pub async fn in_turn<T, W>(&self, lane: Lane, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&mut Memory) -> Result<T, Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let work: Box<dyn FnOnce(&mut Memory) + Send> = Box::new(move |memory| {
            // A caller that gave up waiting needs no answer.
            let _ = answer.send(work(memory));
        });
        let waits = Arc::new(());
        let queue = self.queue();
        queue.lock().add(Job { lane, work, wanted: Arc::downgrade(&waits) })?;
        queue.came.notify_one();
        answered.await.map_err(|error| Error::fault(error.to_string()))?
    }
}

impl Drop for Hasher {
    fn drop(&mut self) {
        if let Some(queue) = self.queue.get() {
            queue.lock().over = true;
            queue.came.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;

    use futures_util::FutureExt;

    use super::*;

    type Waits<'h> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'h>>;

    /// Polls a wait once, and returns an immediate answer.
    fn begun(waits: &mut Waits<'_>) -> Option<Result<(), Error>> {
        waits.as_mut().now_or_never()
    }

    #[tokio::test]
    async fn strangers_are_turned_away_while_those_known_get_their_turn() {
        let hasher = Hasher::default();
        let (go, held) = mpsc::channel::<()>();
        let worked = Arc::new(Mutex::new(Vec::new()));
        let asks = |lane, name: usize| -> Waits<'_> {
            let worked = worked.clone();
            Box::pin(hasher.in_turn(lane, move |_| {
                worked.lock().unwrap().push(name);
                Ok(())
            }))
        };
        let mut first: Waits<'_> = Box::pin(hasher.in_turn(Lane::Known, move |_| held.recv().map_err(|error| Error::fault(error.to_string()))));
        assert!(begun(&mut first).is_none());
        let (mut waiting, mut names) = (Vec::new(), Vec::new());
        // Twenty from one network, then from other networks up to a hundred.
        for name in 0..100 {
            let network = if name < 20 { 0 } else { u64::try_from(name).unwrap() };
            let mut stranger = asks(Lane::Stranger(network), name);
            match begun(&mut stranger) {
                None => {
                    waiting.push(stranger);
                    names.push(name);
                }
                Some(told) => assert_eq!(told.unwrap_err().refusals()[0].code, "too-busy"),
            }
        }
        let let_in: Vec<usize> = (0..OF_ONE_NETWORK).chain(20..20 + STRANGERS - OF_ONE_NETWORK).collect();
        assert_eq!(names, let_in, "few of one network, and few in all");
        let mut known = asks(Lane::Known, 1_000);
        assert!(begun(&mut known).is_none(), "who is known waits all the same");
        go.send(()).unwrap();
        first.await.unwrap();
        known.await.unwrap();
        for stranger in waiting {
            stranger.await.unwrap();
        }
        assert_eq!(*worked.lock().unwrap(), [vec![1_000], let_in].concat(), "who is known first, then strangers as they came");
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_worked_on() {
        let hasher = Hasher::default();
        let (go, held) = mpsc::channel::<()>();
        let worked = Arc::new(AtomicBool::new(false));
        let mut first: Waits<'_> = Box::pin(hasher.in_turn(Lane::Known, move |_| held.recv().map_err(|error| Error::fault(error.to_string()))));
        assert!(begun(&mut first).is_none());
        let seen = worked.clone();
        let mut gone: Waits<'_> = Box::pin(hasher.in_turn(Lane::Stranger(1), move |_| {
            seen.store(true, Ordering::SeqCst);
            Ok(())
        }));
        assert!(begun(&mut gone).is_none());
        drop(gone);
        go.send(()).unwrap();
        first.await.unwrap();
        // There is one thread, so this job runs after the others.
        hasher.in_turn(Lane::Stranger(1), |_| Ok(())).await.unwrap();
        assert!(!worked.load(Ordering::SeqCst));
    }
}
