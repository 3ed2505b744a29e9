//! A database file that is in use is held: a lock on a file beside it, shared by all who write it, and wanted alone by
//! who would put another in its place. It goes with the process, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

pub struct Hold(File);

impl Hold {
    /// Holds a database together with all others who write it.
    ///
    /// # Errors
    /// `database-held` while somebody has it alone.
    pub fn share(database: &Path) -> Result<Self, Error> {
        Self::lock(database, File::try_lock_shared)
    }

    /// Holds a database alone.
    ///
    /// # Errors
    /// `database-served` with who serves it; `database-held` when another program has it open.
    pub fn alone(database: &Path) -> Result<Self, Error> {
        let hold = Self::lock(database, File::try_lock)?;
        // Who served it last does so no more.
        hold.0.set_len(0)?;
        Ok(hold)
    }

    fn lock(database: &Path, lock: impl Fn(&File) -> Result<(), TryLockError>) -> Result<Self, Error> {
        let path = PathBuf::from(format!("{}.lock", database.display()));
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match lock(&file) {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Self(file).holder().into()),
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
                tracing::warn!(%error, "this file system knows no locks: a copy must not be put back while the database is served");
                Ok(Self(file))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Writes who serves the database into the lock's file.
    pub fn tell(&self, address: &str, since: &str) {
        let mut file = &self.0;
        let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}\n{address}\n{since}", std::process::id()));
        if let Err(error) = written {
            tracing::warn!(%error, "who serves this database could not be written beside it");
        }
    }

    /// Lets the database go before the process ends; who served it is forgotten.
    pub fn release(&self) {
        let served = self.told().is_some_and(|(process, ..)| process == std::process::id().to_string());
        let released = if served { self.0.set_len(0) } else { Ok(()) }.and_then(|()| self.0.unlock());
        if let Err(error) = released {
            tracing::warn!(%error, "the database's lock could not be let go");
        }
    }

    /// The process that serves the database, its address, and since when.
    fn told(&self) -> Option<(String, String, String)> {
        let (mut file, mut text) = (&self.0, String::new());
        file.rewind().and_then(|()| file.read_to_string(&mut text)).ok()?;
        let mut lines = text.lines().map(str::to_owned);
        Some((lines.next()?, lines.next()?, lines.next()?))
    }

    /// Who holds a database that is not to be had, as far as its lock's file says.
    fn holder(self) -> Refusal {
        // Where processes can be seen, one that was killed is not named for another that came after it.
        let gone = |process: &str| Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists();
        match self.told().filter(|(process, ..)| !gone(process)) {
            Some((process, address, since)) => Refusal::conflict("database-served")
                .with("process", Fact::Text(process))
                .with("address", Fact::Text(address))
                .with("since", Fact::Text(since)),
            None => Refusal::conflict("database-held"),
        }
    }
}
