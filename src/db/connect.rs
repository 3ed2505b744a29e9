//! Opening a database: a SQLite file by default, or PostgreSQL. Migrations run at the start, under a lock. A program that
//! only reads changes and creates nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection, Row};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::faults::Faults;
use super::files::Files;
use super::heartbeat::Heartbeat;
use super::hold::Hold;
use super::writer::Writer;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// Below this, SQLite's write-ahead log has a reset bug that can corrupt a database.
const SQLITE_AT_LEAST: [u32; 3] = [3, 51, 3];
/// A fixed number. Two programs that migrate one PostgreSQL database lock it and so wait for each other.
const MIGRATION_LOCK: i64 = 0x006d_7579_7500;
/// The cache of the SQLite writer for changed pages, in KiB (below zero by SQLite's convention). Importing years of a
/// notebook is one transaction.
const WRITER_CACHE: &str = "-32768";
/// The longest wait for unfinished writes when the program stops.
const CLOSING: Duration = Duration::from_secs(3);

/// A database, cheap to clone: one connection that writes and a pool that only reads.
#[derive(Clone)]
pub struct Db {
    pub(super) way: Arc<Way>,
    pub(super) faults: Faults,
    pub(super) heartbeat: Arc<Heartbeat>,
    reader: DatabaseConnection,
    file: Option<PathBuf>,
    files: Files,
    /// Holds the file, so that no program replaces it while it is in use.
    hold: Option<Arc<Hold>>,
}

/// How a database is written.
pub(super) enum Way {
    /// SQLite has one writer.
    Writer(Writer),
    /// PostgreSQL has as many writers as connections.
    Pool(DatabaseConnection),
    OnlyReads,
}

/// The use of a SQLite connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Create,
    Write,
    Read,
}

/// The path of a SQLite database, unless the address is PostgreSQL's.
pub fn path_of(address: &str) -> Option<&Path> {
    let postgres = address.starts_with("postgres://") || address.starts_with("postgresql://");
    (!postgres).then(|| Path::new(address.strip_prefix("sqlite://").unwrap_or(address)))
}

impl Db {
    /// Opens `address`: a path, `sqlite://path` or `postgres://…`, creating a SQLite file and its folder, and brings it
    /// to the present schema.
    ///
    /// # Errors
    /// `database-held` while a copy is being restored over it; a fault when it cannot be opened or migrated.
    pub async fn open(address: &str) -> Result<Self, Error> {
        Self::open_with(address, None).await
    }

    /// Like [`Db::open`], with the folder of documents. Its default is beside a SQLite file, or `muyu.files` for PostgreSQL.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_with(address: &str, files: Option<PathBuf>) -> Result<Self, Error> {
        let mut db = match path_of(address) {
            None => Self::open_postgres(address).await?,
            Some(path) => {
                if let Some(folder) = path.parent() {
                    super::durable::make_folder(folder)?;
                }
                let hold = Hold::share(path)?;
                Self { hold: Some(Arc::new(hold)), ..Self::open_unheld(path, &Files::beside(path)).await? }
            }
        };
        if let Some(folder) = files {
            db.files = Files::new(folder);
        }
        db.migrate().await?;
        Ok(db)
    }

    /// Whether a file is a Muyu database. Checked before anything in it is changed.
    pub async fn is_ours(path: &Path) -> bool {
        let Ok(db) = Self::look(&path.display().to_string(), None).await else { return false };
        db.close().await.is_ok()
    }

    /// Opens a file that no other program knows, without a hold and without migrations.
    ///
    /// # Errors
    /// A fault when it cannot be opened.
    pub async fn open_unheld(path: &Path, files: &Files) -> Result<Self, Error> {
        let writer = Database::connect(sqlite_options(path, 1, Mode::Create)).await?;
        check_sqlite_version(&writer).await?;
        let reader = Database::connect(sqlite_options(path, 4, Mode::Read)).await?;
        Ok(Self { files: files.clone(), ..Self::of(Way::Writer(Writer::new(path.to_owned(), writer)), reader, Some(path)) })
    }

    /// Opens an existing database only to read. Nothing in it changes, not even its schema.
    ///
    /// # Errors
    /// `database-missing`, `database-foreign`; a fault when it cannot be opened.
    pub async fn look(address: &str, files: Option<PathBuf>) -> Result<Self, Error> {
        let mut db = match path_of(address) {
            None => Self { way: Arc::new(Way::OnlyReads), ..Self::open_postgres(address).await? },
            Some(path) => {
                let refusal = |code| Refusal::conflict(code).with("file", Fact::Text(path.display().to_string()));
                if !path.is_file() {
                    return Err(refusal("database-missing").into());
                }
                let reader = Database::connect(sqlite_options(path, 4, Mode::Read)).await?;
                check_sqlite_version(&reader).await?;
                Self::of(Way::OnlyReads, reader, Some(path))
            }
        };
        if let Some(folder) = files {
            db.files = Files::new(folder);
        }
        if db.versions().await?.first().is_none_or(|first| first != "m0001_people") {
            return Err(Refusal::conflict("database-foreign").into());
        }
        Ok(db)
    }

    /// The same database with chosen failures, for the test suite.
    #[must_use]
    pub fn failing(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    fn of(way: Way, reader: DatabaseConnection, file: Option<&Path>) -> Self {
        let files = file.map_or_else(|| Files::new(PathBuf::from("muyu.files")), Files::beside);
        Self { way: Arc::new(way), faults: Faults::default(), heartbeat: Arc::default(), reader, file: file.map(Path::to_owned), files, hold: None }
    }

    async fn open_postgres(url: &str) -> Result<Self, Error> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(16).acquire_timeout(Duration::from_secs(10)).test_before_acquire(false).sqlx_logging(false);
        // A pooled connection left inside an open transaction is closed: nothing may run inside that transaction, and its
        // `now()` is the moment it began. The question is a simple query, because only a simple query outside a transaction
        // has one moment.
        options.map_sqlx_postgres_before_acquire(|connection, _| {
            Box::pin(async move {
                let free = sqlx::raw_sql("SELECT now() = statement_timestamp()").fetch_one(&mut *connection).await?;
                let free: bool = free.try_get(0)?;
                Ok(free && !connection.is_in_transaction())
            })
        });
        let pool = Database::connect(options).await?;
        Ok(Self::of(Way::Pool(pool.clone()), pool, None))
    }

    /// Brings the database to the present schema.
    ///
    /// # Errors
    /// A fault when a migration fails or when a later version wrote the database.
    pub async fn migrate(&self) -> Result<(), Error> {
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

    /// The migrations already applied, oldest first; none where the database is not Muyu's.
    async fn versions(&self) -> Result<Vec<String>, Error> {
        let had = Migrator::get_migration_with_status_read_only(&self.reader).await?;
        let had = had.iter().filter(|one| one.status() == migration::MigrationStatus::Applied);
        Ok(had.map(|one| one.name().to_owned()).collect())
    }

    /// # Errors
    /// `database-older` where migrations have not run yet.
    pub async fn check_present(&self) -> Result<(), Error> {
        let migrated = self.versions().await?.len() == Migrator::migrations().len();
        let present = migrated && super::rebuild::waiting(&self.reader).await?.is_empty();
        if present { Ok(()) } else { Err(Refusal::conflict("database-older").into()) }
    }

    /// The same database, reporting each statement that reads, so that the test suite can count them.
    pub fn telling(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.reader.set_metric_callback(move |told| tell(&told.statement.sql));
        self
    }

    /// The connections that only read.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    /// The path of a SQLite file.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The store of documents.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Records who serves this database, for a program that would replace it.
    pub fn served_at(&self, address: &str, since: &str) {
        if let Some(hold) = &self.hold {
            hold.tell(address, since);
        }
    }

    /// Writes a consistent copy of a SQLite database to a new file, while other connections go on. The copy is on the disk
    /// when this returns.
    ///
    /// # Errors
    /// A fault when the file exists or cannot be written.
    pub async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let backend = self.backend();
        let text = path.to_str().ok_or_else(|| Error::fault("the path is not readable text"))?;
        let statement = Statement::from_sql_and_values(backend, "VACUUM INTO $1", [text.into()]);
        // The copy has its own connection: the readers are query_only, and the writer must not wait for a long copy.
        let file = self.file().ok_or_else(|| Refusal::conflict("backup-postgres"))?;
        let own = Database::connect(sqlite_options(file, 1, Mode::Write)).await?;
        let copied = own.execute_raw(statement).await;
        own.close().await?;
        copied?;
        Ok(super::durable::sync_file(path)?)
    }

    /// Finishes unfinished writes and closes the connections.
    ///
    /// # Errors
    /// A fault when the connections cannot be closed.
    pub async fn close(self) -> Result<(), Error> {
        let closing = async {
            self.reader.close_by_ref().await?;
            match &*self.way {
                Way::Writer(writer) => writer.close().await,
                Way::Pool(pool) => pool.close_by_ref().await?,
                Way::OnlyReads => {}
            }
            Ok(())
        };
        let late = || Error::fault("the database took too long to close");
        tokio::time::timeout(CLOSING, closing).await.unwrap_or_else(|_| Err(late()))?;
        if let Some(hold) = &self.hold {
            hold.release();
        }
        Ok(())
    }
}

pub(super) fn sqlite_options(path: &Path, connections: u32, mode: Mode) -> ConnectOptions {
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
            .create_if_missing(mode == Mode::Create)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .statement_cache_capacity(200);
        if mode == Mode::Read {
            sqlite.pragma("query_only", "ON")
        } else {
            sqlite.journal_mode(SqliteJournalMode::Wal).pragma("cache_size", WRITER_CACHE)
        }
    });
    // A reader still inside a transaction would keep seeing its old view.
    options.map_sqlx_sqlite_before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }));
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
