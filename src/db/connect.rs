//! Opening a database: a SQLite file by default, or PostgreSQL. Migrations run at start, under a lock; a program that
//! only reads changes nothing, and makes nothing.

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
/// Any fixed number: two programs that migrate one PostgreSQL database wait for each other on it.
const MIGRATION_LOCK: i64 = 0x006d_7579_7500;
/// What the writer keeps of the pages it changes, in KiB below zero: a notebook's years are written in one transaction.
const WRITER_CACHE: &str = "-32768";
/// How long what is being written may take when the program stops.
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
    /// Nobody puts another file in the place of one that is written.
    hold: Option<Arc<Hold>>,
}

/// The way in which a database is written.
pub(super) enum Way {
    /// SQLite has one writer.
    Writer(Writer),
    /// PostgreSQL has as many as there are connections.
    Pool(DatabaseConnection),
    OnlyReads,
}

/// What a SQLite connection is for.
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
    /// `database-held` while a copy is being put in its place; a fault when it cannot be opened or migrated.
    pub async fn open(address: &str) -> Result<Self, Error> {
        Self::open_with(address, None).await
    }

    /// The same, with the folder of its documents: by default beside a SQLite file, or `muyu.files` for PostgreSQL.
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

    /// Whether a file is a database of Muyu's: looked at before anything would be changed in it.
    pub async fn is_ours(path: &Path) -> bool {
        let Ok(db) = Self::look(&path.display().to_string(), None).await else { return false };
        db.close().await.is_ok()
    }

    /// Opens a file that nobody else knows of, without holding it or bringing it to the present schema.
    ///
    /// # Errors
    /// A fault when it cannot be opened.
    pub async fn open_unheld(path: &Path, files: &Files) -> Result<Self, Error> {
        let writer = Database::connect(sqlite_options(path, 1, Mode::Create)).await?;
        check_sqlite_version(&writer).await?;
        let reader = Database::connect(sqlite_options(path, 4, Mode::Read)).await?;
        Ok(Self { files: files.clone(), ..Self::of(Way::Writer(Writer::new(path.to_owned(), writer)), reader, Some(path)) })
    }

    /// Opens a database that exists, only to read: nothing in it is changed, not even its schema.
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

    /// The same database, failing where it is told to: for the suite.
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
        // Nothing may run inside a transaction that was left open on a pooled connection: such a one is closed. Inside a
        // transaction `now()` is when it began. Sent as a simple query, since those alone are one moment outside of one.
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
    /// A fault when a migration fails, or the database is of a later version.
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

    /// The migrations that the database has had, oldest first; none where it is not Muyu's.
    async fn versions(&self) -> Result<Vec<String>, Error> {
        let had = Migrator::get_migration_with_status_read_only(&self.reader).await?;
        let had = had.iter().filter(|one| one.status() == migration::MigrationStatus::Applied);
        Ok(had.map(|one| one.name().to_owned()).collect())
    }

    /// # Errors
    /// `database-older` where it has yet to be brought to the present schema.
    pub async fn check_present(&self) -> Result<(), Error> {
        let migrated = self.versions().await?.len() == Migrator::migrations().len();
        let present = migrated && super::rebuild::waiting(&self.reader).await?.is_empty();
        if present { Ok(()) } else { Err(Refusal::conflict("database-older").into()) }
    }

    /// The same, telling each statement that is read with: how the suite counts them.
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

    /// The SQLite file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Where documents are kept.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Says who serves this database, to whoever would put another in its place.
    pub fn served_at(&self, address: &str, since: &str) {
        if let Some(hold) = &self.hold {
            hold.tell(address, since);
        }
    }

    /// Writes a consistent copy of a SQLite database to a new file, while others go on reading and writing. It is on the
    /// disk when this returns.
    ///
    /// # Errors
    /// A fault when the file exists or cannot be written.
    pub async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let backend = self.backend();
        let text = path.to_str().ok_or_else(|| Error::fault("the path is not readable text"))?;
        let statement = Statement::from_sql_and_values(backend, "VACUUM INTO $1", [text.into()]);
        // Through a connection of its own: the readers are query_only, and the writer must not wait for a long copy.
        let file = self.file().ok_or_else(|| Refusal::conflict("backup-postgres"))?;
        let own = Database::connect(sqlite_options(file, 1, Mode::Write)).await?;
        let copied = own.execute_raw(statement).await;
        own.close().await?;
        copied?;
        Ok(super::durable::sync_file(path)?)
    }

    /// Closes the connections; what is being written is finished first.
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
    // A reader whose view did not end well would go on seeing it.
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
