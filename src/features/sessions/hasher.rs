//! One thread that works on passwords, one after the other. A hash takes 19 MiB: on one thread they are taken once, while
//! each thread of a pool would keep its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::sync::mpsc::{Sender, channel};

use tokio::sync::oneshot;

use crate::error::Error;

type Job = Box<dyn FnOnce() + Send>;

static HASHER: LazyLock<Sender<Job>> = LazyLock::new(|| {
    let (jobs, waiting) = channel::<Job>();
    std::thread::spawn(move || {
        for job in waiting {
            // A job that panics answers nobody, and its caller is told; the next one goes on.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    });
    jobs
});

/// Waits its turn, works, and answers.
///
/// # Errors
/// A fault when the work did not come to its end.
pub async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    let (answer, answered) = oneshot::channel();
    let job: Job = Box::new(move || {
        // Who gave up waiting needs no answer.
        let _ = answer.send(work());
    });
    HASHER.send(job).map_err(|error| Error::fault(error.to_string()))?;
    answered.await.map_err(|error| Error::fault(error.to_string()))?
}
