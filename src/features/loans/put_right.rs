//! A loan recorded by mistake is reversed with a reason, or corrected in one step, while nothing was paid on it. A loan that is
//! only approved is cancelled or corrected. Both the wrong loan and the right one stay visible, also to the member.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::decide::{NewLoan, prepare};
use super::said::{on_it, said, said_by};
use super::{Allowance, Loan, LoanAccount, bounds, commitments, decided, disburse, store};
use crate::app::App;
use crate::db::command::Step;
use crate::db::journal;
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, RecordKind, changes};
use crate::domain::ids::LoanId;
use crate::domain::ledger::{Entry, Posting, Source, SourceKind, postings};
use crate::domain::loan::LoanStatus;
use crate::domain::recovery::{History, reaches};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, nothing_stands_on_it, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::recovery::{self, Change};
use crate::features::solidarity;

pub const CANCEL: &str = "loan.cancel";
pub const UNDO: &str = "loan.undo";
pub const CORRECT: &str = "loan.correct";

/// Cancels an approved loan, which is then not disbursed. It commits its money until now.
///
/// # Errors
/// `forbidden`, `not-found`, `loan-not-approved`.
pub async fn cancel(app: &App, by: &Actor, key: Uuid, order: Order<LoanId>) -> Result<Answer<LoanId>, Error> {
    let fund = super::see(app, by, order.what).await?.loan.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CANCEL, Action::ManageLoans), fund, order, cancel_work).await?;
    Answer::of(app, id).await
}

async fn cancel_work(on: OnFund<'_>, order: Order<LoanId>) -> Outcome<Uuid> {
    let held = store::load_one(on.step.tx, order.what).await?;
    if held.status() != LoanStatus::Approved {
        return Err(Refusal::conflict("loan-not-approved").into());
    }
    let permitted = match permit(&on, stake(&held.loan, CANCEL, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let loan = Loan { status: LoanStatus::Cancelled, ..held.loan };
    store::update(on.step, loan.clone()).await?;
    commitments::renew(on.step, &loan).await?;
    permitted.reversed(&on).await?;
    Ok((loan.id.0, json!({ "reason": order.reason })))
}

/// Reverses a disbursed loan on which nothing was paid: it counts on no day.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `loan-not-disbursed`, `loan-of-purchase`, `records-stand-on-it` where
/// something was paid or forgiven.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<LoanId>) -> Result<Answer<LoanId>, Error> {
    let fund = super::see(app, by, order.what).await?.loan.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageLoans), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(mut on: OnFund<'_>, order: Order<LoanId>) -> Outcome<Uuid> {
    let held = standing(&on, order.what).await?;
    held.check_lent()?;
    let reversal = reversal(on.step, &held.loan, &order.reason).await?;
    let permitted = match permit(&on, stake(&held.loan, UNDO, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    on.post(vec![reversal]).await?;
    take_back(on.step, &held, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((held.loan.id.0, json!({ "reason": order.reason, "number": held.loan.number })))
}

/// The right content of a loan. Whether it was disbursed cannot change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: LoanId,
    pub right: NewLoan,
    pub allowance: Allowance,
}

/// The wrong loan is reversed and the right one recorded in one step, with a number of its own: cash must cover only their
/// difference, and the wrong loan's money counts as available.
///
/// # Errors
/// As [`undo`], and `nothing-changed`, `committee-decides`, `decided-by-committee`, or what recording a loan refuses.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<LoanId>, Error> {
    let fund = super::see(app, by, order.what.wrong).await?.loan.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CORRECT, Action::ManageLoans), fund, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(mut on: OnFund<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let held = standing(&on, order.what.wrong).await?;
    let handed_over = held.status().lent();
    let right = NewLoan { fund: on.fund.id, handed_over, ..order.what.right.clone() };
    let terms = right.terms.clone();
    let changed = changes(said(&on, &held).await?, said_by(&on, &right).await?);
    if changed.is_empty() {
        return Err(Refusal::conflict("nothing-changed").into());
    }
    let (loan, rules) = prepare(on.step, on.fund, on.today, right).await?;
    // The corrected loan stays a part if it was one, and keeps its day of lapsing.
    let mut loan = Loan { part_of: held.loan.part_of, lapses_on: held.loan.lapses_on, ..loan };
    let application = decided::application_of(on.step.tx, held.loan.part_of.unwrap_or(held.loan.id)).await?;
    decided::check(&rules.credit, application.as_ref(), (&held.loan, &loan), &changed, &order.what.allowance)?;
    bounds::check_in_place_of(on.step, &loan, &held.loan, &rules, &order.what.allowance).await?;
    let reversal = if handed_over { Some(reversal(on.step, &held.loan, &order.reason).await?) } else { None };
    let at_stake = Stake { amount_minor: held.loan.principal_minor.max(loan.principal_minor), ..stake(&held.loan, CORRECT, changed) };
    let permitted = match permit(&on, at_stake, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    loan.number = on.book.take_loan_no();
    let id = loan.id;
    take_back(on.step, &held, &order.reason).await?;
    if let Some(reversal) = reversal {
        let from = postings::held_in(loan.payment_method);
        let (loan, installments, entry) = disburse::start(loan, &terms, from)?;
        on.post(vec![reversal, entry]).await?;
        store::insert(on.step, vec![loan], installments).await?;
    } else {
        store::insert(on.step, vec![loan.clone()], Vec::new()).await?;
        commitments::renew(on.step, &loan).await?;
    }
    solidarity::carry_over(on.step, held.loan.id, id).await?;
    store::carry_parts_over(on.step, held.loan.id, id).await?;
    if let Some(application) = application.filter(|row| row.loan_id == Some(held.loan.id)) {
        decided::lead_to(on.step, application, id).await?;
    }
    permitted.corrected(&on, id).await?;
    let allowance = &order.what.allowance;
    let detail = json!({ "reason": order.reason, "corrects": held.loan.id, "acta": allowance.acta, "despite_arrears": allowance.despite_arrears });
    Ok((id.0, detail))
}

/// A loan that was not reversed, that no purchase opened, and on which no later record depends.
async fn standing(on: &OnFund<'_>, id: LoanId) -> Result<LoanAccount, Error> {
    let held = store::load_one(on.step.tx, id).await?;
    if held.status() == LoanStatus::Cancelled {
        return Err(Refusal::conflict("already-reversed").into());
    }
    if let Some(purchase) = store::opened_by(on.step.tx, &held.loan).await? {
        return Err(Refusal::conflict("loan-of-purchase").with("records", Fact::Records(vec![purchase])).into());
    }
    nothing_stands_on_it(&on_it(&held))?;
    Ok(held)
}

fn stake(loan: &Loan, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::Loan,
        id: loan.id.0,
        recorded_by: loan.recorded_by,
        recorded_at: loan.recorded_at,
        amount_minor: loan.principal_minor,
        member: Some(loan.member_id),
        changes,
    }
}

/// The reversal of what the disbursement booked, on its day.
///
/// # Errors
/// A fault where nothing was booked.
pub async fn reversal(step: &Step<'_>, loan: &Loan, reason: &str) -> Result<Entry, Error> {
    let written = journal::entries_from(step.tx, loan.id).await?;
    let written = written.into_iter().next().ok_or_else(|| Error::fault("a loan that was handed over has no entry"))?;
    let booked: Vec<Posting> = written.postings.iter().map(|row| Posting { account: row.account, amount_minor: row.amount_minor }).collect();
    Ok(Entry::new(written.entry.date, Source { kind: SourceKind::LoanReversal, id: loan.id.0 }, reason, postings::reversed(&booked))?)
}

/// Marks a loan as reversed: nothing is owed on it, its observed recovery is taken back, and it commits nothing. The caller
/// posts its [`reversal`], and has checked that no later record depends on it.
pub async fn take_back(step: &Step<'_>, held: &LoanAccount, reason: &str) -> Result<(), Error> {
    if held.status().lent() {
        let observed: Vec<History> =
            held.histories()?.into_iter().filter(|history| reaches(history.due_on, history.due_on, step.tomorrow())).collect();
        recovery::count(step.tx, Change::between(held.loan.fund_id, &observed, &[]).as_slice()).await?;
        let mut installments = held.installments.clone();
        installments.iter_mut().for_each(|row| row.is_open = false);
        store::project(step.tx, &[], &installments.iter().collect::<Vec<_>>()).await?;
    }
    let loan = Loan {
        status: LoanStatus::Cancelled,
        unpaid_principal_minor: 0,
        unpaid_interest_minor: 0,
        credit_minor: 0,
        oldest_unpaid_due_on: None,
        reversed_at: Some(step.now),
        reversed_by: Some(step.by.user_id),
        reversal_reason: Some(reason.to_owned()),
        ..held.loan.clone()
    };
    store::update(step, loan.clone()).await?;
    commitments::renew(step, &loan).await
}
