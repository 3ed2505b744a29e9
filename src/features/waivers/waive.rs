//! The committee waives late fees of a loan by acta. The waiver is an event of the loan, after that day's payments, so that a
//! payment recorded later with an earlier date is still applied correctly.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::happened;
use crate::domain::ids::{LoanId, RemissionId};
use crate::domain::loan::RemissionKind;
use crate::domain::payoff::late_fees_to_waive;
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
pub struct NewWaiver {
    pub loan: LoanId,
    /// Number and date of the acta.
    pub acta: Line,
    pub decided_on: NaiveDate,
    /// Minor units.
    pub amount_minor: i64,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `before-disbursement`, `loan-not-disbursed`, `amount-not-positive`,
/// `waiver-more-than-owed`.
pub async fn waive(app: &App, by: &Actor, key: Uuid, new: NewWaiver) -> Result<RemissionId, Error> {
    let fund = loans::see(app, by, new.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("late_fees.waive", Action::ForgiveBalances), fund, new, work).await
}

/// The late fees that a committee can waive on a day, as recorded now. Minor units.
///
/// # Errors
/// `before-disbursement`, `loan-not-disbursed`.
pub fn owed(held: &LoanAccount, on: NaiveDate) -> Result<i64, Error> {
    held.check_in_portfolio()?;
    let began_on = held.loan.disbursed_on;
    if on < began_on {
        return Err(Refusal::invalid("decided_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)).into());
    }
    Ok(late_fees_to_waive(&held.contract, &held.events(), on)?)
}

async fn work(mut on: OnFund<'_>, new: NewWaiver) -> Outcome<RemissionId> {
    let step = on.step;
    happened(new.decided_on, on.today).map_err(|refusal| refusal.at("decided_on"))?;
    positive(new.amount_minor)?;
    let mut held = loans::load_one(step.tx, new.loan).await?;
    let owed = owed(&held, new.decided_on)?;
    if new.amount_minor > owed {
        return Err(Refusal::invalid("amount", "waiver-more-than-owed").with("owed", Fact::Money(owed, held.unit)).into());
    }
    let decided = Decided { act_id: step.new_id(), acta: &new.acta, on: new.decided_on };
    let row = decision::row(step, &held.loan, decided, RemissionKind::LateFees, new.amount_minor);
    let id = row.id;
    let change = reapply::decide(&mut on, &mut held, row).await?;
    loans::insert_remissions(step, held.remissions.last().map(std::slice::from_ref).unwrap_or_default()).await?;
    reapply::write(step.tx, &[&held]).await?;
    recovery::count(step.tx, change.as_slice()).await?;
    Ok((id, json!({ "acta": new.acta, "decided_on": new.decided_on, "amount": new.amount_minor })))
}
