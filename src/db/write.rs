//! The one way to write. On SQLite every write is an immediate transaction on the one writing connection. On PostgreSQL a
//! write is tried again when two of them conflict. What is answered as written was committed.

use std::any::Any;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait, sqlx,
};

use super::Db;
use super::connect::Way;
use super::faults::Point;
use crate::error::Error;

pub type Tx = DatabaseTransaction;

/// How often a write that conflicted with another is tried again.
const TRIES: u32 = 8;
/// How often, and for how long, a write that the database could not take is tried again. A cut connection is replaced at
/// once; a full disk is not waited for.
/// replaced at once, a full disk is not waited for.
const UNSAVED_TRIES: u32 = 3;
const PATIENCE: Duration = Duration::from_secs(2);

/// The answer of some work, with its type erased, so that the code that writes is compiled once and not for each use.
type Answer = Box<dyn Any + Send>;
type BoxedWork = Box<dyn for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<Answer, Error>> + Send + Sync>;

/// Why a write failed.
enum Failure {
    /// The work refused, or failed by itself.
    Work(Error),
    /// Two writes conflicted on PostgreSQL.
    Crossed(DbErr),
    /// The database could not take it: nothing of it is stored.
    Unsaved(DbErr),
    /// The commit was sent, and its result is not known.
    Unknown(DbErr),
}

impl Db {
    /// Runs `work` in one transaction: all of it, or nothing where it refuses or fails. It runs in its own task, so that a
    /// phone that loses its signal never leaves a write half done.
    ///
    /// # Errors
    /// A refusal of `work`; [`Error::Unsaved`] where the database could not take it; or a fault.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        self.write_boxed(boxed(work), false).await.and_then(opened)
    }

    /// Like [`Db::write`], for work that first looks up its key. Where the result of a commit is not known, the work runs
    /// again and repeats nothing.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_keyed<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        self.write_boxed(boxed(work), true).await.and_then(opened)
    }

    async fn write_boxed(&self, work: BoxedWork, keyed: bool) -> Result<Answer, Error> {
        let db = self.clone();
        tokio::spawn(async move { db.write_here(&work, keyed).await }).await?
    }

    /// Runs `look` on one unchanging view of the database, while others go on writing.
    ///
    /// # Errors
    /// A refusal of `look`, or a fault.
    pub async fn snapshot<T, F>(&self, look: F) -> Result<T, Error>
    where
        F: for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<T, Error>>,
    {
        let isolation_level = (self.backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        let reader = self.read().clone();
        let options = TransactionOptions { isolation_level, ..Default::default() };
        // It begins in its own task. If it were cancelled half way, the driver would leave a transaction open without knowing
        // it.
        let tx = tokio::spawn(async move { reader.begin_with_options(options).await }).await??;
        let seen = look(&tx).await;
        if let Err(error) = tx.rollback().await {
            tracing::warn!(%error, "a view of the database did not end well; its connection is dropped");
        }
        seen
    }

    async fn write_here(&self, work: &BoxedWork, keyed: bool) -> Result<Answer, Error> {
        let began = Instant::now();
        let (mut tried, mut certain) = (0, true);
        loop {
            tried += 1;
            let failure = match self.attempt(work).await? {
                Ok(done) => return Ok(done),
                Err(failure) => failure,
            };
            certain = certain && !matches!(failure, Failure::Unknown(_));
            let soon = tried < UNSAVED_TRIES && began.elapsed() < PATIENCE;
            let (again, error) = match failure {
                Failure::Work(error) => return Err(error),
                Failure::Crossed(error) if tried >= TRIES && certain => return Err(error.into()),
                Failure::Crossed(error) => (tried < TRIES, error),
                Failure::Unsaved(error) => (soon, error),
                Failure::Unknown(error) => (soon && keyed, error),
            };
            if !again {
                self.heartbeat.not_saved();
                return Err(Error::Unsaved { certain, why: error.to_string() });
            }
            tokio::time::sleep(Duration::from_millis(5 * u64::from(tried))).await;
        }
    }

    /// One attempt, on a connection without an open transaction.
    async fn attempt(&self, work: &BoxedWork) -> Result<Result<Answer, Failure>, Error> {
        match &*self.way {
            Way::Writer(writer) => match writer.turn().await {
                Ok(turn) => {
                    let (outcome, sound) = self.write_once(turn.connection(), work).await;
                    turn.end(sound);
                    Ok(outcome)
                }
                Err(error) => Ok(Err(Failure::Unsaved(error))),
            },
            // A connection whose transaction did not end is found and closed when it is next taken from the pool.
            Way::Pool(pool) => Ok(self.write_once(pool, work).await.0),
            Way::OnlyReads => Err(Error::fault("the database was opened only to read")),
        }
    }

    /// Begins, works and commits. It also tells whether the connection's transaction ended as asked.
    async fn write_once(&self, connection: &DatabaseConnection, work: &BoxedWork) -> (Result<Answer, Failure>, bool) {
        let sqlite = self.backend() == DbBackend::Sqlite;
        let sqlite_transaction_mode = sqlite.then_some(SqliteTransactionMode::Immediate);
        let begun = connection.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await;
        let tx = match begun.and_then(|tx| self.faults.at(Point::Begin).map(|()| tx)) {
            Ok(tx) => tx,
            Err(error) => return (Err(Failure::Unsaved(error)), false),
        };
        let worked = work(&tx).await;
        let worked = worked.and_then(|done| self.faults.at(Point::Work).map(|()| done).map_err(Error::from));
        let error = match worked {
            Ok(done) => {
                return match self.commit(tx).await {
                    Ok(()) => (Ok(done), true),
                    Err(error) if crossed(&error) => (Err(Failure::Crossed(error)), false),
                    Err(error) if refused(&error, sqlite) => (Err(Failure::Unsaved(error)), false),
                    Err(error) => (Err(Failure::Unknown(error)), false),
                };
            }
            Err(error) => error,
        };
        let sound = match self.rollback(tx).await {
            Ok(()) => true,
            // The first fault is told. SQLite rolls back by itself when the disk is full; then there is nothing to roll back.
            Err(second) => {
                tracing::warn!(%second, "a rollback failed");
                false
            }
        };
        let failure = match error {
            Error::Database(error) if crossed(&error) => Failure::Crossed(error),
            Error::Database(error) if unwritable(&error, sqlite) => Failure::Unsaved(error),
            error => Failure::Work(error),
        };
        (Err(failure), sound)
    }

    async fn commit(&self, tx: Tx) -> Result<(), DbErr> {
        self.faults.at(Point::Commit)?;
        tx.commit().await?;
        self.faults.at(Point::Committed)
    }

    async fn rollback(&self, tx: Tx) -> Result<(), DbErr> {
        self.faults.at(Point::Rollback)?;
        tx.rollback().await
    }
}

fn boxed<T, F>(work: F) -> BoxedWork
where
    T: Send + 'static,
    F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
{
    Box::new(move |tx| {
        let working = work(tx);
        Box::pin(async move { working.await.map(|done| Box::new(done) as Answer) })
    })
}

fn opened<T: 'static>(answer: Answer) -> Result<T, Error> {
    answer.downcast().map(|done| *done).map_err(|_| Error::fault("the writer gave the answer of other work"))
}

/// The driver's own error, if it is one.
fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// Whether an error means that the database could not be reached or the connection was cut. The same request may succeed on a
/// second try.
pub fn unreachable(error: &DbErr) -> bool {
    let cut = |error: &sqlx::Error| matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed);
    // PostgreSQL's classes of connection exceptions and of an operator's intervention.
    let told = |code: String| code.starts_with("08") || code.starts_with("57P");
    matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) || driver(error).is_some_and(cut) || code(error).is_some_and(told)
}

/// The database's own error code.
fn code(error: &DbErr) -> Option<String> {
    match driver(error) {
        Some(sqlx::Error::Database(error)) => error.code().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

/// Whether a transaction conflicted with another on PostgreSQL: a serialization failure, a deadlock, or two that took the
/// same number or key at once. A second try sees what the other one wrote.
fn crossed(error: &DbErr) -> bool {
    matches!(code(error).as_deref(), Some("40001" | "40P01" | "23505"))
}

/// SQLite's primary result code, without the extended part.
fn primary(code: &str) -> u32 {
    code.parse::<u32>().unwrap_or(0) & 0xff
}

/// Whether an error means that the database cannot be written at present, and not that the data is wrong.
fn unwritable(error: &DbErr, sqlite: bool) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    match (driver(error), code(error)) {
        // Busy, locked, out of memory, read-only, interrupted, input or output, corrupt, full, cannot open, locking protocol,
        // not a database.
        (_, Some(code)) if sqlite => matches!(primary(&code), 5..=11 | 13..=15 | 26),
        // Connections, a standby, resources, an operator, the system, corruption.
        (_, Some(code)) => code == "25006" || ["08", "53", "57", "58", "XX"].iter().any(|class| code.starts_with(class)),
        (Some(error), None) => !matches!(error, sqlx::Error::RowNotFound | sqlx::Error::ColumnNotFound(_) | sqlx::Error::ColumnDecode { .. }),
        (None, None) => false,
    }
}

/// Whether a failed commit certainly changed nothing, because the database itself refused it. After a disk or connection
/// error the result is not known.
fn refused(error: &DbErr, sqlite: bool) -> bool {
    match code(error) {
        // Busy, read-only, full, a constraint; or the log could not be written: only its last page commits.
        Some(code) if sqlite => matches!(primary(&code), 5 | 8 | 13 | 19) || code == "778",
        Some(code) => !["08", "57"].iter().any(|class| code.starts_with(class)),
        None => false,
    }
}
