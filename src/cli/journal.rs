//! `muyu journal --format hledger|ledger|beancount|csv [--fund NAME] [FILE]`

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::unwritten;
use super::out::{has_failed, put};
use super::{Outcome, books};
use crate::app::App;
use crate::error::Error;
use crate::features::funds;
use crate::features::ledger::export::Export;
use crate::features::ledger::plain_text::Format;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// What is to read it.
    #[arg(long, value_enum, default_value = "hledger")]
    format: Wanted,
    /// The fund's name; every fund where none is given.
    #[arg(long)]
    fund: Option<String>,
    /// The association's name, where more than one has a fund of this name.
    #[arg(long)]
    association: Option<String>,
    /// Where to write it, a file that must not exist; standard output where none is given.
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Wanted {
    Hledger,
    Ledger,
    Beancount,
    Csv,
}

impl From<Wanted> for Format {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Hledger => Self::Hledger,
            Wanted::Ledger => Self::Ledger,
            Wanted::Beancount => Self::Beancount,
            Wanted::Csv => Self::Csv,
        }
    }
}

pub async fn write(app: &App, options: &Options, reader: Reader) -> Result<Outcome, Error> {
    app.db.check_present().await?;
    let funds = match &options.fund {
        Some(name) => vec![books::named(app, name, options.association.as_deref()).await?.0],
        None => funds::list(app.db.read(), None).await?,
    };
    let mut export = Export::of(&app.db, funds, options.format.into(), reader).await?;
    let Some(path) = &options.file else {
        while let Some(text) = export.next().await?
            && !has_failed()
        {
            put(&text);
        }
        return Ok(Outcome::Well);
    };
    let mut to = made(path)?;
    while let Some(text) = export.next().await? {
        to.write_all(text.as_bytes()).map_err(|error| unwritten(path, &error))?;
    }
    to.sync_all().map_err(|error| unwritten(path, &error))?;
    Ok(Outcome::Well)
}

fn made(path: &Path) -> Result<File, Error> {
    File::create_new(path).map_err(|error| unwritten(path, &error))
}
