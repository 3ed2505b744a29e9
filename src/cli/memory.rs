//! Memory that was needed for a moment is given back to the system.

use std::ffi::OsStr;

/// Where glibc is told which sizes it takes from the system one by one, and gives back at once.
const THRESHOLD: &str = "MALLOC_MMAP_THRESHOLD_";

/// Checking a password takes 19 MiB for a moment. Once glibc has seen such a size freed it keeps the next ones, on every
/// thread; told a fixed threshold it does not, but it reads that only at start. So a program that serves starts itself
/// again, in the same process, with it set. Elsewhere than on Unix, or where that fails, all works as before.
pub fn give_memory_back() {
    let serves = std::env::args_os().skip(1).any(|argument| argument == OsStr::new("serve") || argument == OsStr::new("demo"));
    if !serves || std::env::var_os(THRESHOLD).is_some() {
        return;
    }
    #[cfg(unix)]
    if let Ok(program) = std::env::current_exe() {
        use std::os::unix::process::CommandExt;
        let failed = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(THRESHOLD, "1048576").exec();
        eprintln!("{failed}");
    }
}
