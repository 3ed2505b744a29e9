//! Documents, as files in a folder beside the database. Each is named by its id, written once and never changed.

use std::io::Write;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::durable;
use crate::domain::ids::AttachmentId;
use crate::domain::refusal::Refusal;
use crate::error::Error;

#[derive(Clone, Debug)]
pub struct Files(PathBuf);

impl Files {
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// The documents' folder beside a SQLite database.
    pub fn beside(database: &Path) -> Self {
        Self(PathBuf::from(format!("{}.files", database.display())))
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    fn path(&self, id: AttachmentId) -> PathBuf {
        self.0.join(id.0.simple().to_string())
    }

    /// Stores a document. Its file is either whole on the disk under its name, or not there.
    ///
    /// # Errors
    /// `key-reused` when another document has that name; [`Error::Unsaved`] when it cannot be written.
    pub async fn keep(&self, id: AttachmentId, bytes: Vec<u8>) -> Result<(), Error> {
        let (folder, path) = (self.0.clone(), self.path(id));
        let kept = tokio::task::spawn_blocking(move || {
            durable::make_folder(&folder)?;
            // A temporary name of its own, so that no file is overwritten. A document sent twice at once is stored once.
            let part = path.with_extension(format!("{}.part", Uuid::now_v7().simple()));
            let kept = name_as(&part, &path, &bytes);
            if part.exists() {
                std::fs::remove_file(&part)?;
            }
            durable::sync_folder(&folder)?;
            kept
        })
        .await?;
        match kept {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refusal::conflict("key-reused").into()),
            Err(error) => Err(Error::Unsaved { certain: true, why: error.to_string() }),
        }
    }

    /// # Errors
    /// A fault when it cannot be read.
    pub async fn read(&self, id: AttachmentId) -> Result<Vec<u8>, Error> {
        Ok(tokio::fs::read(self.path(id)).await?)
    }

    /// Removes a document that no record refers to.
    ///
    /// # Errors
    /// A fault when it cannot be removed.
    pub async fn forget(&self, id: AttachmentId) -> Result<(), Error> {
        Ok(tokio::fs::remove_file(self.path(id)).await?)
    }

    /// Copies every document to another folder, for a backup, and gives their names. Documents still being written have no
    /// record and are left out. The copies are on the disk when this returns.
    ///
    /// # Errors
    /// A fault when one cannot be copied.
    pub fn copy_to(&self, to: &Self) -> Result<Vec<PathBuf>, Error> {
        let mut copied = Vec::new();
        if !self.0.exists() {
            return Ok(copied);
        }
        durable::make_folder(&to.0)?;
        for entry in std::fs::read_dir(&self.0)? {
            let path = entry?.path();
            if let (true, Some(name)) = (path.extension().is_none(), path.file_name()) {
                let copy = to.0.join(name);
                std::fs::copy(&path, &copy)?;
                std::fs::File::open(&copy)?.sync_all()?;
                copied.push(copy);
            }
        }
        durable::sync_folder(&to.0)?;
        Ok(copied)
    }
}

/// Writes a document under a temporary name, then renames it. Tells whether the file under the final name is this document.
fn name_as(part: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    let mut file = std::fs::File::create(part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    match std::fs::hard_link(part, path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(std::fs::read(path)? == bytes),
        // Some file systems have no links. There the file is renamed if the name is free.
        Err(_) if !path.exists() => std::fs::rename(part, path).map(|()| true),
        _ => Ok(true),
    }
}
