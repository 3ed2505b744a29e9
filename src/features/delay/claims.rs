//! A debtor repays a guarantor. It is between the two: no money of the fund moves, and both can read it.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, ClaimPayment};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::happened;
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::{LoanId, RepaymentId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::Repayment;

#[derive(Clone, Debug, Serialize)]
pub struct NewClaimPayment {
    /// The guarantor's payment to the fund.
    pub repayment: RepaymentId,
    pub amount_minor: i64,
    pub paid_on: NaiveDate,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `amount-not-positive`, `date-in-future`, `claim-none`, `claim-less`.
pub async fn pay_back(app: &App, by: &Actor, key: Uuid, new: NewClaimPayment) -> Result<LoanId, Error> {
    let fund = store::repayment_of(app.db.read(), new.repayment).await?.fund_id;
    on_fund(app, by, key, Act("claim.pay_back", Action::RecordRepayments), fund, new, work).await
}

async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, new: NewClaimPayment) -> Outcome<LoanId> {
    positive(new.amount_minor)?;
    happened(new.paid_on, today).map_err(|refusal| refusal.at("paid_on"))?;
    let loan = store::repayment_of(step.tx, new.repayment).await?.loan_id;
    let claims = store::claims_on(step.tx, loan).await?;
    let claim = claims.iter().find(|claim| claim.paid.id == new.repayment).ok_or_else(|| Refusal::conflict("claim-none"))?;
    if new.amount_minor > claim.open_minor() {
        return Err(Refusal::invalid("amount", "claim-less").with("most", Fact::Money(claim.open_minor(), fund.unit)).into());
    }
    let row = ClaimPayment {
        id: step.new_id(),
        association_id: fund.association,
        fund_id: fund.id,
        loan_id: loan,
        repayment_id: new.repayment,
        amount_minor: new.amount_minor,
        paid_on: new.paid_on,
        note: new.note.to_string(),
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    };
    store::insert_claim_payment(step, row).await?;
    Ok((loan, json!({ "repayment": new.repayment, "amount": new.amount_minor })))
}

/// The debtor's repayments, newest first. They must be undone before the guarantor's payment.
pub fn records(returned: &[ClaimPayment]) -> Vec<RecordRef> {
    let record = |row: &ClaimPayment| RecordRef { kind: RecordKind::ClaimPayment, id: row.id, number: None, on: row.paid_on };
    returned.iter().rev().map(record).collect()
}

/// Moves the debtor's repayments to the right payment, after a guarantor's payment was corrected.
pub async fn carry_returned(step: &Step<'_>, returned: Vec<ClaimPayment>, right: &Repayment) -> Result<(), Error> {
    for row in returned {
        store::update_claim_payment(step, ClaimPayment { repayment_id: right.id, loan_id: right.loan_id, ..row }).await?;
    }
    Ok(())
}
