//! A loan is approved: its terms are checked and kept, with the fund's rules of the day frozen into it. It commits the fund's
//! money until it is disbursed or cancelled.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::bounds::Backing;
use super::{Allowance, Loan, bounds, commitments, disburse, store};
use crate::app::App;
use crate::db::command::Step;
use crate::db::journal::Book;
use crate::domain::actor::Actor;
use crate::domain::calendar::{happened, plausible};
use crate::domain::ids::{AssociationId, CycleId, FundId, LoanId, MemberId};
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::rules::{FundRules, LoanRules};
use crate::domain::schedule::{Terms, build};
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{self, Act, Fund, OnFund, Outcome, on_fund};
use crate::features::members;
use crate::features::solidarity::guarantees::{self, AskedOf, Named};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewLoan {
    pub fund: FundId,
    pub member: MemberId,
    pub purpose: Note,
    pub terms: Terms,
    /// Fingerprints keep this field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    /// Whether the money is disbursed on the terms' date; otherwise the loan is only approved for now.
    pub handed_over: bool,
    /// The guarantors, where they were named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Named>,
}

/// # Errors
/// `forbidden`, `member-of-another-association`, `member-not-joined`, `member-has-left`, `date-in-future`, `cash-short`, what
/// the terms refuse, `committee-decides`, or what [`bounds::check`] or naming its guarantors does.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewLoan, allowance: Allowance) -> Result<LoanId, Error> {
    on_fund(app, by, key, Act("loan.record", Action::ManageLoans), new.fund, (new, allowance), record_work).await
}

async fn record_work(mut on: OnFund<'_>, (new, allowance): (NewLoan, Allowance)) -> Outcome<LoanId> {
    let handed_over = new.handed_over;
    let id = enter(&mut on, new, &allowance).await?;
    Ok((id, json!({ "handed_over": handed_over, "acta": allowance.acta, "despite_arrears": allowance.despite_arrears })))
}

/// Approves a loan within a command, and disburses it where `handed_over` says so.
///
/// # Errors
/// As [`record`].
pub async fn enter(OnFund { step, fund, book, today }: &mut OnFund<'_>, new: NewLoan, allowance: &Allowance) -> Result<LoanId, Error> {
    let (step, fund, today) = (*step, *fund, *today);
    let (handed_over, named) = (new.handed_over, new.named.clone());
    let (mut loan, rules) = prepare(step, fund, today, new).await?;
    if rules.credit.committee_decides(loan.principal_minor) && allowance.acta.is_none() {
        return Err(Refusal::invalid("acta", "committee-decides").into());
    }
    let asked = AskedOf { association: fund.association, debtor: loan.member_id, on: loan.disbursed_on.min(today) };
    let (guarantors, group) = match &named {
        Some(named) => guarantees::check(step, &rules.credit, &asked, named).await?,
        None => (Vec::new(), None),
    };
    let backing = Backing { guarantors, later: !handed_over };
    bounds::check(step, &loan, (0, &backing), &rules, allowance).await?;
    loan.number = book.take_loan_no();
    let id = loan.id;
    store::insert(step, vec![loan.clone()], Vec::new()).await?;
    guarantees::keep(step, &asked, (id, fund.id), &backing.guarantors, group).await?;
    if handed_over {
        let held = store::load_one(step.tx, id).await?;
        disburse::hand_over(step, book, held.loan, &held.contract.terms).await?;
    } else {
        commitments::renew(step, &loan).await?;
    }
    Ok(id)
}

/// A loan ready to be written, by the rules of its day and without a number yet.
///
/// # Errors
/// `field-missing`, `date-in-future`, `member-of-another-association`, `member-not-joined`, `member-has-left`, or what the
/// terms refuse.
pub async fn prepare(step: &Step<'_>, fund: &Fund, today: NaiveDate, new: NewLoan) -> Result<(Loan, FundRules), Error> {
    new.purpose.clone().required("purpose")?;
    let on = new.terms.disbursed_on;
    // A loan that is only approved names the day on which it is to be disbursed.
    let day = if new.handed_over { happened(on, today) } else { plausible(on) };
    day.map_err(|refusal| refusal.at("disbursed_on"))?;
    let member = members::find(step.tx, new.member).await?;
    if member.association_id != fund.association {
        return Err(Refusal::invalid("member", "member-of-another-association").into());
    }
    members::check_belongs(&member, on)?;
    let rules = funds::rules_on(step.tx, fund.id, on).await?;
    let cycle = funds::cycle_on(step, fund.id, fund.association, on).await?;
    let handed_over = new.handed_over;
    let lapses_on = lapse(today, rules.credit.lapse_days).filter(|_| !handed_over);
    let loan = row(step, fund.association, cycle, rules.loan, new)?;
    Ok((Loan { lapses_on, ..loan }, rules))
}

/// The day from which a loan approved today can no longer be disbursed; none where the rules set no limit.
fn lapse(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let days = u64::try_from(days).ok().filter(|days| *days > 0)?;
    today.checked_add_days(chrono::Days::new(days))
}

/// A loan's row with its number, after its terms were checked.
///
/// # Errors
/// What the terms refuse.
pub fn agree(step: &Step<'_>, book: &mut Book, cycle: CycleId, rules: LoanRules, new: NewLoan) -> Result<Loan, Error> {
    let loan = row(step, book.association(), cycle, rules, new)?;
    Ok(Loan { number: book.take_loan_no(), ..loan })
}

fn row(step: &Step<'_>, association_id: AssociationId, cycle: CycleId, rules: LoanRules, new: NewLoan) -> Result<Loan, Error> {
    build(&new.terms)?;
    let terms = new.terms;
    let agreed = serde_json::to_string(&terms.custom).map_err(|error| Error::fault(error.to_string()))?;
    Ok(Loan {
        id: step.new_id(),
        association_id,
        fund_id: new.fund,
        cycle_id: cycle,
        member_id: new.member,
        number: 0,
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
        lapses_on: None,
        part_of: None,
    })
}
