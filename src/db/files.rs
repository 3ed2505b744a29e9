//! Documents, as files in a folder beside the database: each under its id, written once and never changed.

use std::io::Write;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::domain::refusal::Refusal;
use crate::error::Error;

#[derive(Clone, Debug)]
pub struct Files(PathBuf);

impl Files {
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Where the documents of a SQLite database are.
    pub fn beside(database: &Path) -> Self {
        Self(PathBuf::from(format!("{}.files", database.display())))
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.0.join(id.simple().to_string())
    }

    /// Keeps a document: it is whole on the disk, under its name, or not there at all.
    ///
    /// # Errors
    /// `key-reused` when another document has that name; a fault when it cannot be written.
    pub async fn keep(&self, id: Uuid, bytes: Vec<u8>) -> Result<(), Error> {
        let (folder, path) = (self.0.clone(), self.path(id));
        let same = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            // A name of its own, and never over what is there: the same document sent twice at once is kept once.
            let part = path.with_extension(format!("{}.part", Uuid::now_v7().simple()));
            let mut file = std::fs::File::create(&part)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            let linked = std::fs::hard_link(&part, &path);
            let same = match &linked {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => std::fs::read(&path)? == bytes,
                // Some file systems know no links; there what is not yet there takes its name.
                Err(_) if !path.exists() => return std::fs::rename(&part, &path).map(|()| true),
                _ => true,
            };
            std::fs::remove_file(&part)?;
            std::fs::File::open(&folder)?.sync_all()?;
            Ok::<bool, std::io::Error>(same)
        })
        .await??;
        if same { Ok(()) } else { Err(Refusal::conflict("key-reused").into()) }
    }

    /// # Errors
    /// A fault when it cannot be read.
    pub async fn read(&self, id: Uuid) -> Result<Vec<u8>, Error> {
        Ok(tokio::fs::read(self.path(id)).await?)
    }

    /// Takes back a document that no record came to stand for.
    ///
    /// # Errors
    /// A fault when it cannot be removed.
    pub async fn forget(&self, id: Uuid) -> Result<(), Error> {
        Ok(tokio::fs::remove_file(self.path(id)).await?)
    }

    /// Copies every document to another folder, for a backup. Those being written are left out: no record stands for them.
    ///
    /// # Errors
    /// A fault when one cannot be copied.
    pub fn copy_to(&self, to: &Self) -> Result<(), Error> {
        if !self.0.exists() {
            return Ok(());
        }
        std::fs::create_dir_all(&to.0)?;
        for entry in std::fs::read_dir(&self.0)? {
            let path = entry?.path();
            if let (true, Some(name)) = (path.extension().is_none(), path.file_name()) {
                std::fs::copy(&path, to.0.join(name))?;
            }
        }
        Ok(())
    }
}
