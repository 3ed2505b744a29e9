//! Files named on the command line. An error in reading or writing tells the file's name.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// The refusal of a file that cannot be read.
pub fn unread(path: &Path, error: &std::io::Error) -> Error {
    let code = match error.kind() {
        ErrorKind::NotFound => "file-missing",
        ErrorKind::PermissionDenied => "file-forbidden",
        ErrorKind::IsADirectory => "file-is-folder",
        _ => "file-unreadable",
    };
    about(code, path, error)
}

/// The refusal of a file that cannot be written.
pub fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    let code = match error.kind() {
        ErrorKind::AlreadyExists => "file-exists",
        ErrorKind::NotFound => "folder-missing",
        ErrorKind::PermissionDenied => "file-forbidden",
        ErrorKind::StorageFull => "file-disk-full",
        _ => "file-unwritten",
    };
    about(code, path, error)
}

fn about(code: &'static str, path: &Path, error: &std::io::Error) -> Error {
    let refusal = Refusal::conflict(code).with("file", Fact::Text(path.display().to_string()));
    refusal.with("why", Fact::Text(error.to_string())).into()
}

/// A file's text.
///
/// # Errors
/// As [`unread`].
pub fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| unread(path, &error))
}

/// Writes a new file. A file that could not be written whole is removed.
///
/// # Errors
/// `file-exists`, `folder-missing`, `file-forbidden`, `file-disk-full`, `file-unwritten`.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| unwritten(path, &error))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        let _ = std::fs::remove_file(path);
        unwritten(path, &error)
    })
}
