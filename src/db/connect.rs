//! Opening a database: a SQLite file by default, or PostgreSQL. Migrations run at start, under a lock.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use tokio::sync::Mutex;

use super::files::Files;
use crate::domain::refusal::Refusal;
use crate::error::Error;

/// Below this, SQLite's write-ahead log has a reset bug that can corrupt a database.
const SQLITE_AT_LEAST: [u32; 3] = [3, 51, 3];
/// Any fixed number: two programs that migrate one PostgreSQL database wait for each other on it.
const MIGRATION_LOCK: i64 = 0x006d_7579_7500;

/// A database, cheap to clone: one connection that writes and a pool that only reads.
#[derive(Clone)]
pub struct Db {
    pub(super) writer: DatabaseConnection,
    reader: DatabaseConnection,
    /// SQLite has one writer: those who wait queue here, in order, instead of polling a locked file.
    pub(super) gate: Arc<Mutex<()>>,
    file: Option<PathBuf>,
    files: Files,
}

impl Db {
    /// Opens `address`: a path, `sqlite://path` or `postgres://…`, creating a SQLite file and its folder, and brings it
    /// to the present schema.
    ///
    /// # Errors
    /// A fault when it cannot be opened or migrated.
    pub async fn open(address: &str) -> Result<Self, Error> {
        Self::open_with(address, None).await
    }

    /// The same, with the folder of its documents: by default beside a SQLite file, or `muyu.files` for PostgreSQL.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(address: &str, files: Option<PathBuf>) -> Result<Self, Error> {
        let mut db = if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Self::open_postgres(address).await?
        } else {
            Self::open_sqlite(Path::new(address.strip_prefix("sqlite://").unwrap_or(address))).await?
        };
        if let Some(folder) = files {
            db.files = Files::new(folder);
        }
        db.migrate().await?;
        Ok(db)
    }

    /// Whether a file is a database of Muyu's: looked at before anything would be changed in it.
    pub async fn is_ours(path: &Path) -> bool {
        let Ok(connection) = Database::connect(sqlite_options(path, 1, true)).await else { return false };
        let first = Statement::from_string(DbBackend::Sqlite, "SELECT version FROM seaql_migrations WHERE version = 'm0001_people'");
        let found = connection.query_one_raw(first).await;
        let closed = connection.close().await;
        matches!((found, closed), (Ok(Some(_)), Ok(())))
    }

    async fn open_postgres(url: &str) -> Result<Self, Error> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(16).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
        // A request that was given up can leave its transaction open on a pooled connection; nothing may run inside it.
        options.map_sqlx_postgres_before_acquire(|connection, _| {
            Box::pin(async move {
                sea_orm::sqlx::Executor::execute(connection, "ROLLBACK").await?;
                Ok(true)
            })
        });
        let writer = Database::connect(options).await?;
        Ok(Self { reader: writer.clone(), writer, gate: Arc::default(), file: None, files: Files::new(PathBuf::from("muyu.files")) })
    }

    async fn open_sqlite(path: &Path) -> Result<Self, Error> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let writer = Database::connect(sqlite_options(path, 1, false)).await?;
        check_sqlite_version(&writer).await?;
        let reader = Database::connect(sqlite_options(path, 4, true)).await?;
        Ok(Self { writer, reader, gate: Arc::default(), file: Some(path.to_owned()), files: Files::beside(path) })
    }

    async fn migrate(&self) -> Result<(), Error> {
        self.write(|tx| {
            Box::pin(async move {
                if tx.get_database_backend() == DbBackend::Postgres {
                    tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
                }
                Migrator::up(tx, None).await?;
                Ok(())
            })
        })
        .await
    }

    /// The connections that only read.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// The SQLite file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Where documents are kept.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Writes a consistent copy of a SQLite database to a new file, while others go on reading and writing.
    ///
    /// # Errors
    /// A fault when the file exists or cannot be written.
    pub async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let backend = self.backend();
        let text = path.to_str().ok_or_else(|| Error::fault("the path is not readable text"))?;
        let statement = Statement::from_sql_and_values(backend, "VACUUM INTO $1", [text.into()]);
        // Through a connection of its own: the readers are query_only, and the writer must not wait for a long copy.
        let file = self.file().ok_or_else(|| Refusal::conflict("backup-postgres"))?;
        let own = Database::connect(sqlite_options(file, 1, false)).await?;
        own.execute_raw(statement).await?;
        own.close().await?;
        Ok(())
    }

    /// # Errors
    /// A fault when the connections cannot be closed.
    pub async fn close(self) -> Result<(), Error> {
        self.reader.close_by_ref().await?;
        self.writer.close().await?;
        Ok(())
    }
}

fn sqlite_options(path: &Path, connections: u32, only_reads: bool) -> ConnectOptions {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite://file");
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .filename(&path)
            .create_if_missing(!only_reads)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .statement_cache_capacity(200);
        if only_reads { sqlite.pragma("query_only", "ON") } else { sqlite.journal_mode(SqliteJournalMode::Wal) }
    });
    options
}

async fn check_sqlite_version(connection: &DatabaseConnection) -> Result<(), Error> {
    let statement = Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS version");
    let row = connection.query_one_raw(statement).await?;
    let version: String = row.map(|row| row.try_get("", "version")).transpose()?.unwrap_or_default();
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < SQLITE_AT_LEAST.as_slice() {
        return Err(Error::fault(format!("SQLite {version} can corrupt its write-ahead log; at least 3.51.3 is needed")));
    }
    Ok(())
}
