//! SQLite's one writing connection. A write has it until its transaction has ended as asked. After anything else the
//! connection's state is not known: it is closed, and the next write opens another.

use std::path::PathBuf;
use std::time::Duration;

use sea_orm::{Database, DatabaseConnection, DbErr};
use tokio::sync::{Mutex, MutexGuard};

use super::connect::{Mode, sqlite_options};

/// The longest wait for a broken connection to close. Its replacement waits for the lock that it may still hold.
const CLOSING: Duration = Duration::from_secs(5);

pub struct Writer {
    path: PathBuf,
    /// Writers queue here, in order, instead of polling a locked file.
    slot: Mutex<Slot>,
}

struct Slot {
    connection: DatabaseConnection,
    /// Whether the last write's transaction ended as asked.
    sound: bool,
}

/// The connection, for one write.
pub struct Turn<'w> {
    slot: MutexGuard<'w, Slot>,
}

impl Writer {
    pub fn new(path: PathBuf, connection: DatabaseConnection) -> Self {
        Self { path, slot: Mutex::new(Slot { connection, sound: true }) }
    }

    /// Waits for the connection, and replaces it where the last write did not end well.
    pub async fn turn(&self) -> Result<Turn<'_>, DbErr> {
        let mut slot = self.slot.lock().await;
        if !slot.sound {
            // It is closed first: its open transaction holds the lock that the next connection needs.
            close(&slot.connection).await;
            slot.connection = Database::connect(sqlite_options(&self.path, 1, Mode::Write)).await?;
            tracing::info!("the writing connection was replaced");
        }
        // The turn counts as failed until it says otherwise, also after a panic.
        slot.sound = false;
        Ok(Turn { slot })
    }

    /// Closes the connection after the current write.
    pub async fn close(&self) {
        close(&self.slot.lock().await.connection).await;
    }
}

impl Turn<'_> {
    pub fn connection(&self) -> &DatabaseConnection {
        &self.slot.connection
    }

    /// Gives the connection back. `sound`: its transaction ended as asked.
    pub fn end(mut self, sound: bool) {
        self.slot.sound = sound;
    }
}

async fn close(connection: &DatabaseConnection) {
    match tokio::time::timeout(CLOSING, connection.close_by_ref()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the writing connection closed with an error"),
        Err(_) => tracing::warn!("the writing connection takes long to close"),
    }
}
