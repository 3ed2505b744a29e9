//! Refunds a member's credit balance with a numbered voucher, or pays another of their loans with it, with a receipt.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store::{self, CreditUse};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::calendar::happened;
use crate::domain::event::PaymentKind;
use crate::domain::ids::{FundId, LoanId, MemberId, RepaymentId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::loan::PaymentMethod;
use crate::domain::quality::Quality;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::repayments::{self, NewRepayment, reapply, record};
use crate::features::{loans, members, recovery};

/// A refund.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewRefund {
    pub fund: FundId,
    pub member: MemberId,
    pub amount_minor: i64,
    pub refunded_on: NaiveDate,
    pub payment_method: PaymentMethod,
    pub note: Note,
}

/// # Errors
/// `forbidden`, `not-found`, `amount-not-positive`, `date-in-future`, `beyond-credit`, `cash-short`.
pub async fn refund(app: &App, by: &Actor, key: Uuid, new: NewRefund) -> Result<Uuid, Error> {
    on_fund(app, by, key, Act("credit.refund", Action::ManageLoans), new.fund, new, refund_work).await
}

async fn refund_work(mut on: OnFund<'_>, new: NewRefund) -> Outcome<Uuid> {
    check_refund(&on, &new, 0).await?;
    let (row, entry) = voucher(&mut on, &new)?;
    on.post(vec![entry]).await?;
    let (id, voucher_no) = (row.id, row.voucher_no);
    store::insert(on.step, row).await?;
    Ok((id, json!({ "member": new.member, "amount": new.amount_minor, "voucher": voucher_no })))
}

/// Whether so much can be given back that day; `freed_minor` is what a wrong one that it takes the place of gave back.
///
/// # Errors
/// What [`refund`] refuses.
pub(super) async fn check_refund(on: &OnFund<'_>, new: &NewRefund, freed_minor: i64) -> Result<(), Error> {
    happened(new.refunded_on, on.today).map_err(|refusal| refusal.at("refunded_on"))?;
    check(on, new.member, new.amount_minor, (new.refunded_on, freed_minor)).await
}

/// The row of what is given back, with a voucher of its own number, and its entry.
///
/// # Errors
/// What the entry refuses.
pub(super) fn voucher(on: &mut OnFund<'_>, new: &NewRefund) -> Result<(CreditUse, Entry), Error> {
    let voucher_no = on.book.take_voucher_no();
    let row = CreditUse {
        voucher_no: Some(voucher_no),
        payment_method: new.payment_method,
        note: new.note.to_string(),
        ..row(on, (new.member, new.amount_minor, new.refunded_on))
    };
    let moved = postings::credit_refunded(postings::held_in(new.payment_method), new.amount_minor);
    let entry = Entry::new(new.refunded_on, Source { kind: SourceKind::CreditRefund, id: row.id }, row.note.clone(), moved)?;
    Ok((row, entry))
}

/// The use of credit on another loan.
#[derive(Clone, Debug, Serialize)]
pub struct NewUse {
    pub loan: LoanId,
    pub amount_minor: i64,
    pub paid_on: NaiveDate,
}

/// Gives the payment that it makes, with its receipt.
///
/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `beyond-credit`, `credit-beyond-debt`, and the refusals of a payment.
pub async fn pay(app: &App, by: &Actor, key: Uuid, new: NewUse) -> Result<RepaymentId, Error> {
    let fund = loans::see(app, by, new.loan).await?.loan.fund_id;
    on_fund(app, by, key, Act("credit.pay", Action::ManageLoans), fund, new, pay_work).await
}

async fn pay_work(mut on: OnFund<'_>, new: NewUse) -> Outcome<RepaymentId> {
    let step = on.step;
    let before = loans::load_one(step.tx, new.loan).await?;
    let payment = NewRepayment {
        loan: new.loan,
        paid_on: new.paid_on,
        amount_minor: new.amount_minor,
        kind: PaymentKind::Repayment,
        payment_method: PaymentMethod::Credit,
        note: Note::default(),
        quality: Quality::default(),
        as_credit: false,
        confirmed: true,
    };
    record::check(&before, &payment, on.today)?;
    check(&on, before.loan.member_id, new.amount_minor, (new.paid_on, 0)).await?;
    let (id, receipt_no): (RepaymentId, i64) = (step.new_id(), on.book.take_receipt_no());
    let mut held = before.clone();
    held.repayments.push(record::row(step, &held, id, receipt_no, Account::MemberCredit, &payment));
    let reapplied = reapply::reapply(&mut held, Some(id.0))?;
    if reapplied.own.credit > 0 {
        let owed = Fact::Money(new.amount_minor - reapplied.own.credit, held.unit);
        return Err(Refusal::invalid("amount", "credit-beyond-debt").with("owed", owed).into());
    }
    let source = |kind| Source { kind, id: id.0 };
    let received = postings::repayment_received(Account::MemberCredit, &reapplied.own);
    let mut entries = vec![Entry::new(new.paid_on, source(SourceKind::Repayment), "", received)?.with_receipt(receipt_no)];
    let moved = postings::repayments_reapplied(&reapplied.others);
    entries.extend(Entry::of_change(new.paid_on, source(SourceKind::RepaymentAdjustment), "", moved)?);
    on.post(entries).await?;
    repayments::insert(step.tx, &held.repayments.last().into_iter().collect::<Vec<_>>()).await?;
    let use_row = CreditUse { repayment_id: Some(id), ..row(&on, (held.loan.member_id, new.amount_minor, new.paid_on)) };
    store::insert(step, use_row).await?;
    reapply::write(step.tx, &[&held]).await?;
    recovery::count(step.tx, held.recovery_changed(&before, new.paid_on, step.tomorrow())?.as_slice()).await?;
    Ok((id, json!({ "receipt": receipt_no, "amount": new.amount_minor, "of": "credit" })))
}

/// Checks that the member belongs to the fund's association and had that much credit by that day.
async fn check(on: &OnFund<'_>, member: MemberId, amount_minor: i64, (day, freed_minor): (NaiveDate, i64)) -> Result<(), Error> {
    positive(amount_minor)?;
    if members::find(on.step.tx, member).await?.association_id != on.fund.association {
        return Err(Refusal::invalid("member", "member-of-another-association").into());
    }
    let most = repayments::credit_of(on.step.tx, (on.fund.id, member), Some(day)).await? + freed_minor;
    if amount_minor > most {
        return Err(Refusal::invalid("amount", "beyond-credit").with("most", Fact::Money(most.max(0), on.fund.unit)).into());
    }
    Ok(())
}

fn row(on: &OnFund<'_>, (member_id, amount_minor, used_on): (MemberId, i64, NaiveDate)) -> CreditUse {
    CreditUse {
        id: on.step.new_id(),
        association_id: on.fund.association,
        fund_id: on.fund.id,
        member_id,
        used_on,
        amount_minor,
        voucher_no: None,
        payment_method: PaymentMethod::Credit,
        repayment_id: None,
        note: String::new(),
        recorded_by: on.step.by.user_id,
        recorded_at: on.step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
    }
}
