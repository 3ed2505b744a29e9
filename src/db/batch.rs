//! Batches: items that wait are taken together and written in one transaction. A single item is a batch of one.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use super::{Db, Tx};
use crate::error::Error;

/// The most items of one transaction. It keeps the ledger's statements well below the databases' limits of parameters.
const MOST: usize = 128;
/// The most items that may wait. A further sender waits for room.
const WAITING: usize = 4_096;

type Waiting<I, O> = (I, oneshot::Sender<Result<O, Error>>);

/// Writes many items at once. The answers are in the order of the items. A refusal concerns its item alone; a fault concerns
/// all.
pub trait Work<I, O>: for<'t> Fn(&'t Tx, Vec<I>) -> BoxFuture<'t, Result<Vec<Result<O, Error>>, Error>> + Send + Sync + 'static {}

impl<I, O, F> Work<I, O> for F where F: for<'t> Fn(&'t Tx, Vec<I>) -> BoxFuture<'t, Result<Vec<Result<O, Error>>, Error>> + Send + Sync + 'static {}

/// A queue with one task that writes what waits in it.
pub struct Batcher<I, O> {
    queue: mpsc::Sender<Waiting<I, O>>,
}

impl<I: Clone + Send + Sync + 'static, O: Send + 'static> Batcher<I, O> {
    pub fn start(db: Db, work: impl Work<I, O>) -> Self {
        let (queue, mut waiting) = mpsc::channel::<Waiting<I, O>>(WAITING);
        let work = Arc::new(work);
        tokio::spawn(async move {
            let mut taken = Vec::with_capacity(MOST);
            while waiting.recv_many(&mut taken, MOST).await > 0 {
                let (items, senders): (Vec<I>, Vec<_>) = taken.drain(..).unzip();
                for (sender, answer) in senders.into_iter().zip(write_all(&db, &work, items).await) {
                    // The sender may be gone; the written item stays all the same.
                    let _ = sender.send(answer);
                }
            }
        });
        Self { queue }
    }

    /// Adds an item and waits until it is written.
    ///
    /// # Errors
    /// A refusal of this item, or a fault.
    pub async fn write(&self, item: I) -> Result<O, Error> {
        let (sender, answer) = oneshot::channel();
        self.queue.send((item, sender)).await.map_err(|_| Error::fault("the writer has stopped"))?;
        answer.await.map_err(|_| Error::fault("the writer gave no answer"))?
    }
}

/// Writes a batch. When it faults, each item is written alone, so that one bad item never fails its neighbours. Where the
/// database cannot write at present, no item is tried again. Each item has its key: an item that was committed without an
/// answer is not written twice.
async fn write_all<I: Clone + Send + Sync + 'static, O: Send + 'static>(
    db: &Db,
    work: &Arc<impl Work<I, O>>,
    items: Vec<I>,
) -> Vec<Result<O, Error>> {
    let alone = items.len() == 1;
    let count = items.len();
    let (shared, batch) = (work.clone(), items.clone());
    let fault = match db.write_keyed(move |tx| shared(tx, batch.clone())).await {
        Ok(answers) if answers.len() == count => return answers,
        Ok(_) => Error::fault("the writer lost count of its answers"),
        Err(Error::Unsaved { certain, why }) => return items.iter().map(|_| Err(Error::Unsaved { certain, why: why.clone() })).collect(),
        Err(error) => error,
    };
    if alone {
        return vec![Err(fault)];
    }
    tracing::warn!(%fault, count, "a batch failed; writing its items one by one");
    let mut answers = Vec::with_capacity(count);
    for item in items {
        let shared = work.clone();
        let one = db.write_keyed(move |tx| shared(tx, vec![item.clone()])).await;
        answers.push(one.and_then(|mut answers| answers.pop().unwrap_or_else(|| Err(Error::fault("the writer gave no answer")))));
    }
    answers
}
