//! Syncs files and folders to the disk, so that a power cut does not lose them.

use std::fs::File;
use std::io::Result;
use std::path::Path;

/// Syncs a file's content and its name in its folder.
pub fn sync_file(path: &Path) -> Result<()> {
    File::open(path)?.sync_all()?;
    sync_folder_of(path)
}

/// Syncs the names in a folder.
pub fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)?.sync_all()
}

/// Syncs the names in a file's folder.
pub fn sync_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}

/// Makes a folder and its parents, and syncs the name of each.
pub fn make_folder(folder: &Path) -> Result<()> {
    if folder.as_os_str().is_empty() || folder.exists() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folder(above)?;
    }
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }?;
    sync_folder_of(folder)
}
