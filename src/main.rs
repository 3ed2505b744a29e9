//! The command line → run.

use std::process::ExitCode;

fn main() -> ExitCode {
    muyu::cli::give_memory_back();
    muyu::cli::run()
}
