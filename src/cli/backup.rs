//! `muyu backup FILE` and `muyu restore FILE`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use crate::app::App;
use crate::config::DatabaseOption;
use crate::db::Db;
use crate::db::files::Files;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::web::text::Reader;

#[derive(Args)]
pub struct BackupOptions {
    /// The file to write; it must not exist.
    file: PathBuf,
}

#[derive(Args)]
pub struct RestoreOptions {
    /// The copy to put back.
    file: PathBuf,
    /// Set the present database aside instead of refusing.
    #[arg(long)]
    replace: bool,
}

pub async fn backup(app: &App, options: &BackupOptions, reader: Reader) -> Result<Outcome, Error> {
    let name = options.file.display().to_string();
    if options.file.exists() {
        return Err(Refusal::conflict("backup-exists").with("file", Fact::Text(name)).into());
    }
    // The database first: a document is on the disk before its record, so none that the copy knows is missing.
    app.db.copy_to(&options.file).await?;
    app.db.files().copy_to(&Files::beside(&options.file))?;
    println!("{}", reader.tf("backup-done", &[("file", name.into())]));
    Ok(Outcome::Well)
}

pub async fn restore(option: &DatabaseOption, options: &RestoreOptions, reader: Reader) -> Result<Outcome, Error> {
    let database = option.database.as_str();
    if database.starts_with("postgres") {
        return Err(Refusal::conflict("restore-postgres").into());
    }
    let to = Path::new(database.strip_prefix("sqlite://").unwrap_or(database));
    let name = to.display().to_string();
    if to.exists() && !options.replace {
        return Err(Refusal::conflict("restore-exists").with("file", Fact::Text(name)).into());
    }
    // The copy is written beside the database and opened before anything is moved: a file that is no database of Muyu's
    // never takes its place.
    let fresh = beside(to, "restoring");
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::copy(&options.file, &fresh)?;
    let opened = if Db::is_ours(&fresh).await { Db::open(&fresh.display().to_string()).await.ok() } else { None };
    let Some(opened) = opened else {
        std::fs::remove_file(&fresh)?;
        return Err(Refusal::conflict("restore-not-a-copy").with("file", Fact::Text(options.file.display().to_string())).into());
    };
    opened.close().await?;
    let documents = option.files.clone().map_or_else(|| Files::beside(to), Files::new);
    let fresh_documents = Files::new(beside(documents.folder(), "restoring"));
    Files::beside(&options.file).copy_to(&fresh_documents)?;
    set_aside(to, documents.folder())?;
    std::fs::rename(&fresh, to)?;
    if fresh_documents.folder().exists() {
        std::fs::rename(fresh_documents.folder(), documents.folder())?;
    }
    for end in ["-wal", "-shm"] {
        let left = PathBuf::from(format!("{}{end}", fresh.display()));
        if left.exists() {
            std::fs::remove_file(left)?;
        }
    }
    println!("{}", reader.tf("restore-done", &[("file", name.into())]));
    Ok(Outcome::Well)
}

/// Moves the present database and its documents aside, under names that nothing has yet.
fn set_aside(database: &Path, documents: &Path) -> Result<(), Error> {
    let word = |i: usize| if i == 1 { "before-restore".to_owned() } else { format!("before-restore-{i}") };
    let free = |i: &usize| !beside(database, &word(*i)).exists() && !beside(documents, &word(*i)).exists();
    let word = word((1..).find(free).unwrap_or(1));
    // With what its log still holds: the log belongs to the file it is beside.
    for end in ["", "-wal", "-shm"] {
        let old = PathBuf::from(format!("{}{end}", database.display()));
        if old.exists() {
            std::fs::rename(&old, PathBuf::from(format!("{}{end}", beside(database, &word).display())))?;
        }
    }
    if documents.exists() {
        std::fs::rename(documents, beside(documents, &word))?;
    }
    Ok(())
}

fn beside(path: &Path, word: &str) -> PathBuf {
    PathBuf::from(format!("{}.{word}", path.display()))
}
