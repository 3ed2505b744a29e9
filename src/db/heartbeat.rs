//! Checks that writes reach readers: it writes a row through the one way to write, and reads it back.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use tokio::sync::Mutex;

use super::Db;
use super::entity::heartbeat;
use crate::error::Error;

/// The one row.
const ROW: i64 = 1;
/// How long a result is reused, so that frequent checks cost little.
const STANDS: Duration = Duration::from_secs(1);
/// The longest wait for a write's turn before the check fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// After a write that could not be saved, the check fails for this long: on a nearly full disk a small write may succeed
/// where a larger one fails.
const UNWELL: Duration = Duration::from_secs(5);

#[derive(Default)]
pub struct Heartbeat {
    /// When the check last ran, and its error, if any. Callers wait for a running check.
    last: Mutex<Option<(Instant, Option<Error>)>>,
    /// When a write last could not be saved.
    unsaved: std::sync::Mutex<Option<Instant>>,
}

impl Heartbeat {
    pub(super) fn not_saved(&self) {
        *self.unsaved.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn unwell(&self) -> bool {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < UNWELL)
    }
}

impl Db {
    /// Checks that a write reaches a reader.
    ///
    /// # Errors
    /// [`Error::Unsaved`] when it does not.
    pub async fn beat(&self) -> Result<(), Error> {
        let late = || Error::Unsaved { certain: true, why: "no write got through in ten seconds".to_owned() };
        tokio::time::timeout(PATIENCE, self.beat_once()).await.unwrap_or_else(|_| Err(late()))
    }

    async fn beat_once(&self) -> Result<(), Error> {
        let mut last = self.heartbeat.last.lock().await;
        if self.heartbeat.unwell() {
            return Err(Error::Unsaved { certain: true, why: "a write could not be saved a moment ago".to_owned() });
        }
        if let Some((at, wrong)) = &*last
            && at.elapsed() < STANDS
        {
            return wrong.as_ref().map_or(Ok(()), |wrong| Err(unsaved(wrong)));
        }
        let wrong = self.through().await.err();
        let answer = wrong.as_ref().map_or(Ok(()), |wrong| Err(unsaved(wrong)));
        *last = Some((Instant::now(), wrong));
        answer
    }

    async fn through(&self) -> Result<(), Error> {
        let written = self
            .write(|tx| {
                Box::pin(async move {
                    let beat = heartbeat::Entity::find_by_id(ROW).one(tx).await?.map(|row| row.beat);
                    let next = beat.unwrap_or(0) + 1;
                    let row = heartbeat::ActiveModel { id: Set(ROW), beat: Set(next) };
                    if beat.is_some() {
                        row.update(tx).await?
                    } else {
                        row.insert(tx).await?
                    };
                    Ok(next)
                })
            })
            .await?;
        // Another program on the same database may have written a later value.
        let read = heartbeat::Entity::find_by_id(ROW).one(self.read()).await?.map_or(0, |row| row.beat);
        if read >= written { Ok(()) } else { Err(Error::fault(format!("{written} was written and {read} is read"))) }
    }
}

fn unsaved(wrong: &Error) -> Error {
    Error::Unsaved { certain: true, why: wrong.to_string() }
}
