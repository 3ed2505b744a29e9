//! A loan is disbursed: its schedule is fixed from that day, with the fund's rules of that day.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::bounds::Backing;
use super::{Allowance, InstallmentRow, Loan, bounds, commitments, store};
use crate::app::App;
use crate::db::command::Step;
use crate::db::journal::Book;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::LoanId;
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::schedule::{Method, Terms, build};
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, on_fund};
use crate::features::{members, solidarity};

/// # Errors
/// `forbidden`, `not-found`, `loan-not-approved`, `loan-lapsed`, `date-in-future`, `member-not-joined`, `member-has-left`,
/// `due-before-disbursement`, `cash-short`, or what [`bounds::check`] refuses.
pub async fn disburse(
    app: &App,
    by: &Actor,
    key: Uuid,
    id: LoanId,
    day: NaiveDate,
    payment_method: PaymentMethod,
    allowance: Allowance,
) -> Result<LoanId, Error> {
    let fund = super::see(app, by, id).await?.loan.fund_id;
    on_fund(app, by, key, Act("loan.disburse", Action::ManageLoans), fund, (id, day, payment_method, allowance), work).await
}

/// The first part of a loan that is disbursed in two parts, as crops need it.
#[derive(Clone, Debug, Serialize)]
pub struct FirstPart {
    pub loan: LoanId,
    pub on: NaiveDate,
    pub payment_method: PaymentMethod,
    /// The sum disbursed now: above zero and less than what was approved.
    pub amount_minor: i64,
    pub allowance: Allowance,
}

/// Disburses a part of an approved loan. The rest waits as a loan of its own with the same due dates, and its interest runs
/// from its own disbursement.
///
/// # Errors
/// As [`disburse`], and `beyond-approved`, `parts-custom`, `part-of-part`.
pub async fn disburse_part(app: &App, by: &Actor, key: Uuid, part: FirstPart) -> Result<LoanId, Error> {
    let fund = super::see(app, by, part.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("loan.disburse_part", Action::ManageLoans), fund, part, part_work).await
}

async fn part_work(mut on: OnFund<'_>, part: FirstPart) -> Outcome<LoanId> {
    let whole = store::load_one(on.step.tx, part.loan).await?.loan;
    if part.amount_minor > whole.principal_minor {
        let refusal = Refusal::invalid("part", "beyond-approved").with("most", Fact::Money(whole.principal_minor, on.fund.unit));
        return Err(refusal.into());
    }
    if whole.method == Method::Custom {
        return Err(Refusal::conflict("parts-custom").at("part").into());
    }
    if whole.part_of.is_some() {
        return Err(Refusal::conflict("part-of-part").at("part").into());
    }
    if part.amount_minor < whole.principal_minor && whole.status == LoanStatus::Approved {
        split(&mut on, whole, part.amount_minor).await?;
    }
    work(on, (part.loan, part.on, part.payment_method, part.allowance)).await
}

/// One approved loan becomes two: both were approved on the same day, and together they commit the same sum.
async fn split(on: &mut OnFund<'_>, whole: Loan, amount_minor: i64) -> Result<(), Error> {
    let rest = Loan {
        id: on.step.new_id(),
        number: on.book.take_loan_no(),
        principal_minor: whole.principal_minor - amount_minor,
        part_of: Some(whole.id),
        ..whole.clone()
    };
    let first = Loan { principal_minor: amount_minor, ..whole };
    store::insert(on.step, vec![rest.clone()], Vec::new()).await?;
    solidarity::carry_over(on.step, first.id, rest.id).await?;
    store::update(on.step, first.clone()).await?;
    commitments::renew(on.step, &first).await?;
    commitments::renew(on.step, &rest).await
}

// The loan is read after its fund was locked, so that two requests at once disburse it only once.
async fn work(
    OnFund { step, fund, book, today }: OnFund<'_>,
    (id, on, payment_method, allowance): (LoanId, NaiveDate, PaymentMethod, Allowance),
) -> Outcome<LoanId> {
    happened(on, today).map_err(|refusal| refusal.at("disbursed_on"))?;
    let held = store::load_one(step.tx, id).await?;
    if held.status() != LoanStatus::Approved {
        return Err(Refusal::conflict("loan-not-approved").into());
    }
    if let Some(lapses_on) = held.loan.lapses_on.filter(|lapses_on| on >= *lapses_on) {
        return Err(Refusal::conflict("loan-lapsed").with("date", Fact::Date(lapses_on)).into());
    }
    members::check_belongs(&members::find(step.tx, held.loan.member_id).await?, on)?;
    let of_the_day = funds::rules_on(step.tx, fund.id, on).await?;
    let rules = of_the_day.loan;
    let cycle = funds::cycle_on(step, fund.id, fund.association, on).await?;
    let held_until = held.loan.lapses_on;
    let agreed = Terms { disbursed_on: on, ..held.contract.terms.clone() };
    let terms = if held.loan.part_of.is_some() { dates_left(&held.contract.terms, agreed)? } else { agreed };
    let loan = Loan {
        disbursed_on: on,
        first_due_on: terms.first_due_on,
        installments: i64::from(terms.installments),
        grace_principal: i64::from(terms.grace_principal),
        grace_interest: i64::from(terms.grace_interest),
        cycle_id: cycle,
        payment_method,
        payment_order: rules.order,
        late_fee_ppm: rules.late_fee_ppm,
        late_fee_per: rules.late_fee_per,
        late_fee_day_count: rules.late_fee_day_count,
        tolerance_days: rules.tolerance_days,
        flat_rebate: rules.flat_rebate,
        cash_step_minor: rules.cash_step_minor,
        ..held.loan
    };
    // The money committed for the loan is available to it until it lapses.
    let lapsed = held_until.is_some_and(|lapses_on| today >= lapses_on);
    let own_minor = if lapsed { 0 } else { loan.principal_minor };
    let backing = Backing::of(step, id).await?;
    bounds::check(step, &loan, (own_minor, &backing), &of_the_day, &allowance).await?;
    hand_over(step, book, loan.clone(), &terms).await?;
    let handed_over = Loan { status: LoanStatus::Disbursed, ..loan };
    commitments::renew(step, &handed_over).await?;
    Ok((id, json!({ "on": on, "acta": allowance.acta, "despite_arrears": allowance.despite_arrears })))
}

/// The dates to pay on were fixed when the first part was handed over. The second is paid on those that are left, with the
/// grace that is left.
fn dates_left(agreed: &Terms, part: Terms) -> Result<Terms, Refusal> {
    let dates: Vec<NaiveDate> = build(agreed)?.iter().map(|row| row.due_on).collect();
    let passed = dates.iter().filter(|due_on| **due_on < part.disbursed_on).count();
    // Where none is left it is refused as it stands: due before it is handed over.
    let Some(first_due_on) = dates.get(passed).copied() else { return Ok(part) };
    let passed = u32::try_from(passed).unwrap_or(u32::MAX);
    let left = |count: u32| count.saturating_sub(passed);
    Ok(Terms {
        first_due_on,
        installments: left(part.installments),
        grace_principal: left(part.grace_principal),
        grace_interest: left(part.grace_interest),
        ..part
    })
}

/// Posts the money, fixes the schedule and writes the loan as disbursed.
///
/// # Errors
/// `cash-short`, or what the terms refuse.
pub async fn hand_over(step: &Step<'_>, book: &mut Book, loan: Loan, terms: &Terms) -> Result<(), Error> {
    let from = postings::held_in(loan.payment_method);
    let (loan, installments, entry) = start(loan, terms, from)?;
    book.post(step.tx, vec![entry], step.by.user_id, step.now).await?;
    store::insert_installments(step, installments).await?;
    store::update(step, loan).await
}

/// The loan's row and installments after disbursement, and the entry to post.
///
/// # Errors
/// What the terms refuse.
pub fn start(loan: Loan, terms: &Terms, from: Account) -> Result<(Loan, Vec<InstallmentRow>, Entry), Error> {
    let schedule = build(terms)?;
    let source = Source { kind: SourceKind::Loan, id: loan.id.0 };
    let entry = Entry::new(terms.disbursed_on, source, loan.purpose.clone(), postings::loan_disbursed(from, terms.principal))?;
    let installments: Vec<InstallmentRow> = schedule
        .iter()
        .map(|installment| InstallmentRow {
            loan_id: loan.id,
            no: i64::from(installment.no),
            association_id: loan.association_id,
            fund_id: loan.fund_id,
            due_on: installment.due_on,
            original_due_on: installment.due_on,
            principal_minor: installment.principal,
            interest_minor: installment.interest,
            asked_interest_minor: installment.interest,
            paid_principal_minor: 0,
            paid_interest_minor: 0,
            paid_late_fee_minor: 0,
            is_open: installment.principal + installment.interest > 0,
            appended: false,
        })
        .collect();
    let loan = Loan {
        status: LoanStatus::Disbursed,
        unpaid_principal_minor: terms.principal,
        unpaid_interest_minor: schedule.iter().map(|installment| installment.interest).sum(),
        oldest_unpaid_due_on: installments.iter().find(|installment| installment.is_open).map(|installment| installment.due_on),
        ..loan
    };
    Ok((loan, installments, entry))
}
