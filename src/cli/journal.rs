//! `muyu journal --format hledger|ledger|beancount|csv [--fund NAME] [FILE]`

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Outcome, position};
use crate::app::App;
use crate::domain::refusal::{Fact, Refusal};
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
        Some(name) => vec![position::named(app, name).await?],
        None => funds::list(app.db.read(), None).await?,
    };
    let mut export = Export::of(&app.db, funds, options.format.into(), reader).await?;
    let mut to: Box<dyn Write> = match &options.file {
        Some(path) => Box::new(made(path)?),
        None => Box::new(std::io::stdout()),
    };
    while let Some(text) = export.next().await? {
        match to.write_all(text.as_bytes()) {
            // Whoever read it has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(Outcome::Well),
            written => written?,
        }
    }
    to.flush()?;
    Ok(Outcome::Well)
}

fn made(path: &PathBuf) -> Result<File, Error> {
    File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Refusal::conflict("file-exists").with("file", Fact::Text(path.display().to_string())).into(),
        _ => error.into(),
    })
}
