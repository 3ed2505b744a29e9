//! Files that wait for confirmation: few, briefly, and only for the person who sent them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::File;
use super::choices::Choices;
use crate::app::Kept;
use crate::clock::Clock;
use crate::db::Db;
use crate::domain::ids::UserId;

const MOST: usize = 4;
const KEPT: Duration = Duration::from_secs(30 * 60);

struct Sent {
    at: Instant,
    by: UserId,
    files: Vec<File>,
    choices: Choices,
}

#[derive(Default)]
pub struct Waiting(Mutex<HashMap<Uuid, Sent>>);

impl Kept for Waiting {
    fn begin(_db: &Db, _clock: Clock) -> Self {
        Self::default()
    }
}

impl Waiting {
    /// Keeps files until they are confirmed; the oldest are dropped to make room.
    pub fn keep(&self, by: UserId, files: Vec<File>, choices: Choices) -> Uuid {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, sent| sent.at.elapsed() < KEPT);
        while waiting.len() >= MOST {
            let Some(oldest) = waiting.iter().min_by_key(|(_, sent)| sent.at).map(|(id, _)| *id) else { break };
            waiting.remove(&oldest);
        }
        let id = Uuid::new_v4();
        waiting.insert(id, Sent { at: Instant::now(), by, files, choices });
        id
    }

    pub fn look(&self, by: UserId, id: Uuid) -> Option<(Vec<File>, Choices)> {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.get(&id).filter(|sent| sent.by == by && sent.at.elapsed() < KEPT).map(|sent| (sent.files.clone(), sent.choices.clone()))
    }

    /// Replaces the answers about waiting files.
    pub fn answer(&self, by: UserId, id: Uuid, choices: Choices) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = waiting.get_mut(&id).filter(|sent| sent.by == by) {
            (sent.choices, sent.at) = (choices, Instant::now());
        }
    }

    pub fn forget(&self, id: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
