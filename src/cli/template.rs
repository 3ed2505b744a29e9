//! `muyu template FILE`

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use crate::error::Error;
use crate::features::imports::template::template;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// Where to write it.
    #[arg(default_value = "muyu.xlsx")]
    file: PathBuf,
}

pub fn write(options: &Options, reader: Reader) -> Result<Outcome, Error> {
    std::fs::write(&options.file, template(reader)?)?;
    println!("{}", reader.tf("template-written", &[("file", options.file.display().to_string().into())]));
    Ok(Outcome::Well)
}
