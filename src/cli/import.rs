//! `muyu import FILE…`

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::out::{say, tell};
use super::{Outcome, files};
use crate::app::App;
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
    /// PEN, BOB, USD or kg, where the workbook does not say it.
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
    fn choices(&self) -> Result<Choices, Error> {
        let mut choices = match &self.answers {
            Some(path) => Choices::parse(&files::text(path)?)?,
            None => Choices::default(),
        };
        let Self { association, fund, country, currency, method, rate, rate_per, year, as_of, cash, .. } = self;
        let said = |own: &Option<String>, kept: Option<String>| own.clone().or(kept);
        choices.association = said(association, choices.association);
        choices.fund = said(fund, choices.fund);
        choices.country = said(country, choices.country);
        choices.currency = said(currency, choices.currency);
        choices.method = said(method, choices.method);
        choices.rate = said(rate, choices.rate);
        choices.rate_per = said(rate_per, choices.rate_per);
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
    // One byte more than may be is enough to refuse it.
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes));
    opened.map_err(|error| files::unread(path, &error))?;
    Ok(File { name, bytes })
}

pub async fn import(app: &App, options: Options, reader: Reader) -> Result<Outcome, Error> {
    let chosen = options.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let marked = options.marked.as_ref().map(|path| (path, chosen.clone()));
    let register = imports::look_with(app, chosen, options.choices()?).await?;
    let reader = reader.in_country(&register.association.country);
    if let Some((path, chosen)) = marked {
        files::write_new(path, &imports::marked::workbook(reader, &chosen, &register)?)?;
    }
    if options.json {
        say(serde_json::to_string_pretty(&told::json(reader, &register)).map_err(|error| Error::fault(error.to_string()))?);
    } else {
        tell_all(reader, &register);
    }
    if !register.faults.is_empty() {
        tell(reader.t("import-nothing"));
        return Ok(Outcome::NotWell);
    }
    let unread: Vec<&Fault> = register.asks.iter().filter(|ask| ask.refusal.code == "import-sheet-unread").collect();
    let unconfirmed = !register.asks.is_empty() && !options.yes;
    if options.dry_run {
        imports::check_new(app, &program("import"), &register).await?;
        tell(reader.t("import-dry-run"));
        return Ok(if unconfirmed || !unread.is_empty() { Outcome::NotWell } else { Outcome::Well });
    }
    if unconfirmed || !unread.is_empty() {
        let skips = unread.iter().map(|ask| format!(" --skip \"{}\"", ask.sheet)).collect::<String>();
        let yes = if register.asks.len() > unread.len() { " --yes" } else { "" };
        tell(reader.tf("import-confirm-with", &[("options", format!("{}{}", skips, yes).trim().to_owned().into())]));
        return Ok(Outcome::NotWell);
    }
    write(app, register, options.json, reader).await
}

async fn write(app: &App, register: Register, json: bool, reader: Reader) -> Result<Outcome, Error> {
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
    outcome?;
    let facts: Vec<_> = counts.iter().map(|(name, count)| (*name, (*count).into())).chain([("fund", name.into())]).collect();
    let done = reader.tf("import-done", &facts);
    if json {
        tell(done)
    } else {
        say(done)
    }
    Ok(Outcome::Well)
}

/// Everything there is to know before anything is written: what was read, what was not, what is wrong, and what is asked.
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
        let more = register.fault_count - register.faults.len();
        if more > 0 {
            tell(format!("  {}", reader.tf("import-more-faults", &[("count", more.into())])));
        }
    }
    if !register.asks.is_empty() {
        tell(reader.tf("import-asks", &[("count", register.ask_count.into())]));
        told::grouped(reader, &register.asks).into_iter().for_each(|line| tell(format!("  {line}")));
    }
}
