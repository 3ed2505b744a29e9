//! The checksums of a copy, beside it, in the format of `sha256sum -c`. A copy that differs from them is not restored.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;

fn list_of(copy: &Path) -> PathBuf {
    PathBuf::from(format!("{}.sha256", copy.display()))
}

/// Writes the checksums of a copy and its documents.
///
/// # Errors
/// A fault when a file cannot be read, or the list not written.
pub fn write(copy: &Path, documents: &[PathBuf]) -> Result<(), Error> {
    let folder = copy.parent().unwrap_or(Path::new(""));
    let mut list = String::new();
    for path in [copy.to_owned()].iter().chain(documents) {
        let name = path.strip_prefix(folder).unwrap_or(path);
        list.push_str(&format!("{}  {}\n", sum(path)?, name.display()));
    }
    let mut file = File::create(list_of(copy))?;
    file.write_all(list.as_bytes())?;
    Ok(file.sync_all()?)
}

/// The files of a copy that differ from their checksums; none where the copy has no checksums.
///
/// # Errors
/// A fault when the list cannot be read.
pub fn changed(copy: &Path) -> Result<Vec<String>, Error> {
    let list = list_of(copy);
    if !list.exists() {
        return Ok(Vec::new());
    }
    let folder = copy.parent().unwrap_or(Path::new(""));
    let mut changed = Vec::new();
    for (i, line) in String::from_utf8_lossy(&std::fs::read(list)?).lines().enumerate() {
        let Some((kept, name)) = line.split_once("  ") else { continue };
        // The copy may have been renamed, and its documents' folder with it.
        let path = match (i, Path::new(name).file_name()) {
            (0, _) => copy.to_owned(),
            (_, Some(document)) => crate::db::files::Files::beside(copy).folder().join(document),
            (_, None) => folder.join(name),
        };
        if !sum(&path).is_ok_and(|sum| sum == kept) {
            changed.push(name.to_owned());
        }
    }
    Ok(changed)
}

fn sum(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut part = vec![0; 1 << 20];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hex::encode(digest.finalize())),
            read => digest.update(&part[..read]),
        }
    }
}
