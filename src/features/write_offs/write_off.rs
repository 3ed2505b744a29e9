//! An assembly writes a loan off by acta: its unpaid principal becomes a loss on the acta's day. The write-off is an event of
//! the loan, so that a payment recorded later with an earlier date makes the loss smaller.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{LoanId, RemissionId};
use crate::domain::loan::RemissionKind;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::decision::{self, Decided};
use crate::features::loans::{self, LoanAccount};
use crate::features::recovery;
use crate::features::repayments::reapply;

#[derive(Clone, Debug, Serialize)]
pub struct NewWriteOff {
    pub loan: LoanId,
    /// Number and date of the acta.
    pub acta: Line,
    pub decided_on: NaiveDate,
    /// The lost principal as it was shown to those who decided. Minor units.
    pub lost_minor: i64,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `before-disbursement`, `loan-not-disbursed`, `loan-written-off`,
/// `write-off-nothing-owed`, `write-off-changed`.
pub async fn write_off(app: &App, by: &Actor, key: Uuid, new: NewWriteOff) -> Result<RemissionId, Error> {
    let fund = loans::see(app, by, new.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("loan.write_off", Action::ForgiveBalances), fund, new, work).await
}

/// The principal that would be lost on a day. Minor units.
///
/// # Errors
/// `before-disbursement`, `loan-not-disbursed`, `loan-written-off`, `write-off-nothing-owed`.
pub fn lost(held: &LoanAccount, on: NaiveDate) -> Result<i64, Error> {
    held.check_in_portfolio()?;
    let began_on = held.loan.disbursed_on;
    if on < began_on {
        return Err(Refusal::invalid("decided_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)).into());
    }
    match held.position(on)?.receivable() {
        0 => Err(Refusal::conflict("write-off-nothing-owed").into()),
        lost => Ok(lost),
    }
}

async fn work(mut on: OnFund<'_>, new: NewWriteOff) -> Outcome<RemissionId> {
    let step = on.step;
    happened(new.decided_on, on.today).map_err(|refusal| refusal.at("decided_on"))?;
    let mut held = loans::load_one(step.tx, new.loan).await?;
    let lost = lost(&held, new.decided_on)?;
    if new.lost_minor != lost {
        return Err(Refusal::conflict("write-off-changed").with("lost", Fact::Money(lost, held.unit)).into());
    }
    let decided = Decided { act_id: step.new_id(), acta: &new.acta, on: new.decided_on };
    let row = decision::row(step, &held.loan, decided, RemissionKind::WriteOff, lost);
    let id = row.id;
    let change = reapply::decide(&mut on, &mut held, row).await?;
    loans::insert_remissions(step, held.remissions.last().map(std::slice::from_ref).unwrap_or_default()).await?;
    reapply::write(step.tx, &[&held]).await?;
    recovery::count(step.tx, change.as_slice()).await?;
    Ok((id, json!({ "acta": new.acta, "decided_on": new.decided_on, "lost": lost })))
}
