//! What the program says on its standard output. A reader that closed the pipe, or a disk that is full, ends it quietly:
//! the command goes on to its end, says nothing more, and the exit code tells.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::sync::Mutex;

/// Nobody reads any more: as a shell tells a program that ended by SIGPIPE.
const CLOSED: u8 = 141;
/// What was said could not be written (EX_IOERR).
const UNWRITTEN: u8 = 74;

/// Why nothing is said any more.
static FAILED: Mutex<Option<std::io::Error>> = Mutex::new(None);

/// Says a line, as far as somebody listens.
pub fn say(line: impl std::fmt::Display) {
    let mut failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_none()
        && let Err(error) = writeln!(std::io::stdout().lock(), "{line}")
    {
        *failed = Some(error);
    }
}

/// Says a line on the standard error; where that is closed too, nobody is told.
pub fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The exit code where what was said did not all arrive; the reason is answered where somebody should read it.
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
