//! `muyu import FILE…`

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::out::{say, tell};
use super::{Outcome, files};
use crate::app::App;
use crate::clock::Clock;
use crate::domain::ids::FundId;
use crate::error::Error;
use crate::features::imports::choices::Choices;
use crate::features::imports::faults::Fault;
use crate::features::imports::files::limits::MOST_BYTES;
use crate::features::imports::register::Register;
use crate::features::imports::{self, File, told};
use crate::features::users::start::program;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The workbook, or its sheets as .csv files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only look: nothing is written.
    #[arg(long)]
    dry_run: bool,
    /// Confirm what is asked about. A sheet that is not read takes --skip.
    #[arg(long)]
    yes: bool,
    /// Leave a sheet out, by its name; as often as needed.
    #[arg(long, value_name = "SHEET")]
    skip: Vec<String>,
    /// A small TOML file that says what sheets and columns are.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// The association's name, where the workbook does not say it.
    #[arg(long)]
    association: Option<String>,
    /// The fund's name, where the workbook does not say it.
    #[arg(long)]
    fund: Option<String>,
    /// Perú or Bolivia, where the workbook does not say it.
    #[arg(long)]
    country: Option<String>,
    /// PEN, BOB, USD, kg or dose, where the workbook does not say it.
    #[arg(long)]
    currency: Option<String>,
    /// How loans are repaid, where the workbook does not say it: al vencimiento, amortización constante, cuota fija or interés plano.
    #[arg(long)]
    method: Option<String>,
    /// The rate of loans, where the workbook does not say it: "2 % mensual".
    #[arg(long)]
    rate: Option<String>,
    /// Per what rates are, where the workbook does not say it: mes, año or TEA.
    #[arg(long, value_name = "PER")]
    rate_per: Option<String>,
    /// What "quincenal" means: "15 y fin de mes", or "dos semanas".
    #[arg(long, value_name = "WHEN")]
    fortnight: Option<String>,
    /// The year of months that stand without one.
    #[arg(long)]
    year: Option<u32>,
    /// The day of opening balances.
    #[arg(long, value_parser = super::day)]
    as_of: Option<NaiveDate>,
    /// The cash in the box on that day.
    #[arg(long)]
    cash: Option<String>,
    /// Write the workbook to a new file with the faulty cells coloured and commented.
    #[arg(long, value_name = "FILE")]
    marked: Option<PathBuf>,
    /// Print JSON, in minor units.
    #[arg(long)]
    json: bool,
}

impl Options {
    pub fn only_looks(&self) -> bool {
        self.dry_run
    }

    fn choices(&self) -> Result<Choices, Error> {
        let mut choices = match &self.answers {
            Some(path) => Choices::parse(&files::text(path)?)?,
            None => Choices::default(),
        };
        let Self { association, fund, country, currency, method, rate, rate_per, fortnight, year, as_of, cash, .. } = self;
        let said = |own: &Option<String>, kept: Option<String>| own.clone().or(kept);
        choices.association = said(association, choices.association);
        choices.fund = said(fund, choices.fund);
        choices.country = said(country, choices.country);
        choices.currency = said(currency, choices.currency);
        choices.method = said(method, choices.method);
        choices.rate = said(rate, choices.rate);
        choices.rate_per = said(rate_per, choices.rate_per);
        choices.fortnight = said(fortnight, choices.fortnight);
        choices.cash = said(cash, choices.cash);
        choices.year = year.or(choices.year);
        choices.as_of = as_of.or(choices.as_of);
        choices.skip.extend(self.skip.iter().cloned());
        choices.confirmed = self.yes;
        choices.check()?;
        Ok(choices)
    }
}

fn read(path: &Path) -> Result<File, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // One byte above the limit is enough to refuse the file.
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes));
    opened.map_err(|error| files::unread(path, &error))?;
    Ok(File { name, bytes })
}

/// Reads a notebook and writes nothing.
pub async fn look(app: Option<&App>, options: Options, reader: Reader) -> Result<Outcome, Error> {
    let Seen { register, reader, .. } = seen(app, &options, reader).await?;
    if options.json {
        print_json(&told::json(reader, &register))?;
    }
    if !register.faults.is_empty() {
        tell(reader.t("import-nothing"));
        return Ok(Outcome::NotWell);
    }
    if let Some(app) = app {
        imports::check_new(app, &program("import"), &register).await?;
    }
    tell(reader.t("import-dry-run"));
    let unanswered = unread(&register).next().is_some() || !register.asks.is_empty() && !options.yes;
    Ok(if unanswered { Outcome::NotWell } else { Outcome::Well })
}

pub async fn import(app: &App, options: Options, reader: Reader) -> Result<Outcome, Error> {
    let Seen { register, reader } = seen(Some(app), &options, reader).await?;
    let skips = unread(&register).map(|ask| format!(" --skip \"{}\"", ask.sheet)).collect::<String>();
    let unconfirmed = !register.asks.is_empty() && !options.yes;
    let faulty = !register.faults.is_empty();
    let mut out = options.json.then(|| told::json(reader, &register));
    if faulty || unconfirmed || !skips.is_empty() {
        out.iter().try_for_each(print_json)?;
        let yes = if register.asks.len() > unread(&register).count() { " --yes" } else { "" };
        let how = format!("{skips}{yes}").trim().to_owned();
        tell(if faulty { reader.t("import-nothing") } else { reader.tf("import-confirm-with", &[("options", how.into())]) });
        return Ok(Outcome::NotWell);
    }
    let (fund, done) = write(app, register, reader).await?;
    match &mut out {
        Some(out) => {
            out.fund = Some(fund);
            print_json(out)?;
            tell(done);
        }
        None => say(done),
    }
    Ok(Outcome::Well)
}

/// A notebook that was read, and the reader with its country's number style.
struct Seen {
    register: Register,
    reader: Reader,
}

async fn seen(app: Option<&App>, options: &Options, reader: Reader) -> Result<Seen, Error> {
    let chosen = options.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let marked = options.marked.as_ref().map(|path| (path, chosen.clone()));
    let choices = options.choices()?;
    let looking = async {
        match app {
            Some(app) => imports::look_with(app, chosen, choices).await,
            None => imports::look_alone(Clock::System, chosen, choices).await,
        }
    };
    let register = waited(looking, reader).await?;
    let reader = reader.in_country(&register.association.country);
    if let Some((path, chosen)) = marked {
        files::write_new(path, &imports::marked::workbook(reader, &chosen, &register)?)?;
    }
    if !options.json {
        tell_all(reader, &register);
    }
    Ok(Seen { register, reader })
}

/// Shows progress for work that takes more than a second, only on a terminal.
async fn waited<T>(doing: impl Future<Output = T>, reader: Reader) -> T {
    let mut doing = std::pin::pin!(doing);
    if let Ok(done) = tokio::time::timeout(Duration::from_secs(1), &mut doing).await {
        return done;
    }
    let shown = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(reader.t("import-reading"));
    shown.enable_steady_tick(Duration::from_millis(200));
    let done = doing.await;
    shown.finish_and_clear();
    done
}

/// Sheets that look like records but are not read. Each must be left out by name.
fn unread(register: &Register) -> impl Iterator<Item = &Fault> {
    register.asks.iter().filter(|ask| ask.refusal.code == "import-sheet-unread")
}

fn print_json(out: &told::ImportOut) -> Result<(), Error> {
    say(serde_json::to_string_pretty(out).map_err(|error| Error::fault(error.to_string()))?);
    Ok(())
}

async fn write(app: &App, register: Register, reader: Reader) -> Result<(FundId, String), Error> {
    let counts = [("members", register.members.len()), ("loans", register.loans.len()), ("repayments", register.repayments.len())];
    let name = register.fund_name.clone();
    let bar = ProgressBar::with_draw_target(Some(register.rows() as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    let shown = bar.clone();
    let progress = Arc::new(move |done, all| {
        shown.set_length(all);
        shown.set_position(done);
    });
    let outcome = imports::import(app, &program("import"), uuid::Uuid::now_v7(), register, progress).await;
    bar.finish_and_clear();
    let fund = outcome?;
    let facts: Vec<_> = counts.iter().map(|(name, count)| (*name, (*count).into())).chain([("fund", name.into())]).collect();
    Ok((fund, reader.tf("import-done", &facts)))
}

/// Prints what was read and not read, the errors and the questions, before anything is written.
fn tell_all(reader: Reader, register: &Register) {
    for line in told::sheets(reader, register) {
        say(line);
    }
    if !register.skipped.is_empty() {
        say(reader.tf("import-skipped", &[("what", register.skipped.join("; ").into())]));
    }
    if register.faults.is_empty() {
        for (label, figure) in told::totals(reader, register) {
            say(format!("  {label:<28}{figure:>20}"));
        }
        told::balances(reader, register).into_iter().for_each(say);
    } else {
        tell(reader.tf("import-faults", &[("count", register.fault_count.into())]));
        told::grouped(reader, &register.faults).into_iter().for_each(|line| tell(format!("  {line}")));
        tell_more(reader, register.fault_count - register.faults.len());
    }
    if !register.asks.is_empty() {
        tell(reader.tf("import-asks", &[("count", register.ask_count.into())]));
        told::grouped(reader, &register.asks).into_iter().for_each(|line| tell(format!("  {line}")));
        tell_more(reader, register.ask_count - register.asks.len());
    }
}

/// Prints how many more there are than those listed.
fn tell_more(reader: Reader, more: usize) {
    if more > 0 {
        tell(format!("  {}", reader.tf("import-more-faults", &[("count", more.into())])));
    }
}
