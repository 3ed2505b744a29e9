//! Reverses a wrong return of seed capital with a reason, or corrects it in one step with a new voucher number. Both vouchers
//! stay visible.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::return_capital::{NewCapitalReturn, check, voucher};
use super::{CapitalReturn, part_of_no_transfer, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::CapitalReturnId;
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const REVERSE: &str = "capital.reverse_return";
pub const CORRECT: &str = "capital.correct_return";

/// Reverses a return: the amount is owed again.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `part-of-transfer`.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, order: Order<CapitalReturnId>) -> Result<Answer<CapitalReturnId>, Error> {
    let fund = store::find_return(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(REVERSE, Action::ManageFund), fund, order, reverse_work).await?;
    Answer::of(app, id).await
}

async fn reverse_work(mut on: OnFund<'_>, order: Order<CapitalReturnId>) -> Outcome<Uuid> {
    let row = standing(&on, order.what).await?;
    let permitted = match permit(&on, stake(&row, REVERSE, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    on.post(vec![reversal(&row, &order.reason)?]).await?;
    store::mark_return_reversed(on.step, row.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((row.id.0, json!({ "reason": order.reason, "voucher": row.voucher_no })))
}

/// The right content of a return.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: CapitalReturnId,
    pub right: NewCapitalReturn,
}

/// # Errors
/// As [`reverse`], and `nothing-changed`, or a refusal of the new return.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<CapitalReturnId>, Error> {
    let fund = store::find_return(app.db.read(), order.what.wrong).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CORRECT, Action::ManageFund), fund, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(mut on: OnFund<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let wrong = standing(&on, order.what.wrong).await?;
    let right = NewCapitalReturn { capital: wrong.capital_id, ..order.what.right.clone() };
    let mut account = store::account(on.step.tx, wrong.capital_id).await?;
    // The amount of the wrong return is owed again.
    account.returns.retain(|row| row.id != wrong.id);
    check(&account, &right, on.book.unit(), on.today)?;
    let changed = changes(said(&wrong), said_by(&right));
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    let permitted = match permit(&on, stake(&wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let (row, entry) = voucher(&mut on, &account, right)?;
    on.post(vec![reversal(&wrong, &order.reason)?, entry]).await?;
    let (id, number) = (row.id, row.voucher_no);
    store::insert_return(on.step, row).await?;
    store::mark_return_reversed(on.step, wrong.id, &order.reason).await?;
    permitted.corrected(&on, id).await?;
    Ok((id.0, json!({ "reason": order.reason, "corrects": wrong.id, "voucher": number })))
}

async fn standing(on: &OnFund<'_>, id: CapitalReturnId) -> Result<CapitalReturn, Error> {
    let row = store::find_return(on.step.tx, id).await?;
    not_reversed(row.reversed_at)?;
    part_of_no_transfer(row.transfer_id, row.happens_on)?;
    Ok(row)
}

fn stake(row: &CapitalReturn, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::CapitalReturn,
        id: row.id.0,
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
        amount_minor: row.amount_minor,
        member: None,
        changes,
    }
}

fn said(row: &CapitalReturn) -> Vec<(&'static str, FieldValue)> {
    told(row.amount_minor, row.happens_on, row.payment_method, row.paid_to.clone(), row.note.clone())
}

fn said_by(new: &NewCapitalReturn) -> Vec<(&'static str, FieldValue)> {
    told(new.amount_minor, new.happens_on, new.payment_method, new.paid_to.to_string(), new.note.to_string())
}

fn told(amount_minor: i64, on: NaiveDate, payment_method: PaymentMethod, paid_to: String, note: String) -> Vec<(&'static str, FieldValue)> {
    vec![
        ("amount", FieldValue::Money(amount_minor)),
        ("date", FieldValue::Date(on)),
        ("payment_method", FieldValue::Code(payment_method.code().to_owned())),
        ("paid_to", paid_to.into()),
        ("note", note.into()),
    ]
}

fn reversal(row: &CapitalReturn, reason: &str) -> Result<Entry, Refusal> {
    let moved = postings::reversed(&postings::capital_returned(postings::held_in(row.payment_method), row.amount_minor));
    Entry::new(row.happens_on, Source { kind: SourceKind::CapitalReturnReversal, id: row.id.0 }, reason, moved)
}
