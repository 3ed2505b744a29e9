//! A repayment is recorded. Those that arrive together are written together: one query a table reads all their loans, the rule
//! book decides each in memory, and one statement a table writes them. A refused one adds nothing.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::reapply::reapply;
use super::store;
use crate::app::{App, Kept};
use crate::clock::Clock;
use crate::db::batch::Batcher;
use crate::db::command::{self, Done, Step, UsedKey};
use crate::db::journal::{self, Books};
use crate::db::{Db, Tx};
use crate::domain::actor::Actor;
use crate::domain::amount::positive;
use crate::domain::event::PaymentKind;
use crate::domain::ids::{AssociationId, FundId, LoanId, MemberId, RepaymentId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind, postings};
use crate::domain::loan::{LoanStatus, PaymentMethod};
use crate::domain::payment_questions::{self, SameDay};
use crate::domain::quality::Quality;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;
use crate::features::loans::{self, InstallmentRow, LoanAccount, Repayment};
use crate::features::members;
use crate::features::recovery::{self, Change};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewRepayment {
    pub loan: LoanId,
    /// The day on which the money was paid, which may be long before it is recorded.
    pub paid_on: NaiveDate,
    pub amount_minor: i64,
    pub kind: PaymentKind,
    /// Fingerprints keep this field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "means")]
    pub payment_method: PaymentMethod,
    pub note: Note,
    /// What was noted of produce that came back. Left out of fingerprints where nothing was, as before it was asked.
    #[serde(default, skip_serializing_if = "Quality::is_none")]
    pub quality: Quality,
    /// Accepts that money for a loan already paid becomes the member's credit.
    pub as_credit: bool,
    /// Whether unusual facts were confirmed. It is not part of the recorded input, so that a repeated key is not asked again.
    #[serde(skip)]
    pub confirmed: bool,
}

/// The person who pays on the debtor's behalf.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Payer {
    /// A member of the association; the debtor then owes it to them.
    pub member: Option<MemberId>,
    pub name: Line,
}

/// Writes repayments that are recorded at the same time together.
struct Recorder(Batcher<RepaymentRequest, RepaymentId>);

impl Kept for Recorder {
    fn begin(db: &Db, clock: Clock) -> Self {
        Self(Batcher::start(db.clone(), move |tx, asked| Box::pin(write_all(tx, clock, asked))))
    }
}

/// A repayment waiting to be written, with its actor.
#[derive(Clone, Debug)]
pub struct RepaymentRequest {
    pub by: Actor,
    pub key: Uuid,
    pub new: NewRepayment,
    pub payer: Option<Payer>,
}

/// Records a repayment and answers its id; its receipt is numbered without gaps.
///
/// # Errors
/// `not-found`, `forbidden`, `amount-not-positive`, `date-in-future`, `before-disbursement`, `loan-not-disbursed`,
/// `loan-closed`, `settlement-short`, `key-reused`, what [`Quality::check`] refuses; unless confirmed, `payment-same-day`, `payment-far-beyond`.
pub async fn record(app: &App, by: &Actor, key: Uuid, new: NewRepayment) -> Result<RepaymentId, Error> {
    record_of(app, by, key, new, None).await
}

/// The same, paid by another person on the debtor's behalf.
///
/// # Errors
/// As [`record`], and `payer-is-debtor`.
pub async fn record_of(app: &App, by: &Actor, key: Uuid, new: NewRepayment, payer: Option<Payer>) -> Result<RepaymentId, Error> {
    app.kept::<Recorder>().0.write(RepaymentRequest { by: by.clone(), key, new, payer }).await
}

/// The command's name in the audit record.
const NAME: &str = "repayment.record";

/// The rows that a batch has read, and its decisions so far.
struct Batch {
    loans: HashMap<LoanId, LoanAccount>,
    books: Books,
    time_zones: HashMap<AssociationId, String>,
    /// The use of each key, by this batch or before.
    done: HashMap<Uuid, UsedKey>,
    added: Vec<RepaymentId>,
    /// The changes in observed recovery.
    observed: Vec<Change>,
    touched: HashSet<LoanId>,
}

/// Writes a batch of repayments; the answers are in the same order.
pub async fn write_all(tx: &Tx, clock: Clock, asked: Vec<RepaymentRequest>) -> Result<Vec<Result<RepaymentId, Error>>, Error> {
    let mut batch = read(tx, &asked).await?;
    let before = installments_of(&batch.loans);
    let splits_before = splits_of(&batch.loans);
    let now = clock.now();
    let mut answers = Vec::with_capacity(asked.len());
    let mut audit = Vec::new();
    let mut keys = Vec::new();
    for one in &asked {
        let step = Step { tx, by: &one.by, clock, now };
        let fingerprint = match &one.payer {
            None => command::fingerprint(NAME, &one.new)?,
            Some(payer) => command::fingerprint(NAME, &(&one.new, payer))?,
        };
        if let Some(earlier) = batch.done.get(&one.key) {
            answers.push(command::answer_again(tx, earlier, &one.by, NAME, &fingerprint).await.map(RepaymentId));
            continue;
        }
        let answer = decide(&step, &mut batch, &one.new, one.payer.as_ref()).await;
        if let Ok(done) = &answer {
            let key = command::key_row(one.key, &one.by, fingerprint, done.id, now);
            batch.done.insert(one.key, key.clone());
            audit.push(command::audit_row(&step, NAME, done));
            keys.push(key);
        }
        answers.push(answer.map(|done| RepaymentId(done.id)));
    }
    if !batch.added.is_empty() {
        write(tx, batch, &before, &splits_before).await?;
        store::add_audit(tx, audit).await?;
        command::remember(tx, keys).await?;
    }
    Ok(answers)
}

async fn read(tx: &Tx, asked: &[RepaymentRequest]) -> Result<Batch, Error> {
    let keys: Vec<Uuid> = asked.iter().map(|one| one.key).collect();
    let ids: HashSet<LoanId> = asked.iter().map(|one| one.new.loan).collect();
    let ids: Vec<LoanId> = ids.into_iter().collect();
    // The funds are locked before the loans are read: on PostgreSQL two batches of one fund must not both read first.
    let named = loans::by_ids(tx, ids.clone()).await?;
    let funds: HashSet<FundId> = named.values().map(|loan| loan.fund_id).collect();
    let books = journal::open(tx, &funds.into_iter().collect::<Vec<_>>()).await?;
    let done = command::seen(tx, &keys).await?.into_iter().map(|row| (row.key, row)).collect();
    let loans = loans::load(tx, &ids).await?;
    let associations: HashSet<AssociationId> = named.values().map(|loan| loan.association_id).collect();
    let time_zones = store::time_zones(tx, associations.into_iter().collect()).await?;
    Ok(Batch { loans, books, time_zones, done, added: Vec::new(), observed: Vec::new(), touched: HashSet::new() })
}

/// Decides one repayment against the batch; a refusal changes nothing.
async fn decide(step: &Step<'_>, batch: &mut Batch, new: &NewRepayment, payer: Option<&Payer>) -> Result<Done, Error> {
    let held = batch.loans.get(&new.loan).ok_or_else(Refusal::not_found)?;
    let association = held.loan.association_id;
    step.by.check(Action::RecordRepayments, Some(association))?;
    let zone = batch.time_zones.get(&association).map(String::as_str).unwrap_or_default();
    check(held, new, step.clock.today(zone))?;
    let payer = paid_by(step, held, payer).await?;
    ask(step, batch, held, new).await?;
    let book = batch.books.of(held.loan.fund_id)?;
    let mut after = held.clone();
    let id = step.new_id();
    let receipt_no = book.next_receipt_no();
    let row = row(step, held, id, receipt_no, postings::held_in(new.payment_method), new);
    after.repayments.push(Repayment { paid_by_member: payer.0, paid_by: payer.1, ..row });
    let reapplied = reapply(&mut after, Some(id.0))?;
    let source = Source { kind: SourceKind::Repayment, id: id.0 };
    let received = postings::repayment_received(postings::held_in(new.payment_method), &reapplied.own);
    let mut entries = vec![Entry::new(new.paid_on, source, new.note.to_string(), received)?.with_receipt(receipt_no)];
    if reapplied.moved_others() {
        let source = Source { kind: SourceKind::RepaymentAdjustment, id: id.0 };
        entries.push(Entry::new(new.paid_on, source, "", postings::repayments_reapplied(&reapplied.others))?);
    }
    book.post(step.tx, entries, step.by.user_id, step.now).await?;
    book.take_receipt_no();
    batch.observed.extend(after.recovery_changed(held, new.paid_on, step.tomorrow())?);
    batch.loans.insert(new.loan, after);
    batch.added.push(id);
    batch.touched.insert(new.loan);
    Ok(Done { id: id.0, association: Some(association), detail: json!({ "receipt": receipt_no, "amount": new.amount_minor }) })
}

/// The payer as stored: a member with their own name.
async fn paid_by(step: &Step<'_>, held: &LoanAccount, payer: Option<&Payer>) -> Result<(Option<MemberId>, Option<String>), Error> {
    let Some(payer) = payer else { return Ok((None, None)) };
    let Some(id) = payer.member else { return Ok((None, Some(payer.name.to_string()))) };
    if id == held.loan.member_id {
        return Err(Refusal::invalid("payer", "payer-is-debtor").into());
    }
    let member = members::find(step.tx, id).await?;
    if member.association_id != held.loan.association_id {
        return Err(Refusal::invalid("payer", "member-of-another-association").into());
    }
    Ok((Some(id), Some(member.name)))
}

/// Asks for confirmation of an unusual payment.
async fn ask(step: &Step<'_>, batch: &Batch, held: &LoanAccount, new: &NewRepayment) -> Result<(), Error> {
    // Money for a loan already paid has its own confirmation.
    if new.confirmed || held.status() == LoanStatus::Closed {
        return Ok(());
    }
    let of_batch = batch.loans.values().flat_map(|other| &other.repayments).filter(|row| row.member_id == held.loan.member_id);
    let mut that_day = of_batch.filter(|row| row.paid_on == new.paid_on && row.reversed_at.is_none());
    let other = match that_day.next() {
        Some(row) => Some((row.receipt_no, row.amount_minor)),
        None => store::on_day(step.tx, held.loan.member_id, new.paid_on).await?,
    };
    let same_day = other.map(|(receipt_no, amount_minor)| SameDay { receipt_no, amount_minor });
    let owed = held.payoff(new.paid_on)?.total();
    Ok(payment_questions::ask(new.amount_minor, owed, new.paid_on, same_day, held.unit)?)
}

/// # Errors
/// As [`record`].
pub fn check(held: &LoanAccount, new: &NewRepayment, today: NaiveDate) -> Result<(), Error> {
    held.check_lent()?;
    positive(new.amount_minor)?;
    new.quality.check(held.unit)?;
    if new.paid_on > today {
        return Err(Refusal::invalid("paid_on", "date-in-future").into());
    }
    let began_on = held.loan.disbursed_on;
    if new.paid_on < began_on {
        return Err(Refusal::invalid("paid_on", "before-disbursement").with("disbursed_on", Fact::Date(began_on)).into());
    }
    if held.status() == LoanStatus::Closed && !new.as_credit {
        return Err(Refusal::conflict("loan-closed").at("as_credit").into());
    }
    if new.kind == PaymentKind::Settlement {
        let payoff = held.payoff(new.paid_on)?.total();
        let needed = if new.payment_method == PaymentMethod::Cash { held.contract.rules.in_cash(payoff) } else { payoff };
        if new.amount_minor < needed {
            let refusal = Refusal::invalid("amount", "settlement-short").with("needed", Fact::Money(needed, held.unit));
            return Err(refusal.into());
        }
    }
    Ok(())
}

/// A repayment's row before it is applied.
pub fn row(step: &Step<'_>, held: &LoanAccount, id: RepaymentId, receipt_no: i64, held_in: Account, new: &NewRepayment) -> Repayment {
    Repayment {
        id,
        association_id: held.loan.association_id,
        fund_id: held.loan.fund_id,
        loan_id: held.loan.id,
        member_id: held.loan.member_id,
        receipt_no,
        paid_on: new.paid_on,
        amount_minor: new.amount_minor,
        kind: new.kind,
        payment_method: new.payment_method,
        held_in,
        note: new.note.to_string(),
        late_fee_minor: 0,
        interest_minor: 0,
        principal_minor: 0,
        credit_minor: 0,
        forgiven_minor: 0,
        rounding_minor: 0,
        rounding_principal_minor: 0,
        recovery: false,
        recorded_by: step.by.user_id,
        recorded_at: step.now,
        reversed_at: None,
        reversed_by: None,
        reversal_reason: None,
        paid_by_member: None,
        paid_by: None,
        germination_ppm: new.quality.germination_ppm,
        quality: Some(new.quality.said.to_string()).filter(|said| !said.is_empty()),
    }
}

type Splits = HashMap<RepaymentId, [i64; 8]>;

fn splits_of(loans: &HashMap<LoanId, LoanAccount>) -> Splits {
    loans.values().flat_map(|held| &held.repayments).map(|row| (row.id, split_columns(row))).collect()
}

fn split_columns(row: &Repayment) -> [i64; 8] {
    [
        row.late_fee_minor,
        row.interest_minor,
        row.principal_minor,
        row.credit_minor,
        row.forgiven_minor,
        row.rounding_minor,
        row.rounding_principal_minor,
        row.recovery.into(),
    ]
}

fn installments_of(loans: &HashMap<LoanId, LoanAccount>) -> HashMap<(LoanId, i64), InstallmentRow> {
    loans.values().flat_map(|held| &held.installments).map(|row| ((row.loan_id, row.no), row.clone())).collect()
}

/// Writes the batch's decisions: only the rows that changed.
async fn write(tx: &Tx, batch: Batch, before: &HashMap<(LoanId, i64), InstallmentRow>, splits_before: &Splits) -> Result<(), Error> {
    let added: HashSet<RepaymentId> = batch.added.iter().copied().collect();
    let touched: Vec<&LoanAccount> = batch.touched.iter().filter_map(|id| batch.loans.get(id)).collect();
    let rows: Vec<&Repayment> = touched.iter().flat_map(|held| &held.repayments).collect();
    let new: Vec<&Repayment> = rows.iter().copied().filter(|row| added.contains(&row.id)).collect();
    let moved: Vec<&Repayment> =
        rows.into_iter().filter(|row| splits_before.get(&row.id).is_some_and(|earlier| *earlier != split_columns(row))).collect();
    let installments: Vec<&InstallmentRow> =
        touched.iter().flat_map(|held| &held.installments).filter(|row| !row.appended && before.get(&(row.loan_id, row.no)) != Some(*row)).collect();
    store::insert(tx, &new).await?;
    store::project(tx, &moved).await?;
    loans::project_remissions(tx, &touched.iter().flat_map(|held| held.remitted()).collect::<Vec<_>>()).await?;
    loans::project(tx, &touched.iter().map(|held| &held.loan).collect::<Vec<_>>(), &installments).await?;
    loans::append(tx, &touched).await?;
    recovery::count(tx, &batch.observed).await?;
    journal::close(tx, batch.books).await
}
