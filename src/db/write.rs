//! The one way to write. On SQLite every write is an immediate transaction on the one writing connection; on
//! PostgreSQL it is retried when two of them cross.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sea_orm::{DatabaseTransaction, DbBackend, DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait, sqlx};

use super::Db;
use crate::error::Error;

pub type Tx = DatabaseTransaction;

/// How often a write that crossed another is tried again.
const TRIES: u32 = 8;

impl Db {
    /// Runs `work` in one transaction: all of it, or nothing where it refuses or fails. It runs in a task of its own, so
    /// that a phone losing its signal never leaves a write half way.
    ///
    /// # Errors
    /// What `work` refuses, or a fault of the database.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let db = self.clone();
        tokio::spawn(async move { db.write_here(&work).await }).await?
    }

    /// Runs `look` on one unchanging view of the database, which others go on writing.
    ///
    /// # Errors
    /// What `look` refuses, or a fault of the database.
    pub async fn snapshot<T, F>(&self, look: F) -> Result<T, Error>
    where
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, Error>>,
    {
        let isolation_level = (self.backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        let tx = self.read().begin_with_options(TransactionOptions { isolation_level, ..Default::default() }).await?;
        let seen = look(&tx).await;
        tx.rollback().await?;
        seen
    }

    async fn write_here<T, F>(&self, work: &F) -> Result<T, Error>
    where
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync,
    {
        if self.backend() == DbBackend::Sqlite {
            let _turn = self.gate.lock().await;
            return self.write_once(work).await;
        }
        let mut tried = 1;
        loop {
            match self.write_once(work).await {
                Err(error) if tried < TRIES && error.db().is_some_and(crossed) => {
                    tokio::time::sleep(Duration::from_millis(5 * u64::from(tried))).await;
                    tried += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn write_once<T, F>(&self, work: &F) -> Result<T, Error>
    where
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync,
    {
        let sqlite_transaction_mode = (self.backend() == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let tx = self.writer.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await?;
        match work(&tx).await {
            Ok(done) => {
                tx.commit().await?;
                Ok(done)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }
}

/// Whether a transaction crossed another on PostgreSQL: a serialization failure, a deadlock, or two that took the same
/// number or key at once, which tried again see what the other wrote.
fn crossed(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else { return false };
    let sqlx::Error::Database(error) = &**error else { return false };
    matches!(error.code().as_deref(), Some("40001" | "40P01" | "23505"))
}
