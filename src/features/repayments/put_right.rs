//! A wrong repayment is never edited or deleted: it is reversed with a reason, or corrected in one step, and both stay visible
//! (spec §4.4). Its receipt does not change.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::reapply::{self, effect_of, reapply, take_out};
use super::record::{self, NewRepayment};
use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::{FieldChange, FieldValue, RecordKind, changes};
use crate::domain::ids::RepaymentId;
use crate::domain::ledger::postings::Effect;
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::rate::percent;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, nothing_stands_on_it, permit};
use crate::features::delay::ClaimPayment;
use crate::features::funds::{Act, OnFund, Outcome, on_fund};
use crate::features::loans::{self, LoanAccount, Repayment};
use crate::features::{delay, recovery};

pub const REVERSE: &str = "repayment.reverse";
pub const CORRECT: &str = "repayment.correct";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `cash-short`, `records-stand-on-it` where a debtor repaid a guarantor.
pub async fn reverse(app: &App, by: &Actor, key: Uuid, order: Order<RepaymentId>) -> Result<Answer<RepaymentId>, Error> {
    let fund = super::see(app, by, order.what).await?.0.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(REVERSE, Action::RecordRepayments), fund, order, reverse_work).await?;
    Answer::of(app, id).await
}

async fn reverse_work(mut on: OnFund<'_>, order: Order<RepaymentId>) -> Outcome<Uuid> {
    let step = on.step;
    let wrong = standing(&on, order.what).await?;
    nothing_stands_on_it(&delay::records(&delay::returned_of(step.tx, wrong.id).await?))?;
    let permitted = match permit(&on, stake(&wrong, REVERSE, Vec::new()), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let mut held = loans::load_one(step.tx, wrong.loan_id).await?;
    let before = held.clone();
    let others = take_out(&mut held, wrong.id, (permitted.by(), step.now, &order.reason))?;
    let mut entries = vec![reversal(&wrong, &order.reason)?];
    entries.extend(adjustment(&wrong, others)?);
    on.post(entries).await?;
    keep(&on, &wrong, &[(before, held)], wrong.paid_on).await?;
    permitted.reversed(&on).await?;
    Ok((wrong.id.0, json!({ "reason": order.reason, "receipt": wrong.receipt_no })))
}

/// The right content of a repayment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Right {
    pub wrong: RepaymentId,
    pub right: NewRepayment,
}

/// The wrong repayment is reversed and the right one recorded with its own receipt in one step: cash must cover only their
/// difference.
///
/// # Errors
/// `forbidden`, `not-found`, `already-reversed`, `nothing-changed`, `no-loan-numbered`, `loan-of-another-fund`, `cash-short`,
/// `payment-of-credit`, `records-stand-on-it` or `claim-returned-more` where a debtor repaid a guarantor, and what recording
/// refuses.
pub async fn correct(app: &App, by: &Actor, key: Uuid, order: Order<Right>) -> Result<Answer<RepaymentId>, Error> {
    let fund = super::see(app, by, order.what.wrong).await?.0.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(CORRECT, Action::RecordRepayments), fund, order, correct_work).await?;
    Answer::of(app, id).await
}

async fn correct_work(mut on: OnFund<'_>, order: Order<Right>) -> Outcome<Uuid> {
    let (step, new) = (on.step, &order.what.right);
    let wrong = standing(&on, order.what.wrong).await?;
    if wrong.held_in == Account::MemberCredit {
        return Err(Refusal::conflict("payment-of-credit").into());
    }
    let changed = changed(&on, &wrong, new).await?;
    let returned = returned(&on, &wrong, new).await?;
    let permitted = match permit(&on, stake(&wrong, CORRECT, changed), &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    let before = loans::load_one(step.tx, wrong.loan_id).await?;
    let mut without = before.clone();
    let others = take_out(&mut without, wrong.id, (permitted.by(), step.now, &order.reason))?;
    let same = new.loan == wrong.loan_id;
    let target_before = if same { before.clone() } else { loans::load_one(step.tx, new.loan).await? };
    let mut target = if same { without.clone() } else { target_before.clone() };
    record::check(&target, new, on.today)?;
    let (id, receipt_no): (RepaymentId, i64) = (step.new_id(), on.book.take_receipt_no());
    // All imported money is in cash, whatever its method: it stays in its account unless the method was wrong.
    let held_in = if new.payment_method == wrong.payment_method { wrong.held_in } else { postings::held_in(new.payment_method) };
    let right = record::row(step, &target, id, receipt_no, held_in, new);
    // The payer and the member do not change, whoever owes the loan now.
    let member_id = if same { wrong.member_id } else { right.member_id };
    let right = Repayment { member_id, paid_by_member: wrong.paid_by_member, paid_by: wrong.paid_by.clone(), ..right };
    target.repayments.push(right.clone());
    let reapplied = reapply(&mut target, Some(id.0))?;
    let received = postings::repayment_received(right.held_in, &reapplied.own);
    let mut moved = reapplied.others;
    let mut entries = vec![reversal(&wrong, &order.reason)?];
    entries
        .push(Entry::new(right.paid_on, Source { kind: SourceKind::Repayment, id: id.0 }, new.note.to_string(), received)?.with_receipt(receipt_no));
    if same {
        // The changes that both cause in other payments are posted as one difference.
        moved.add(&others);
    } else {
        entries.extend(adjustment(&wrong, others)?);
    }
    entries.extend(adjustment(&right, moved)?);
    on.post(entries).await?;
    store::insert(step.tx, &[&right]).await?;
    delay::carry_returned(step, returned, &right).await?;
    let touched = if same { vec![(before, target)] } else { vec![(before, without), (target_before, target)] };
    keep(&on, &wrong, &touched, wrong.paid_on.min(right.paid_on)).await?;
    permitted.corrected(&on, id).await?;
    Ok((id.0, json!({ "reason": order.reason, "receipt": receipt_no, "corrects": wrong.receipt_no })))
}

async fn standing(on: &OnFund<'_>, id: RepaymentId) -> Result<Repayment, Error> {
    let repayment = store::find(on.step.tx, id).await?;
    not_reversed(repayment.reversed_at)?;
    Ok(repayment)
}

/// What the debtor repaid a guarantor of it: that stays repaid, as far as the right payment allows.
async fn returned(on: &OnFund<'_>, wrong: &Repayment, new: &NewRepayment) -> Result<Vec<ClaimPayment>, Error> {
    let returned = delay::returned_of(on.step.tx, wrong.id).await?;
    let debtor = loans::by_ids(on.step.tx, vec![new.loan]).await?.get(&new.loan).map(|loan| loan.member_id);
    if new.loan != wrong.loan_id && debtor != Some(wrong.member_id) {
        nothing_stands_on_it(&delay::records(&returned))?;
    }
    let sum: i64 = returned.iter().map(|row| row.amount_minor).sum();
    if sum > new.amount_minor {
        return Err(Refusal::invalid("amount", "claim-returned-more").with("returned", Fact::Money(sum, on.fund.unit)).into());
    }
    Ok(returned)
}

async fn changed(on: &OnFund<'_>, wrong: &Repayment, new: &NewRepayment) -> Result<Vec<FieldChange>, Error> {
    let numbered = loans::by_ids(on.step.tx, vec![wrong.loan_id, new.loan]).await?;
    let target = numbered.get(&new.loan).filter(|loan| loan.association_id == on.fund.association);
    let target = target.ok_or_else(|| Refusal::invalid("loan", "no-loan-numbered"))?;
    if target.fund_id != on.fund.id {
        return Err(Refusal::invalid("loan", "loan-of-another-fund").into());
    }
    let number = |id| FieldValue::Text(numbered.get(&id).map_or_else(String::new, |loan| loan.number.to_string()));
    let code = |code: &str| FieldValue::Code(code.to_owned());
    let was = vec![
        ("amount", FieldValue::Money(wrong.amount_minor)),
        ("date", FieldValue::Date(wrong.paid_on)),
        ("loan", number(wrong.loan_id)),
        ("payment_method", code(wrong.payment_method.code())),
        ("payment_kind", code(wrong.kind.code())),
        ("note", wrong.note.clone().into()),
        ("germination", said_of(wrong.germination_ppm)),
        ("quality", wrong.quality.clone().unwrap_or_default().into()),
    ];
    let is = vec![
        ("amount", FieldValue::Money(new.amount_minor)),
        ("date", FieldValue::Date(new.paid_on)),
        ("loan", number(new.loan)),
        ("payment_method", code(new.payment_method.code())),
        ("payment_kind", code(new.kind.code())),
        ("note", new.note.to_string().into()),
        ("germination", said_of(new.quality.germination_ppm)),
        ("quality", new.quality.said.to_string().into()),
    ];
    let changed = changes(was, is);
    if changed.is_empty() { Err(Refusal::conflict("nothing-changed").into()) } else { Ok(changed) }
}

fn said_of(germination_ppm: Option<i64>) -> FieldValue {
    germination_ppm.map_or(FieldValue::Nothing, |ppm| FieldValue::Text(format!("{}\u{a0}%", percent(ppm))))
}

fn stake(repayment: &Repayment, command: &'static str, changes: Vec<FieldChange>) -> Stake {
    Stake {
        command,
        kind: RecordKind::Repayment,
        id: repayment.id.0,
        recorded_by: repayment.recorded_by,
        recorded_at: repayment.recorded_at,
        amount_minor: repayment.amount_minor,
        member: Some(repayment.member_id),
        changes,
    }
}

/// The reversal of its entry, on its own day.
fn reversal(wrong: &Repayment, reason: &str) -> Result<Entry, Refusal> {
    let undone = postings::reversed(&postings::repayment_received(wrong.held_in, &effect_of(wrong)));
    Entry::new(wrong.paid_on, Source { kind: SourceKind::RepaymentReversal, id: wrong.id.0 }, reason, undone)
}

/// One entry for the change in how other payments of the loan are applied.
fn adjustment(of: &Repayment, moved: Effect) -> Result<Option<Entry>, Refusal> {
    Entry::of_change(of.paid_on, Source { kind: SourceKind::RepaymentAdjustment, id: of.id.0 }, "", postings::repayments_reapplied(&moved))
}

/// Writes the loans after the change; `from` is the first day that changed.
async fn keep(on: &OnFund<'_>, wrong: &Repayment, touched: &[(LoanAccount, LoanAccount)], from: chrono::NaiveDate) -> Result<(), Error> {
    let step = on.step;
    for (_, after) in touched {
        for row in after.repayments.iter().filter(|row| row.id == wrong.id) {
            store::mark_reversed(step.tx, row).await?;
            if row.held_in == Account::MemberCredit {
                store::give_credit_back(step.tx, row).await?;
            }
        }
    }
    reapply::write(step.tx, &touched.iter().map(|(_, after)| after).collect::<Vec<_>>()).await?;
    let observed = touched.iter().map(|(before, after)| after.recovery_changed(before, from, step.tomorrow()));
    let observed: Vec<_> = observed.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect();
    recovery::count(step.tx, &observed).await
}
