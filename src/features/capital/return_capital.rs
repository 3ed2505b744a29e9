//! Seed capital is paid back, whole or in parts, with a numbered voucher; a wrong return is reversed with a reason.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Account, CapitalReturn, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::{Unit, positive};
use crate::domain::calendar::happened;
use crate::domain::ids::{CapitalId, CapitalReturnId};
use crate::domain::ledger::entry::Source;
use crate::domain::ledger::{Entry, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize)]
pub struct NewCapitalReturn {
    pub capital: CapitalId,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    /// Under its first name in fingerprints, so that a form of an earlier version is known again.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    /// Who takes the money.
    pub paid_to: Line,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `amount-not-positive`, `capital-not-recoverable`,
/// `capital-not-received`, `before-capital-received`, `more-than-owed-back`, `cash-short`.
pub async fn return_capital(app: &App, by: &Actor, key: Uuid, new: NewCapitalReturn) -> Result<CapitalReturnId, Error> {
    let fund = store::find(app.db.read(), new.capital).await?.fund_id;
    on_fund(app, by, key, Act("capital.return", Action::ManageFund), fund, new, return_work).await
}

async fn return_work(mut on: OnFund<'_>, new: NewCapitalReturn) -> Outcome<CapitalReturnId> {
    happened(new.happens_on, on.today).map_err(|refusal| refusal.at("happens_on"))?;
    let step = on.step;
    let account = store::account(step.tx, new.capital).await?;
    check(&account, &new, on.book.unit())?;
    let (id, voucher_no): (CapitalReturnId, _) = (step.new_id(), on.book.take_voucher_no());
    let moved = postings::capital_returned(postings::held_in(new.payment_method), new.amount_minor);
    on.post(vec![Entry::new(new.happens_on, Source { kind: "capital_return", id: id.0 }, account.capital.source.clone(), moved)?]).await?;
    let detail = json!({ "capital": account.capital.id, "voucher": voucher_no, "amount": new.amount_minor });
    let row = CapitalReturn {
        id,
        association_id: account.capital.association_id,
        fund_id: on.fund.id,
        capital_id: account.capital.id,
        voucher_no,
        happens_on: new.happens_on,
        amount_minor: new.amount_minor,
        payment_method: new.payment_method,
        paid_to: new.paid_to.into(),
        note: new.note.into(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    };
    store::insert_return(step, row).await?;
    Ok((id, detail))
}

fn check(account: &Account, new: &NewCapitalReturn, unit: Unit) -> Result<(), Refusal> {
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
pub async fn reverse(app: &App, by: &Actor, key: Uuid, id: CapitalReturnId, reason: Line) -> Result<CapitalReturnId, Error> {
    let fund = store::find_return(app.db.read(), id).await?.fund_id;
    on_fund(app, by, key, Act("capital.reverse_return", Action::ManageFund), fund, (id, reason), reverse_work).await
}

async fn reverse_work(mut on: OnFund<'_>, (id, reason): (CapitalReturnId, Line)) -> Outcome<CapitalReturnId> {
    let row = store::find_return(on.step.tx, id).await?;
    if row.reversed_at.is_some() {
        return Err(Refusal::conflict("already-reversed").into());
    }
    let moved = postings::reversed(&postings::capital_returned(postings::held_in(row.payment_method), row.amount_minor));
    on.post(vec![Entry::new(row.happens_on, Source { kind: "capital_return_reversal", id: id.0 }, reason.to_string(), moved)?]).await?;
    store::mark_return_reversed(on.step, id, &reason).await?;
    Ok((id, json!({ "reason": reason, "voucher": row.voucher_no })))
}
