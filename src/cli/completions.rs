//! `muyu completions SHELL` and `muyu man`, generated from the command line's definition.

use clap::Args;
use clap_complete::Shell;

use super::out::say;
use super::{Outcome, help};
use crate::error::Error;
use crate::web::text::Reader;

#[derive(Args)]
pub struct Options {
    /// The shell.
    shell: Shell,
}

pub fn print(options: &Options) -> Result<Outcome, Error> {
    let mut completions = Vec::new();
    clap_complete::generate(options.shell, &mut help::command(None), "muyu", &mut completions);
    say(String::from_utf8_lossy(&completions).trim_end());
    Ok(Outcome::Well)
}

pub fn manual(reader: Reader) -> Result<Outcome, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(help::command(Some(reader))).render(&mut page)?;
    say(String::from_utf8_lossy(&page).trim_end());
    Ok(Outcome::Well)
}
