//! The program's standard output. After a closed pipe or a full disk the command goes on to its end without further output,
//! and the exit code tells.

use std::io::{ErrorKind, Write};
use std::sync::Mutex;

use crate::web::text::Reader;

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

/// Prints a text as it is, without ending its line.
pub fn put(text: &str) {
    let mut failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_none()
        && let Err(error) = std::io::stdout().lock().write_all(text.as_bytes())
    {
        *failed = Some(error);
    }
}

/// Whether the output has failed, so that no more of it needs to be prepared.
pub fn has_failed() -> bool {
    FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some()
}

/// Prints a line on standard error. A failure there is ignored.
pub fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The exit code where the output failed. Tells the reason where a person should read it.
pub fn failed(reader: Reader) -> Option<u8> {
    let mut failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_none()
        && let Err(error) = std::io::stdout().lock().flush()
    {
        *failed = Some(error);
    }
    let error = failed.take()?;
    if error.kind() == ErrorKind::BrokenPipe {
        return Some(CLOSED);
    }
    let why = if error.kind() == ErrorKind::StorageFull { reader.t("cli-disk-full") } else { error.to_string() };
    tell(reader.tf("cli-unwritten", &[("why", why.into())]));
    Some(UNWRITTEN)
}
