//! Money is moved between cash and bank, given or lent to another fund by acta, or lent money is paid back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::sides::{Sides, make};
use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::{happened, plausible};
use crate::domain::ids::{AssociationId, FundId, TransferId};
use crate::domain::ledger::postings::held_in;
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::funds::{self, Fund};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewTransfer {
    pub kind: TransferKind,
    pub from: FundId,
    /// The same fund where money moves between its own cash and bank.
    pub to: FundId,
    pub taken_from: PaymentMethod,
    pub put_into: PaymentMethod,
    pub amount_minor: i64,
    pub happens_on: NaiveDate,
    /// When lent money is to be paid back.
    pub owed_back_on: Option<NaiveDate>,
    /// Number and date of the acta that gives or lends it.
    pub acta: Note,
    pub note: Note,
    /// The loan between funds that this pays back: `from` and `to` are the reverse of the loan's.
    pub repays: Option<TransferId>,
}

/// # Errors
/// `forbidden`, `not-found`, `fund-of-another-association`, `fund-of-another-unit`, what [`check`] refuses,
/// `gift-beyond-donated`, `cash-short`.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewTransfer) -> Result<TransferId, Error> {
    let (from, association) = funds::see(app, by, new.from, Action::ManageFund).await?;
    // A fund that this person may not see counts as not found.
    funds::see(app, by, new.to, Action::ManageFund).await?;
    let today = app.clock.today(&association.time_zone);
    let act = if new.kind == TransferKind::PaidBack { "transfer.pay_back" } else { "transfer.record" };
    let command = Command { name: act, allowed: Action::ManageFund, association: Some(from.association), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, move |step, new| Box::pin(work(step, new, today))).await?;
    Ok(TransferId(id))
}

/// Lent money is paid back, whole or in part, with a voucher of the paying fund.
///
/// # Errors
/// `forbidden`, `not-found`, `transfer-not-lent`, `more-than-owed-back`, `before-capital-received`, and as [`record`].
pub async fn pay_back(app: &App, by: &Actor, key: Uuid, lent: TransferId, new: NewTransfer) -> Result<TransferId, Error> {
    let lent = super::see(app, by, lent, Action::ManageFund).await?.transfer;
    if lent.kind != TransferKind::Lent {
        return Err(Refusal::conflict("transfer-not-lent").into());
    }
    record(app, by, key, NewTransfer { kind: TransferKind::PaidBack, from: lent.to_fund_id, to: lent.from_fund_id, repays: Some(lent.id), ..new })
        .await
}

async fn work(step: &Step<'_>, new: NewTransfer, today: NaiveDate) -> Result<Done, Error> {
    let mut sides = Sides::open(step, &[new.from, new.to], today).await?;
    let row = make(&mut sides, &new).await?;
    let detail = json!({ "kind": row.kind, "to": row.to_fund_id, "amount": row.amount_minor, "acta": row.acta });
    let (id, association) = (row.id, row.association_id);
    store::insert(step, row).await?;
    sides.close().await?;
    Ok(Done { id: id.0, association: Some(association), detail })
}

/// # Errors
/// `amount-not-positive`, `date-in-future`, `transfer-same-place`, `transfer-same-fund`, `field-missing` for the acta,
/// `date-missing` and `owed-back-before` for the day of paying back.
pub fn check(new: &NewTransfer, today: NaiveDate) -> Result<(), Refusal> {
    positive(new.amount_minor)?;
    happened(new.happens_on, today).map_err(|refusal| refusal.at("happens_on"))?;
    let own = new.kind == TransferKind::Own;
    if own && held_in(new.taken_from) == held_in(new.put_into) {
        return Err(Refusal::invalid("put_into", "transfer-same-place"));
    }
    if own != (new.from == new.to) {
        return Err(Refusal::invalid("to", "transfer-same-fund"));
    }
    if matches!(new.kind, TransferKind::Gift | TransferKind::Lent) {
        new.acta.clone().required("acta")?;
    }
    if new.kind == TransferKind::Lent {
        let owed_back_on = new.owed_back_on.ok_or_else(|| Refusal::invalid("owed_back_on", "date-missing"))?;
        plausible(owed_back_on).map_err(|refusal| refusal.at("owed_back_on"))?;
        if owed_back_on <= new.happens_on {
            return Err(Refusal::invalid("owed_back_on", "owed-back-before").with("date", Fact::Date(new.happens_on)));
        }
    }
    Ok(())
}

/// Checks that both funds are of one association and have one unit.
///
/// # Errors
/// `fund-of-another-association`, `fund-of-another-unit`.
pub fn check_funds(from: &Fund, to: &Fund, association: AssociationId) -> Result<(), Refusal> {
    if from.association != association || to.association != association {
        return Err(Refusal::invalid("to", "fund-of-another-association"));
    }
    if from.unit != to.unit {
        return Err(Refusal::invalid("to", "fund-of-another-unit"));
    }
    Ok(())
}
