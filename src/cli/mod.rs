//! The command line: one file per command.

mod backup;
mod books;
mod completions;
pub mod demo;
mod files;
pub mod help;
mod import;
mod journal;
mod listen;
mod out;
mod position;
mod prove;
mod quote;
mod serve;
mod sums;
mod take_back;
mod template;
mod user;
mod verify;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Access, DatabaseOption, ListenOption};
use crate::db::Db;
use crate::error::Error;
use crate::features::ledger::rebuild::rebuild;
use crate::web::text::{Language, Reader};

/// Muyu keeps revolving funds of smallholders' associations.
#[derive(Parser)]
#[command(name = "muyu", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(flatten)]
    database: DatabaseOption,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the database; on an empty one, the first page sets up the administrator and the first association.
    Serve(ListenOption),
    /// Set up a demonstration in a database file of its own and serve it.
    Demo(demo::Options),
    /// Import a treasurer's workbook (.xlsx, .ods, or one .csv per sheet): all of it, or nothing.
    Import(Box<import::Options>),
    /// Take an import back whole, while nothing else was recorded in its fund.
    TakeBack(take_back::Options),
    /// Write the blank workbook, with instructions.
    Template(template::Options),
    /// Print a fund's position on a day.
    Position(position::Options),
    /// Write the ledger as plain-text accounting (hledger, ledger, beancount) or CSV.
    Journal(journal::Options),
    /// Print the schedule of a loan, for terms given as options or as JSON on standard input.
    Quote(Box<quote::Options>),
    /// Recompute files of published cases and tell each difference.
    Prove(prove::Options),
    /// Recompute every balance, projection, chain and identity of the books.
    Verify(verify::Options),
    /// Write a consistent copy of the database to a new file, also while it is being served.
    Backup(backup::BackupOptions),
    /// Put a copy back as the database.
    Restore(backup::RestoreOptions),
    /// Make, reset, close or list sign-ins.
    User(user::Options),
    /// Print completions for a shell: bash, zsh, fish, elvish or powershell.
    Completions(completions::Options),
    /// Print the manual page.
    Man,
}

/// How long blocking tasks may still run when the program ends.
const STOPPING: Duration = Duration::from_secs(1);

/// The result of a command: success, or completed with findings.
pub enum Outcome {
    Well,
    NotWell,
}

/// Runs the program with the given command line.
pub fn run() -> ExitCode {
    let line = help::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("MUYU_LOG").unwrap_or_else(|_| "muyu=info,warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let reader = Reader::new(Language::parse(&line.database.language).unwrap_or_default());
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            out::tell(error);
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(act(line, reader));
    // Running tasks are not waited for: everything acknowledged is on the disk.
    runtime.shutdown_timeout(STOPPING);
    let code = match outcome {
        Ok(Outcome::Well) => None,
        Ok(Outcome::NotWell) => Some(ExitCode::FAILURE),
        Err(error) => {
            told(reader, &error);
            Some(ExitCode::FAILURE)
        }
    };
    // A command's findings decide the exit code even where its output was not read.
    let unheard = out::failed(reader).map(ExitCode::from);
    code.or(unheard).unwrap_or(ExitCode::SUCCESS)
}

/// A date within the years that records may have, as 2025-12-31.
fn day(text: &str) -> Result<chrono::NaiveDate, String> {
    let day: chrono::NaiveDate = text.parse().map_err(|_| "2025-12-31".to_owned())?;
    crate::domain::calendar::plausible(day).map_err(|_| "1900–2199".to_owned())
}

async fn act(line: CommandLine, reader: Reader) -> Result<Outcome, Error> {
    let database = &line.database;
    crate::config::check_address(&database.database)?;
    match line.command {
        Command::Serve(options) => serve::serve(reached(database, options.access).await?, options.listen, reader).await,
        Command::Demo(options) => demo::demo(options, reader).await,
        Command::Import(options) => {
            if options.only_looks() {
                return looked(database, *options, reader).await;
            }
            let app = open(database).await?;
            closed(&app, import::import(&app, *options, reader).await).await
        }
        Command::TakeBack(options) => {
            let app = open(database).await?;
            closed(&app, take_back::take_back(&app, &options, reader).await).await
        }
        Command::Template(options) => template::write(&options, reader),
        Command::Position(options) => {
            let app = look(database).await?;
            closed(&app, position::print(&app, &options, reader).await).await
        }
        Command::Journal(options) => {
            let app = look(database).await?;
            closed(&app, journal::write(&app, &options, reader).await).await
        }
        Command::Quote(options) => quote::quote(&options, reader),
        Command::Prove(options) => prove::prove(&options, reader),
        Command::Verify(options) => {
            let app = look(database).await?;
            closed(&app, verify::verify(&app, &options, reader).await).await
        }
        Command::Backup(options) => {
            let app = look(database).await?;
            closed(&app, backup::backup(&app, &options, reader).await).await
        }
        Command::Restore(options) => backup::restore(database, &options, reader).await,
        Command::Completions(options) => completions::print(&options),
        Command::Man => completions::manual(reader),
        Command::User(options) => {
            let app = if options.only_reads() { look(database).await? } else { open(database).await? };
            closed(&app, user::act(&app, options, reader).await).await
        }
    }
}

/// Reads a notebook, compared with the books where there are any. Nothing is created or changed.
async fn looked(database: &DatabaseOption, options: import::Options, reader: Reader) -> Result<Outcome, Error> {
    let app = match look(database).await {
        Ok(app) => app,
        Err(error) if error.refusals().iter().any(|refusal| refusal.code == "database-missing") => {
            return import::look(None, options, reader).await;
        }
        Err(error) => return Err(error),
    };
    app.db.check_present().await?;
    closed(&app, import::look(Some(&app), options, reader).await).await
}

/// Opens the database to serve it, with the given access settings.
async fn reached(database: &DatabaseOption, access: Access) -> Result<App, Error> {
    Ok(App::reached_by(Db::open_with(&database.database, database.files.clone()).await?, Clock::System, access))
}

async fn open(database: &DatabaseOption) -> Result<App, Error> {
    let app = App::new(Db::open_with(&database.database, database.files.clone()).await?, Clock::System);
    rebuild(&app).await?;
    Ok(app)
}

/// Reports the command's result, then closes the database, so that nothing stays in its log.
async fn closed(app: &App, outcome: Result<Outcome, Error>) -> Result<Outcome, Error> {
    let closed = app.db.clone().close().await;
    let outcome = outcome?;
    closed.map(|()| outcome)
}

/// Opens an existing database for a command that only reads. Nothing is created or changed.
async fn look(database: &DatabaseOption) -> Result<App, Error> {
    Ok(App::new(Db::look(&database.database, database.files.clone()).await?, Clock::System))
}

fn told(reader: Reader, error: &Error) {
    let refusals = error.refusals();
    if let Error::Unsaved { why, .. } = error {
        out::tell(reader.tf("cli-unsaved", &[("why", why.as_str().into())]));
        return;
    }
    if refusals.is_empty() {
        out::tell(reader.tf("cli-failed", &[("why", error.to_string().into())]));
    }
    for refusal in refusals {
        out::tell(reader.refusal(refusal));
    }
}
