//! `muyu template FILE`

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use crate::cli::out::say;
use crate::error::Error;
use crate::features::imports::template::template;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// Where to write it; it must not exist.
    #[arg(default_value = "muyu.xlsx")]
    file: PathBuf,
}

pub fn write(options: &Options, reader: Reader) -> Result<Outcome, Error> {
    super::files::write_new(&options.file, &template(reader)?)?;
    say(reader.tf("template-written", &[("file", options.file.display().to_string().into())]));
    Ok(Outcome::Well)
}
