//! A lock on a file beside a database file in use. All programs that write the database share it; a program that replaces the
//! file needs it alone. The lock ends with its process, however the process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

pub struct Hold(File);

impl Hold {
    /// Shares the hold with all other programs that write the database.
    ///
    /// # Errors
    /// `database-held` while another program has it alone.
    pub fn share(database: &Path) -> Result<Self, Error> {
        Self::lock(database, File::try_lock_shared)
    }

    /// Takes the hold alone.
    ///
    /// # Errors
    /// `database-served` with who serves it; `database-held` when another program has it open.
    pub fn alone(database: &Path) -> Result<Self, Error> {
        let hold = Self::lock(database, File::try_lock)?;
        // The earlier server has ended.
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

    /// Releases the hold before the process ends, and forgets who served the database.
    pub fn release(&self) {
        let served = self.told().is_some_and(|(process, ..)| process == std::process::id().to_string());
        let released = if served { self.0.set_len(0) } else { Ok(()) }.and_then(|()| self.0.unlock());
        if let Err(error) = released {
            tracing::warn!(%error, "the database's lock could not be let go");
        }
    }

    /// The serving process, its address, and the time since when.
    fn told(&self) -> Option<(String, String, String)> {
        let (mut file, mut text) = (&self.0, String::new());
        file.rewind().and_then(|()| file.read_to_string(&mut text)).ok()?;
        let mut lines = text.lines().map(str::to_owned);
        Some((lines.next()?, lines.next()?, lines.next()?))
    }

    /// The refusal for a database that is held, with its holder as far as the lock's file tells.
    fn holder(self) -> Refusal {
        // Where processes can be listed, the id of a process that was killed is not taken for a newer process.
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
