//! The command line → run.

use std::process::ExitCode;

fn main() -> ExitCode {
    muyu::cli::run()
}
