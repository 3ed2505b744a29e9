//! A command on a fund. The fund is found and its permission checked; its book is locked, worked on and closed, in one
//! transaction with the audit record and the key.

use std::sync::Arc;

use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::Fund;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal::{self, Book};
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::ledger::Entry;
use crate::domain::role::Action;
use crate::error::Error;

/// A command's name in the audit record (`loan.disburse`), and the action that it needs.
pub struct Act(pub &'static str, pub Action);

/// A fund while a command works on it. Its book is open, and no other command writes the fund meanwhile.
pub struct OnFund<'t> {
    pub step: &'t Step<'t>,
    pub fund: &'t Fund,
    pub book: &'t mut Book,
    /// The calendar day where the association is.
    pub today: NaiveDate,
}

impl OnFund<'_> {
    /// Posts entries that belong together: all of them or none.
    ///
    /// # Errors
    /// `cash-short`.
    pub async fn post(&mut self, entries: Vec<Entry>) -> Result<(), Error> {
        self.book.post(self.step.tx, entries, self.step.by.user_id, self.step.now).await
    }
}

/// The id that a command made or changed, and details for the audit record.
pub type Outcome<O> = Result<(O, serde_json::Value), Error>;

/// The work of a command once the book is open: an `async fn(OnFund<'_>, I) -> Outcome<O>`. A feature may pass its verbs
/// another type in place of the fund.
pub trait Work<T, I, O>: Copy + Send + Sync + 'static {
    type Working: Future<Output = Outcome<O>> + Send;

    fn start(self, on: T, input: I) -> Self::Working;
}

impl<T, I, O, F, W> Work<T, I, O> for F
where
    F: Fn(T, I) -> W + Copy + Send + Sync + 'static,
    W: Future<Output = Outcome<O>> + Send,
{
    type Working = W;

    fn start(self, on: T, input: I) -> W {
        self(on, input)
    }
}

/// A command's work with its input, boxed, so that the code around it is compiled once.
type BoxedWork = Box<dyn for<'t> Fn(OnFund<'t>) -> BoxFuture<'t, Outcome<Uuid>> + Send + Sync>;

/// Runs a command on a fund and gives the id that it made or changed. A repeated key gets the first answer. Only the input
/// tells two requests apart, so it must name the fund or a record of it.
///
/// # Errors
/// `not-found`, `forbidden`, `key-reused`, a refusal of the work, or a fault.
pub async fn on_fund<I, O, W>(app: &App, by: &Actor, key: Uuid, act: Act, fund: FundId, input: I, work: W) -> Result<O, Error>
where
    I: Clone + serde::Serialize + Send + Sync + 'static,
    O: From<Uuid> + Into<Uuid> + Send + 'static,
    W: for<'t> Work<OnFund<'t>, I, O>,
{
    let fingerprint = command::fingerprint(act.0, &input)?;
    let work: BoxedWork = Box::new(move |on| {
        let working = work.start(on, input.clone());
        Box::pin(async move { working.await.map(|(id, detail)| (id.into(), detail)) })
    });
    Ok(on_fund_boxed(app, by, key, act, fund, fingerprint, work).await?.into())
}

async fn on_fund_boxed(
    app: &App,
    by: &Actor,
    key: Uuid,
    Act(name, allowed): Act,
    fund: FundId,
    fingerprint: String,
    work: BoxedWork,
) -> Result<Uuid, Error> {
    let (fund, association) = super::see(app, by, fund, allowed).await?;
    let today = app.clock.today(&association.time_zone);
    let command = Command { name, allowed, association: Some(association.id), key, input: fingerprint };
    let work = Arc::new(work);
    let on_its_book: command::BoxedWork = Box::new(move |step| {
        let (fund, work) = (fund.clone(), work.clone());
        Box::pin(async move {
            let mut books = journal::open(step.tx, &[fund.id]).await?;
            let on = OnFund { step, fund: &fund, book: books.of(fund.id)?, today };
            let (id, detail) = work(on).await?;
            journal::close(step.tx, books).await?;
            Ok(Done { id, association: Some(fund.association), detail })
        })
    });
    command::run_boxed(&app.db, app.clock, by, command, on_its_book).await
}
