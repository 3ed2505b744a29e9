//! `muyu import FILE…`

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::app::App;
use crate::error::Error;
use crate::features::imports::{self, File, files::limits::MOST_BYTES, pages::place};
use crate::features::users::start::program;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The workbook, or its sheets as .csv files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub async fn import(app: &App, options: Options, reader: Reader) -> Result<Outcome, Error> {
    let mut files = Vec::with_capacity(options.files.len());
    for path in &options.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // One byte more than may be is enough to refuse it.
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        files.push(File { name, bytes });
    }
    let register = imports::look(app, files).await?;
    if !register.faults.is_empty() {
        eprintln!("{}", reader.tf("import-faults", &[("count", register.fault_count.into())]));
        for fault in &register.faults {
            eprintln!("  {}: {}", place(reader, fault), reader.refusal(&fault.refusal));
        }
        let more = register.fault_count - register.faults.len();
        if more > 0 {
            eprintln!("  {}", reader.tf("import-more-faults", &[("count", more.into())]));
        }
        eprintln!("{}", reader.t("import-nothing"));
        return Ok(Outcome::NotWell);
    }
    if !register.skipped.is_empty() {
        println!("{}", reader.tf("import-skipped", &[("what", register.skipped.join("; ").into())]));
    }
    let counts = [("members", register.members.len()), ("loans", register.loans.len()), ("repayments", register.repayments.len())];
    let name = register.fund_name.clone();
    let bar = ProgressBar::new(register.rows() as u64);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    let shown = bar.clone();
    let outcome = imports::import(
        app,
        &program("import"),
        uuid::Uuid::now_v7(),
        register,
        Arc::new(move |done, all| {
            shown.set_length(all);
            shown.set_position(done);
        }),
    )
    .await;
    bar.finish_and_clear();
    outcome?;
    let facts: Vec<_> = counts.iter().map(|(name, count)| (*name, (*count).into())).chain([("fund", name.into())]).collect();
    println!("{}", reader.tf("import-done", &facts));
    Ok(Outcome::Well)
}
