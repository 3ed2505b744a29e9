//! Pays seed capital back, whole or in parts, with a numbered voucher.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Account, CapitalReturn, part_of_no_transfer, store};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::{Unit, positive};
use crate::domain::calendar::happened;
use crate::domain::ids::{CapitalId, CapitalReturnId};
use crate::domain::ledger::{Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewCapitalReturn {
    pub capital: CapitalId,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    /// Fingerprints keep the field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    /// The person who takes the money.
    pub paid_to: Line,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `amount-not-positive`, `capital-not-recoverable`,
/// `capital-not-received`, `before-capital-received`, `more-than-owed-back`, `part-of-transfer`, `cash-short`.
pub async fn return_capital(app: &App, by: &Actor, key: Uuid, new: NewCapitalReturn) -> Result<CapitalReturnId, Error> {
    let fund = store::find(app.db.read(), new.capital).await?.fund_id;
    on_fund(app, by, key, Act("capital.return", Action::ManageFund), fund, new, return_work).await
}

async fn return_work(mut on: OnFund<'_>, new: NewCapitalReturn) -> Outcome<CapitalReturnId> {
    let account = store::account(on.step.tx, new.capital).await?;
    part_of_no_transfer(account.capital.transfer_id, account.capital.happens_on)?;
    check(&account, &new, on.book.unit(), on.today)?;
    let (row, entry) = voucher(&mut on, &account, new)?;
    on.post(vec![entry]).await?;
    let (id, detail) = (row.id, json!({ "capital": account.capital.id, "voucher": row.voucher_no, "amount": row.amount_minor }));
    store::insert_return(on.step, row).await?;
    Ok((id, detail))
}

/// A return with its voucher number, and its entry.
///
/// # Errors
/// `amount-too-large`.
pub fn voucher(on: &mut OnFund<'_>, account: &Account, new: NewCapitalReturn) -> Result<(CapitalReturn, Entry), Refusal> {
    let row = CapitalReturn {
        id: on.step.new_id(),
        association_id: account.capital.association_id,
        fund_id: on.fund.id,
        capital_id: account.capital.id,
        voucher_no: on.book.take_voucher_no(),
        happens_on: new.happens_on,
        amount_minor: new.amount_minor,
        payment_method: new.payment_method,
        paid_to: new.paid_to.into(),
        note: new.note.into(),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
        transfer_id: None,
    };
    let moved = postings::capital_returned(postings::held_in(row.payment_method), row.amount_minor);
    let entry = Entry::new(row.happens_on, Source { kind: SourceKind::CapitalReturn, id: row.id.0 }, account.capital.source.clone(), moved)?;
    Ok((row, entry))
}

/// # Errors
/// `date-in-future`, `amount-not-positive`, `capital-not-recoverable`, `capital-not-received`, `before-capital-received`,
/// `more-than-owed-back`.
pub fn check(account: &Account, new: &NewCapitalReturn, unit: Unit, today: NaiveDate) -> Result<(), Refusal> {
    happened(new.happens_on, today).map_err(|refusal| refusal.at("happens_on"))?;
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
