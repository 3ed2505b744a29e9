//! The program's standard output. After a closed pipe or a full disk the command goes on to its end without further output,
//! and the exit code tells.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::sync::Mutex;

/// The exit code after a closed pipe, as for a program ended by SIGPIPE.
const CLOSED: u8 = 141;
/// The exit code for output that could not be written (EX_IOERR).
const UNWRITTEN: u8 = 74;

/// The error that ended the output.
static FAILED: Mutex<Option<std::io::Error>> = Mutex::new(None);

/// Prints a line, unless the output has failed.
pub fn say(line: impl std::fmt::Display) {
    let mut failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_none()
        && let Err(error) = writeln!(std::io::stdout().lock(), "{line}")
    {
        *failed = Some(error);
    }
}

/// Prints a line on standard error. A failure there is ignored.
pub fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The exit code where the output failed, with the reason where a person should read it.
pub fn failed() -> Option<(ExitCode, Option<String>)> {
    let mut failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_none()
        && let Err(error) = std::io::stdout().lock().flush()
    {
        *failed = Some(error);
    }
    failed.take().map(|error| match error.kind() {
        ErrorKind::BrokenPipe => (ExitCode::from(CLOSED), None),
        _ => (ExitCode::from(UNWRITTEN), Some(error.to_string())),
    })
}
