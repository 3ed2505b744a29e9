//! A transfer is reversed with a reason, or corrected in one step: both its sides, or neither. Both records stay visible in
//! both funds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::record::NewTransfer;
use super::sides::{Sides, make, take_back};
use super::{Transfer, store};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes, takes_two};
use crate::domain::ids::{FundId, TransferId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::capital::put_right::on_it;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, nothing_stands_on_it, permit};
use crate::features::{capital, funds};

pub const UNDO: &str = "transfer.undo";
pub const CORRECT: &str = "transfer.correct";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `records-stand-on-it` where some of what was lent was paid back,
/// `gift-beyond-donated`, `cash-short`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<TransferId>) -> Result<Answer<TransferId>, Error> {
    let seen = super::see(app, by, order.what, Action::ManageFund).await?;
    let today = app.clock.today(&seen.association.time_zone);
    let association = Some(seen.association.id);
    let command = Command { name: UNDO, allowed: Action::ManageFund, association, key, input: order };
    let id = command::run(&app.db, app.clock, by, command, move |step, order| Box::pin(undo_work(step, order, today))).await?;
    Answer::of(app, id).await
}

async fn undo_work(step: &Step<'_>, order: Order<TransferId>, today: NaiveDate) -> Result<Done, Error> {
    let row = store::find(step.tx, order.what).await?;
    let mut sides = Sides::open(step, &[row.from_fund_id, row.to_fund_id], today).await?;
    let row = standing(step, row.id).await?;
    let (home, other) = home(step, &row, today).await?;
    let permitted = match permit(&sides.on(home)?, stake(&row, UNDO, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits((id, detail)) => return Ok(Done { id, association: Some(row.association_id), detail }),
    };
    take_back(&mut sides, &row, &order.reason).await?;
    if other != home {
        permitted.told_in(&sides.on(other)?, None).await?;
    }
    permitted.reversed(&sides.on(home)?).await?;
    sides.close().await?;
    Ok(Done { id: row.id.0, association: Some(row.association_id), detail: json!({ "reason": order.reason }) })
}

/// The right content of a transfer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: TransferId,
    pub right: NewTransfer,
}

/// The wrong transfer is reversed and the right one recorded in one step, in every fund that either concerns.
///
/// # Errors
/// As [`undo`], and `nothing-changed`, or what recording one refuses.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<TransferId>, Error> {
    let seen = super::see(app, by, order.what.wrong, Action::ManageFund).await?;
    for fund in [order.what.right.from, order.what.right.to] {
        // A fund that this person may not see counts as not found.
        funds::see(app, by, fund, Action::ManageFund).await?;
    }
    let today = app.clock.today(&seen.association.time_zone);
    let association = Some(seen.association.id);
    let command = Command { name: CORRECT, allowed: Action::ManageFund, association, key, input: order };
    let id = command::run(&app.db, app.clock, by, command, move |step, order| Box::pin(correct_work(step, order, today))).await?;
    Answer::of(app, id).await
}

async fn correct_work(step: &Step<'_>, order: Order<Right>, today: NaiveDate) -> Result<Done, Error> {
    let wrong = store::find(step.tx, order.what.wrong).await?;
    let right = right_of(&wrong, order.what.right.clone())?;
    let mut sides = Sides::open(step, &[wrong.from_fund_id, wrong.to_fund_id, right.from, right.to], today).await?;
    let wrong = standing(step, wrong.id).await?;
    super::record::check(&right, today)?;
    let changed = changes(said(step, &wrong).await?, said_by(step, &right).await?);
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    super::record::check_funds(sides.fund(right.from)?, sides.fund(right.to)?, wrong.association_id)?;
    let (home, other) = home(step, &wrong, today).await?;
    let permitted = match permit(&sides.on(home)?, stake(&wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits((id, detail)) => return Ok(Done { id, association: Some(wrong.association_id), detail }),
    };
    take_back(&mut sides, &wrong, &order.reason).await?;
    let row = make(&mut sides, &right).await?;
    let id = row.id;
    store::insert(step, row).await?;
    if other != home {
        permitted.told_in(&sides.on(other)?, Some(id.0)).await?;
    }
    permitted.corrected(&sides.on(home)?, id).await?;
    sides.close().await?;
    Ok(Done { id: id.0, association: Some(wrong.association_id), detail: json!({ "reason": order.reason, "corrects": wrong.id }) })
}

/// A repayment still repays the same loan, between the same funds; other transfers may become any kind except a repayment.
fn right_of(wrong: &Transfer, right: NewTransfer) -> Result<NewTransfer, Refusal> {
    if (wrong.kind == TransferKind::PaidBack) != (right.kind == TransferKind::PaidBack) {
        return Err(Refusal::invalid("kind", "choice-unknown"));
    }
    if wrong.kind == TransferKind::PaidBack {
        return Ok(NewTransfer { from: wrong.from_fund_id, to: wrong.to_fund_id, repays: wrong.repays_id, ..right });
    }
    Ok(NewTransfer { repays: None, ..right })
}

/// A transfer that was not reversed and on which no later record depends; read after its funds were locked.
async fn standing(step: &Step<'_>, id: TransferId) -> Result<Transfer, Error> {
    let row = store::find(step.tx, id).await?;
    not_reversed(row.reversed_at)?;
    if let Some(capital) = row.capital_id.filter(|_| row.kind == TransferKind::Lent) {
        nothing_stands_on_it(&on_it(&capital::account(step.tx, capital).await?))?;
    }
    Ok(row)
}

/// The fund whose rules say whether a second person must confirm, and the other fund. It is the giving fund, unless only the
/// receiving one asks for it.
async fn home(step: &Step<'_>, row: &Transfer, today: NaiveDate) -> Result<(FundId, FundId), Error> {
    let (from, to) = (row.from_fund_id, row.to_fund_id);
    let from_minor = funds::rules_on(step.tx, from, today).await?.two_people_from_minor;
    let to_minor = funds::rules_on(step.tx, to, today).await?.two_people_from_minor;
    let asks = |minor| takes_two(row.amount_minor, minor);
    Ok(if !asks(from_minor) && asks(to_minor) { (to, from) } else { (from, to) })
}

fn stake(row: &Transfer, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::Transfer,
        id: row.id.0,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        amount_minor: row.amount_minor,
        member: None,
        changes,
    }
}

type Said = Vec<(&'static str, FieldValue)>;

async fn said(step: &Step<'_>, row: &Transfer) -> Result<Said, Error> {
    let owed_back_on = row.owed_back_on;
    let new = NewTransfer {
        kind: row.kind,
        from: row.from_fund_id,
        to: row.to_fund_id,
        taken_from: row.taken_from,
        put_into: row.put_into,
        amount_minor: row.amount_minor,
        happens_on: row.happens_on,
        owed_back_on,
        acta: crate::domain::text::Note::kept(row.acta.clone()),
        note: crate::domain::text::Note::kept(row.note.clone()),
        repays: row.repays_id,
    };
    said_by(step, &new).await
}

async fn said_by(step: &Step<'_>, new: &NewTransfer) -> Result<Said, Error> {
    let code = |code: &str| FieldValue::Code(code.to_owned());
    let (from, to) = (funds::find(step.tx, new.from).await?, funds::find(step.tx, new.to).await?);
    Ok(vec![
        ("transfer", code(new.kind.code())),
        ("amount", FieldValue::Money(new.amount_minor)),
        ("from_fund", FieldValue::Text(from.name)),
        ("taken_from", code(new.taken_from.code())),
        ("to_fund", FieldValue::Text(to.name)),
        ("put_into", code(new.put_into.code())),
        ("date", FieldValue::Date(new.happens_on)),
        ("owed_back_on", new.owed_back_on.filter(|_| new.kind == TransferKind::Lent).into()),
        ("acta", new.acta.to_string().into()),
        ("note", new.note.to_string().into()),
    ])
}
