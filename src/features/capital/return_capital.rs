//! Seed capital is paid back, whole or in parts, with a numbered voucher; a wrong return is reversed with a reason.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{Account, CapitalReturn, store};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::amount::{Unit, positive};
use crate::domain::calendar::happened;
use crate::domain::ids::{CapitalId, CapitalReturnId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::loan::Means;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds;

#[derive(Clone, Debug)]
pub struct New {
    pub capital: CapitalId,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    pub means: Means,
    /// Who takes the money.
    pub paid_to: Line,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `amount-not-positive`, `capital-not-recoverable`,
/// `capital-not-received`, `before-capital-received`, `more-than-owed-back`, `cash-short`.
pub async fn return_capital(app: &App, by: &Actor, key: Uuid, new: New) -> Result<CapitalReturnId, Error> {
    let capital = store::find(app.db.read(), new.capital).await?;
    let (fund, association) = funds::see(app, by, capital.fund_id, Action::KeepFund).await?;
    happened(new.happens_on, app.clock.today(&association.time_zone)).map_err(|refusal| refusal.at("happens_on"))?;
    let command = Command { name: "capital.return", allowed: Action::KeepFund, association: Some(fund.association), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, |step, new| Box::pin(work(step, new))).await?;
    Ok(CapitalReturnId(id))
}

async fn work(step: &Step<'_>, new: New) -> Result<Done, Error> {
    let fund = store::find(step.tx, new.capital).await?.fund_id;
    let mut books = journal::open(step.tx, &[fund]).await?;
    let account = store::account(step.tx, new.capital).await?;
    let book = books.of(fund)?;
    check(&account, &new, book.unit())?;
    let (id, voucher_no): (CapitalReturnId, _) = (step.new_id(), book.take_voucher_no());
    let moved = postings::capital_returned(postings::held_in(new.means), new.amount_minor);
    let entry = Entry::new(new.happens_on, Source { kind: "capital_return", id: id.0 }, account.capital.source.clone(), moved)?;
    book.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
    let detail = json!({ "capital": account.capital.id, "voucher": voucher_no, "amount": new.amount_minor });
    let row = CapitalReturn {
        id,
        association_id: account.capital.association_id,
        fund_id: fund,
        capital_id: account.capital.id,
        voucher_no,
        happens_on: new.happens_on,
        amount_minor: new.amount_minor,
        means: new.means,
        paid_to: new.paid_to.into(),
        note: new.note.into(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    };
    store::insert_return(step, row).await?;
    journal::close(step.tx, books).await?;
    Ok(Done { id: id.0, association: Some(account.capital.association_id), detail })
}

fn check(account: &Account, new: &New, unit: Unit) -> Result<(), Refusal> {
    positive(new.amount_minor)?;
    if !account.recoverable() {
        return Err(Refusal::conflict("capital-not-recoverable"));
    }
    if !account.received() {
        return Err(Refusal::conflict("capital-not-received"));
    }
    let came_on = account.capital.happens_on;
    if new.happens_on < came_on {
        return Err(Refusal::invalid("happens_on", "before-capital-received").with("date", Fact::Date(came_on)));
    }
    if new.amount_minor > account.owed_minor() {
        return Err(Refusal::invalid("amount", "more-than-owed-back").with("owed", Fact::Money(account.owed_minor(), unit)));
    }
    Ok(())
}

/// A wrong return is reversed: both stay visible, and it is owed again.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, id: CapitalReturnId, reason: Line) -> Result<(), Error> {
    let association = store::find_return(app.db.read(), id).await?.association_id;
    let command = Command { name: "capital.reverse_return", allowed: Action::KeepFund, association: Some(association), key, input: (id, reason) };
    command::run(&app.db, app.clock, by, command, |step, (id, reason)| {
        Box::pin(async move {
            let fund = store::find_return(step.tx, id).await?.fund_id;
            let mut books = journal::open(step.tx, &[fund]).await?;
            let row = store::find_return(step.tx, id).await?;
            if row.reversed_at.is_some() {
                return Err(Refusal::conflict("already-reversed").into());
            }
            let from = postings::held_in(row.means);
            let moved = postings::reversed(&postings::capital_returned(from, row.amount_minor));
            let entry = Entry::new(row.happens_on, Source { kind: "capital_return_reversal", id: row.id.0 }, reason.to_string(), moved)?;
            books.of(fund)?.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
            store::mark_return_reversed(step, id, &reason).await?;
            journal::close(step.tx, books).await?;
            let detail = json!({ "reason": reason, "voucher": row.voucher_no });
            Ok(Done { id: id.0, association: Some(row.association_id), detail })
        })
    })
    .await?;
    Ok(())
}
