//! Capital is received, pledged, or a pledge comes.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{store, surplus};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal::{self, Book};
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::happened;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::ids::{CapitalId, FundId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Account, Entry, postings};
use crate::domain::loan::Means;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds;

#[derive(Clone, Debug)]
pub struct New {
    pub fund: FundId,
    pub kind: CapitalKind,
    /// Who gives it.
    pub source: Note,
    pub amount_minor: i64,
    /// When it came, or is promised for.
    pub happens_on: NaiveDate,
    /// When seed capital is owed back.
    pub owed_back_on: Option<NaiveDate>,
    pub means: Means,
}

/// # Errors
/// `forbidden`, `date-in-future`, `amount-not-positive`, `surplus-short`.
pub async fn receive(app: &App, by: &Actor, key: Uuid, new: New) -> Result<CapitalId, Error> {
    let (fund, association) = funds::see(app, by, new.fund, Action::KeepFund).await?;
    new.source.clone().required("source")?;
    happened(new.happens_on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("happens_on"))?;
    let command = Command { name: "capital.receive", allowed: Action::KeepFund, association: Some(fund.association), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, |step, new| {
        Box::pin(async move {
            let mut books = journal::open(step.tx, &[new.fund]).await?;
            let book = books.of(new.fund)?;
            let association = book.association();
            let id = add(step, book, postings::held_in(new.means), new).await?;
            journal::close(step.tx, books).await?;
            Ok(Done { id: id.0, association: Some(association), detail: json!({}) })
        })
    })
    .await?;
    Ok(CapitalId(id))
}

/// What an entry of capital comes from: surplus made capital is named apart, since nothing came in.
pub fn source(kind: CapitalKind, id: CapitalId) -> Source {
    Source { kind: if kind == CapitalKind::Surplus { "surplus" } else { "capital" }, id: id.0 }
}

async fn add(step: &Step<'_>, book: &mut Book, into: Account, new: New) -> Result<CapitalId, Error> {
    positive(new.amount_minor)?;
    if new.kind == CapitalKind::Surplus {
        surplus::check(step.tx, new.fund, book.unit(), new.happens_on, new.amount_minor).await?;
    }
    let kind = new.kind;
    let (date, memo, moved) = (new.happens_on, String::from(new.source.clone()), postings::capital_received(new.kind, into, new.amount_minor));
    let id = store::insert(step, book.association(), CapitalStatus::Received, new).await?;
    let entry = Entry::new(date, source(kind, id), memo, moved)?;
    book.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
    Ok(id)
}

/// # Errors
/// `forbidden`, `amount-not-positive`, `surplus-not-pledged`.
pub async fn pledge(app: &App, by: &Actor, key: Uuid, new: New) -> Result<CapitalId, Error> {
    let (fund, _) = funds::see(app, by, new.fund, Action::KeepFund).await?;
    new.source.clone().required("source")?;
    let command =
        Command { name: "capital.pledge", allowed: Action::KeepFund, association: Some(fund.association), key, input: (fund.association, new) };
    let id = command::run(&app.db, app.clock, by, command, |step, (association, new)| {
        Box::pin(async move {
            positive(new.amount_minor)?;
            if new.kind == CapitalKind::Surplus {
                return Err(Refusal::invalid("kind", "surplus-not-pledged").into());
            }
            let id = store::insert(step, association, CapitalStatus::Pledged, new).await?;
            Ok(Done { id: id.0, association: Some(association), detail: json!({}) })
        })
    })
    .await?;
    Ok(CapitalId(id))
}

/// A pledge comes.
///
/// # Errors
/// `forbidden`, `pledge-already-received`, `date-in-future`.
pub async fn fulfil(app: &App, by: &Actor, key: Uuid, pledge: CapitalId, on: NaiveDate, means: Means) -> Result<(), Error> {
    let capital = store::find(app.db.read(), pledge).await?;
    let (fund, association) = funds::see(app, by, capital.fund_id, Action::KeepFund).await?;
    happened(on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("happens_on"))?;
    let command = Command { name: "capital.fulfil", allowed: Action::KeepFund, association: Some(fund.association), key, input: (pledge, on, means) };
    command::run(&app.db, app.clock, by, command, |step, (pledge, on, means)| {
        Box::pin(async move {
            let fund = store::find(step.tx, pledge).await?.fund_id;
            let mut books = journal::open(step.tx, &[fund]).await?;
            let pledge = store::find(step.tx, pledge).await?;
            if pledge.status != CapitalStatus::Pledged {
                return Err(Refusal::conflict("pledge-already-received").into());
            }
            let kind = pledge.kind;
            if kind == CapitalKind::Surplus {
                return Err(Refusal::conflict("surplus-not-pledged").into());
            }
            let moved = postings::capital_received(kind, postings::held_in(means), pledge.amount_minor);
            let entry = Entry::new(on, Source { kind: "capital", id: pledge.id.0 }, pledge.source.clone(), moved)?;
            books.of(fund)?.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
            store::mark_received(step, &pledge, on, means).await?;
            journal::close(step.tx, books).await?;
            Ok(Done { id: pledge.id.0, association: Some(pledge.association_id), detail: json!({}) })
        })
    })
    .await?;
    Ok(())
}
