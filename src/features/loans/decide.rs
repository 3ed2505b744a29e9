//! A loan is agreed: its terms are checked and kept, with the fund's rules of the day frozen into it. It commits the
//! fund's money until it is handed over or cancelled.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{Allowance, Loan, bounds, commitments, disburse, store};
use crate::app::App;
use crate::db::command::Step;
use crate::db::journal::Book;
use crate::domain::actor::Actor;
use crate::domain::calendar::{happened, plausible};
use crate::domain::ids::{CycleId, FundId, LoanId, MemberId};
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::rules::LoanRules;
use crate::domain::schedule::{Terms, build};
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::members;

/// The name of cancelling in the audit record.
pub const CANCEL: &str = "loan.cancel";

#[derive(Clone, Debug, Serialize)]
pub struct NewLoan {
    pub fund: FundId,
    pub member: MemberId,
    pub purpose: Note,
    pub terms: Terms,
    /// Under its first name in fingerprints, so that a form of an earlier version is known again.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    /// Whether the money is handed over on the terms' date, or only agreed for now.
    pub handed_over: bool,
}

/// # Errors
/// `forbidden`, `member-of-another-association`, `member-not-joined`, `member-has-left`, `date-in-future`, `cash-short`, what
/// the terms refuse, or what [`bounds::check`] does.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewLoan, allowance: Allowance) -> Result<LoanId, Error> {
    on_fund(app, by, key, Act("loan.record", Action::ManageLoans), new.fund, (new, allowance), record_work).await
}

async fn record_work(OnFund { step, fund, book, today }: OnFund<'_>, (new, allowance): (NewLoan, Allowance)) -> Outcome<LoanId> {
    new.purpose.clone().required("purpose")?;
    let (on, handed_over) = (new.terms.disbursed_on, new.handed_over);
    // What is only agreed names the day on which it is to be handed over.
    let day = if handed_over { happened(on, today) } else { plausible(on) };
    day.map_err(|refusal| refusal.at("disbursed_on"))?;
    let member = members::find(step.tx, new.member).await?;
    if member.association_id != fund.association {
        return Err(Refusal::invalid("member", "member-of-another-association").into());
    }
    members::check_belongs(&member, on)?;
    let rules = funds::rules_on(step.tx, fund.id, on).await?;
    let cycle = funds::cycle_on(step, fund.id, fund.association, on).await?;
    let loan = agree(step, book, cycle, rules.loan, new)?;
    bounds::check(step, &loan, 0, &rules, &allowance).await?;
    let id = loan.id;
    store::insert(step, vec![loan.clone()], Vec::new()).await?;
    if handed_over {
        let held = store::load_one(step.tx, id).await?;
        disburse::hand_over(step, book, held.loan, &held.contract.terms).await?;
    } else {
        commitments::renew(step, &loan).await?;
    }
    Ok((id, json!({ "handed_over": handed_over, "acta": allowance.acta, "despite_arrears": allowance.despite_arrears })))
}

/// A loan's row, once its terms hold.
///
/// # Errors
/// What the terms refuse.
pub fn agree(step: &Step<'_>, book: &mut Book, cycle: CycleId, rules: LoanRules, new: NewLoan) -> Result<Loan, Error> {
    build(&new.terms)?;
    let terms = new.terms;
    let agreed = serde_json::to_string(&terms.custom).map_err(|error| Error::fault(error.to_string()))?;
    Ok(Loan {
        id: step.new_id(),
        association_id: book.association(),
        fund_id: new.fund,
        cycle_id: cycle,
        member_id: new.member,
        number: book.take_loan_no(),
        status: LoanStatus::Approved,
        purpose: new.purpose.into(),
        payment_method: new.payment_method,
        method: terms.method,
        principal_minor: terms.principal,
        disbursed_on: terms.disbursed_on,
        installments: i64::from(terms.installments),
        first_due_on: terms.first_due_on,
        every: i64::from(terms.every),
        step: terms.unit,
        rate_ppm: terms.rate_ppm,
        rate_per: terms.rate_per,
        day_count: terms.day_count,
        grace_principal: i64::from(terms.grace_principal),
        grace_interest: i64::from(terms.grace_interest),
        rounding_step_minor: terms.rounding_step,
        agreed,
        payment_order: rules.order,
        late_fee_ppm: rules.late_fee_ppm,
        late_fee_per: rules.late_fee_per,
        late_fee_day_count: rules.late_fee_day_count,
        tolerance_days: rules.tolerance_days,
        flat_rebate: rules.flat_rebate,
        cash_step_minor: rules.cash_step_minor,
        unpaid_principal_minor: 0,
        unpaid_interest_minor: 0,
        credit_minor: 0,
        oldest_unpaid_due_on: None,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    })
}

/// An agreed loan is not handed over after all.
///
/// # Errors
/// `forbidden`, `not-found`, `loan-not-approved`.
pub async fn cancel(app: &App, by: &Actor, key: Uuid, id: LoanId, reason: Line) -> Result<LoanId, Error> {
    let fund = super::see(app, by, id).await?.loan.fund_id;
    on_fund(app, by, key, Act(CANCEL, Action::ManageLoans), fund, (id, reason), cancel_work).await
}

async fn cancel_work(on: OnFund<'_>, (id, reason): (LoanId, Line)) -> Outcome<LoanId> {
    let held = store::load_one(on.step.tx, id).await?;
    if held.status() != LoanStatus::Approved {
        return Err(Refusal::conflict("loan-not-approved").into());
    }
    let loan = Loan { status: LoanStatus::Cancelled, ..held.loan };
    store::update(on.step, loan.clone()).await?;
    commitments::renew(on.step, &loan).await?;
    Ok((id, json!({ "reason": reason })))
}
