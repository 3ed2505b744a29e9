//! `muyu backup FILE` and `muyu restore FILE`. A copy is reported as written only when its file and folder are on the disk.
//! It is checked when it is written, and again before it replaces the database.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, sums, verify};
use crate::app::App;
use crate::cli::out::say;
use crate::clock::Clock;
use crate::config::DatabaseOption;
use crate::db::files::Files;
use crate::db::{Db, Hold, durable};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::ledger::rebuild::rebuild;
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
    /// Put a copy back although something in it does not hold.
    #[arg(long)]
    even_if_damaged: bool,
}

fn about(code: &'static str, file: &Path) -> Refusal {
    Refusal::conflict(code).with("file", Fact::Text(file.display().to_string()))
}

pub async fn backup(app: &App, options: &BackupOptions, reader: Reader) -> Result<Outcome, Error> {
    let file = options.file.as_path();
    if file.exists() {
        return Err(about("backup-exists", file).into());
    }
    // The database is copied first. A document is on the disk before its record, so the copy misses no document that it
    // refers to.
    if let Err(error) = app.db.copy_to(file).await {
        remove(file)?;
        return Err(error);
    }
    let documents = app.db.files().copy_to(&Files::beside(file))?;
    let copy = App::new(Db::look(&file.display().to_string(), None).await?, Clock::System);
    // A copy made before a newer program opened the database has the older schema. Its pages can still be checked.
    let found = match copy.db.check_present().await {
        Ok(()) => verify::findings(&copy, reader).await,
        Err(_) => verify::pages(&copy, reader).await.findings.join("; "),
    };
    copy.db.clone().close().await?;
    sums::write(file, &documents)?;
    durable::sync_folder_of(file)?;
    let name = file.display().to_string();
    if found.is_empty() {
        say(reader.tf("backup-done", &[("file", name.into())]));
        return Ok(Outcome::Well);
    }
    say(reader.tf("backup-damaged", &[("file", name.into()), ("where", found.into())]));
    Ok(Outcome::NotWell)
}

pub async fn restore(option: &DatabaseOption, options: &RestoreOptions, reader: Reader) -> Result<Outcome, Error> {
    let Some(to) = crate::db::path_of(&option.database) else {
        return Err(Refusal::conflict("restore-postgres").into());
    };
    if !options.file.is_file() {
        return Err(about("database-missing", &options.file).into());
    }
    if to.exists() && !options.replace {
        return Err(about("restore-exists", to).into());
    }
    if let Some(folder) = to.parent() {
        durable::make_folder(folder)?;
    }
    // Whatever was recorded in the present database from here on would be lost.
    let _alone = Hold::alone(to)?;
    let changed = sums::changed(&options.file)?;
    if !changed.is_empty() {
        return Err(about("restore-changed", &options.file).with("names", Fact::Text(changed.join(", "))).into());
    }
    // The copy is written beside the database and checked before any file is moved.
    let fresh = beside(to, "restoring");
    let documents = option.files.clone().map_or_else(|| Files::beside(to), Files::new);
    let fresh_documents = Files::new(beside(documents.folder(), "restoring"));
    remove_all(&fresh, &fresh_documents)?;
    if let Err(error) = prepare(options, &fresh, &fresh_documents, reader).await {
        remove_all(&fresh, &fresh_documents)?;
        return Err(error);
    }
    set_aside(to, documents.folder())?;
    std::fs::rename(&fresh, to)?;
    if fresh_documents.folder().exists() {
        std::fs::rename(fresh_documents.folder(), documents.folder())?;
        durable::sync_folder_of(documents.folder())?;
    }
    durable::sync_folder_of(to)?;
    say(reader.tf("restore-done", &[("file", to.display().to_string().into())]));
    Ok(Outcome::Well)
}

/// Writes the copy and its documents to a place beside the database, migrates them to the present schema, and checks them.
async fn prepare(options: &RestoreOptions, fresh: &Path, documents: &Files, reader: Reader) -> Result<(), Error> {
    std::fs::copy(&options.file, fresh)?;
    Files::beside(&options.file).copy_to(documents)?;
    if !Db::is_ours(fresh).await {
        return Err(about("restore-not-a-copy", &options.file).into());
    }
    let copy = App::new(Db::open_unheld(fresh, documents).await?, Clock::System);
    let damaged = |found: String| Error::from(about("restore-damaged", &options.file).with("where", Fact::Text(found)));
    // The pages are checked first, since a migration reads them all.
    let pages = verify::pages(&copy, reader).await.findings.join("; ");
    let found = match up_to_date(&copy).await {
        _ if !pages.is_empty() => pages,
        Ok(()) => verify::findings(&copy, reader).await,
        Err(error) => return Err(damaged(error.to_string())),
    };
    copy.db.clone().close().await?;
    if !found.is_empty() && !options.even_if_damaged {
        return Err(damaged(found));
    }
    let log = PathBuf::from(format!("{}-wal", fresh.display()));
    if log.metadata().is_ok_and(|log| log.len() > 0) {
        return Err(Error::fault("the copy was not closed"));
    }
    Ok(durable::sync_file(fresh)?)
}

async fn up_to_date(copy: &App) -> Result<(), Error> {
    copy.db.migrate().await?;
    rebuild(copy).await
}

/// A database's file, with its log and the log's index where they exist.
fn with_log(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", database.display())))
}

fn remove(database: &Path) -> Result<(), Error> {
    for path in with_log(database).iter().filter(|path| path.exists()) {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

fn remove_all(database: &Path, documents: &Files) -> Result<(), Error> {
    remove(database)?;
    if documents.folder().exists() {
        std::fs::remove_dir_all(documents.folder())?;
    }
    Ok(())
}

/// Renames the present database and its documents to free names.
fn set_aside(database: &Path, documents: &Path) -> Result<(), Error> {
    let word = |i: usize| if i == 1 { "before-restore".to_owned() } else { format!("before-restore-{i}") };
    let free = |i: &usize| !beside(database, &word(*i)).exists() && !beside(documents, &word(*i)).exists();
    let word = word((1..).find(free).unwrap_or(1));
    // Its log is renamed with it, since it may hold recent writes.
    for (old, aside) in with_log(database).iter().zip(with_log(&beside(database, &word))) {
        if old.exists() {
            std::fs::rename(old, aside)?;
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
