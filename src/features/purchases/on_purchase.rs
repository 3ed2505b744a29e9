//! A command on a purchase: it finds the purchase, checks that the actor may see it, locks its fund, and reads it again within
//! the transaction, so that two requests at once cannot decide on it twice.

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::{PurchaseRecord, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::PurchaseId;
use crate::error::Error;
use crate::features::associations;
use crate::features::funds::{Act, OnFund, Outcome, Work, on_fund};

/// A purchase while a command works on it, with its fund's book open.
pub struct OnPurchase<'t> {
    pub on: OnFund<'t>,
    pub record: PurchaseRecord,
}

/// Runs a command on a purchase and answers the id of what it made or changed: an `async fn(OnPurchase<'_>, I) -> Outcome<O>`.
/// The input names the purchase, because it tells one use of a key from another.
///
/// # Errors
/// `not-found`, `forbidden`, `key-reused`, what the work refuses, or a fault.
pub async fn on_purchase<I, O, W>(app: &App, by: &Actor, key: Uuid, act: Act, id: PurchaseId, input: I, work: W) -> Result<O, Error>
where
    I: Clone + serde::Serialize + Send + Sync + 'static,
    O: From<Uuid> + Into<Uuid> + Send + 'static,
    W: for<'t> Work<OnPurchase<'t>, I, O>,
{
    let row = store::find(app.db.read(), id).await?;
    by.check_within(act.1, row.association_id, row.programme_id)?;
    on_fund(app, by, key, act, row.fund_id, input, Reading { id, work }).await
}

/// The input of a command with its time zone. Keys have compared the time zone too since the first version.
///
/// # Errors
/// `not-found`.
pub async fn in_zone<I>(app: &App, id: PurchaseId, input: I) -> Result<(PurchaseId, I, String), Error> {
    let association = store::find(app.db.read(), id).await?.association_id;
    Ok((id, input, associations::find(app.db.read(), association).await?.time_zone))
}

/// Reads the purchase after locking its fund, then runs the work.
#[derive(Clone, Copy)]
struct Reading<W> {
    id: PurchaseId,
    work: W,
}

impl<'t, I, O, W> Work<OnFund<'t>, I, O> for Reading<W>
where
    I: Send + 't,
    O: 't,
    W: Work<OnPurchase<'t>, I, O>,
{
    type Working = BoxFuture<'t, Outcome<O>>;

    fn start(self, on: OnFund<'t>, input: I) -> Self::Working {
        Box::pin(async move {
            let record = store::load_one(on.step.tx, self.id).await?;
            self.work.start(OnPurchase { on, record }, input).await
        })
    }
}
