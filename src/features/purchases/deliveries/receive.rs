//! A delivery is closed. Parts are computed again on the quantities handed out, loans open for what the fund lends, and what
//! each payer and supplier gave too much or too little becomes owed (spec §8).

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::cofinancing::balance::{ReceiptEffects, goods_received};
use crate::domain::cofinancing::terms::{check_due, own_part, project_part};
use crate::domain::cofinancing::{
    ContributionBasis, ContributionKind, Costing, Draft, PartyRole, Payer, ProjectShareTerms, PurchaseStatus, PurchaseStep, most_without_deciding,
    work_out,
};
use crate::domain::ids::{CycleId, LoanId, MemberId, PurchaseId};
use crate::domain::ledger::{Account, Entry, Source, SourceKind};
use crate::domain::loan::PaymentMethod;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::rules::FundRules;
use crate::domain::schedule::Terms;
use crate::domain::split::split;
use crate::domain::text::Note;
use crate::error::Error;
use crate::features::funds::{self, Act, OnFund, Outcome, cycles};
use crate::features::purchases::approvals::decide::check_fund;
use crate::features::purchases::held::no_of;
use crate::features::purchases::rework::reworked;
use crate::features::purchases::{self, OnPurchase, PurchaseRecord, Said, in_zone, labour, on_purchase};
use crate::features::{capital, loans, members, programmes};

#[derive(Clone, Debug, Serialize)]
pub struct Close {
    pub on: NaiveDate,
    /// When the members' loans fall due; the harvest of the purchase's cycle where none is given.
    pub due_on: Option<NaiveDate>,
    pub note: Note,
    /// Whether the user confirmed the loans that open. It is not part of the recorded input, so that a repeated key is not
    /// asked again.
    #[serde(skip)]
    pub confirmed: bool,
}

/// # Errors
/// `forbidden`, `not-found`, `date-in-future`, `purchase-not-ordered`, `purchase-already-received`, `nothing-received`,
/// `goods-left`, `before-last-delivery`, `more-than-approved`, `budget-short`, `fund-short`, what the loans' terms refuse; unless
/// confirmed, `closing-opens-loans`.
pub async fn receive(app: &App, by: &Actor, key: Uuid, id: PurchaseId, close: Close) -> Result<(), Error> {
    let input = in_zone(app, id, close).await?;
    on_purchase(app, by, key, Act("purchase.receive", Action::RequestPurchases), id, input, work).await.map(drop)
}

async fn work(OnPurchase { mut on, record }: OnPurchase<'_>, (id, close, _): (PurchaseId, Close, String)) -> Outcome<PurchaseId> {
    happened(close.on, on.today).map_err(|refusal| refusal.at("on"))?;
    record.status().after(PurchaseStep::Receive)?;
    purchases::draft::check_day(on.step, &record, close.on).await.map_err(|error| error.at("on"))?;
    check_handed_out(&record)?;
    let last = record.deliveries.iter().filter(|row| row.reversed_at.is_none()).map(|row| row.happens_on).max();
    if let Some(last) = last.filter(|last| close.on < *last) {
        return Err(Refusal::invalid("on", "before-last-delivery").with("date", Fact::Date(last)).into());
    }
    let draft = received_draft(on.step.tx, &record).await?;
    let worked = work_out(&draft, &record.parties())?;
    let project = record.parties.iter().zip(&worked.shared.shares_minor).find(|(row, _)| row.role == PartyRole::Project);
    let spent = project.map_or(0, |(_, minor)| *minor);
    let most = most_without_deciding(record.project_minor());
    if spent > most {
        return Err(Refusal::conflict("more-than-approved")
            .with("most", Fact::Money(most, record.unit))
            .with("part", Fact::Money(spent, record.unit))
            .into());
    }
    programmes::budget::take(on.step, record.row.budget_line_id, -record.project_minor(), spent, record.unit).await?;
    // Where more was received than ordered the fund lends more, but only what it has.
    check_fund(&on, worked.lends_minor() - record.row.lends_minor, 0).await?;

    let mut after = written(&record, &worked, close.on);
    let lent = open_loans(&mut on, &mut after, &worked, &draft, &close).await?;
    ask(&on, &close, &lent).await?;
    let given = given(&after, &draft, &worked, &lent);
    let received = PurchaseRecord { row: purchases::Purchase { status: PurchaseStatus::Received, ..after.row.clone() }, ..after.clone() };
    let moved = goods_received(&record.balance()?, &received.balance()?, given);
    let entry = Entry::of_change(close.on, Source { kind: SourceKind::Purchase, id: id.0 }, purchases::pay::memo(&record), moved)?;
    let mut entries: Vec<Entry> = entry.into_iter().collect();
    entries.extend(lent.entries);
    on.post(entries).await?;
    loans::insert(on.step, lent.loans, lent.installments).await?;
    if given.recoverable_minor > 0 {
        record_capital(on.step, &record, given.recoverable_minor, close.on).await?;
    }
    purchases::save_parts(on.step, &after).await?;
    let row = purchases::take_step(on.step, after.row, PurchaseStep::Receive, Said { note: close.note, acta: None }).await?;
    purchases::commitments::renew(on.step, id).await?;
    Ok((id, json!({ "total_minor": row.received_total_minor, "lent_minor": given.lent_minor })))
}

/// Checks that something was handed out, and that the association has no received goods left.
fn check_handed_out(held: &PurchaseRecord) -> Result<(), Refusal> {
    if !held.standing_deliveries().any(|row| row.member_id.is_some()) {
        return Err(Refusal::conflict("nothing-received"));
    }
    for item in &held.items {
        let (came, went) = held.came_and_went(item.no);
        if came != went {
            return Err(Refusal::conflict("goods-left").with("product", Fact::Text(item.product.clone())).with("left", Fact::Quantity(came - went)));
        }
    }
    Ok(())
}

/// The draft with the quantities that were handed out and the days that were worked.
pub async fn received_draft(db: &impl ConnectionTrait, held: &PurchaseRecord) -> Result<Draft, Error> {
    let mut draft = held.draft()?;
    for taken in &mut draft.taken {
        taken.quantity = held.handed(no_of(taken.item), taken.member);
    }
    let mut days = labour::store::days(db, held.id()).await?;
    for pledge in draft.pledges.iter_mut().filter(|pledge| pledge.kind == ContributionKind::Labour) {
        if let (Payer::Member(member), ContributionBasis::Days(agreed)) = (pledge.by, pledge.asked) {
            // Each day counts once, towards what was agreed.
            let left = days.entry(member).or_insert(0);
            let counts = agreed.min(*left);
            *left -= counts;
            pledge.asked = ContributionBasis::Days(counts);
        }
    }
    Ok(draft)
}

/// The purchase's rows with the received quantities; a part that nothing covers is due in cash.
fn written(held: &PurchaseRecord, worked: &Costing, on: NaiveDate) -> PurchaseRecord {
    let mut after = reworked(held, worked, true);
    after.row.received_on = Some(on);
    for row in &mut after.lines {
        row.received_quantity = Some(held.handed(row.item_no, row.member_id));
    }
    after
}

/// The loans that the delivery opens, with their installments and entries.
#[derive(Default)]
pub struct Lent {
    pub loans: Vec<loans::Loan>,
    pub installments: Vec<loans::InstallmentRow>,
    pub entries: Vec<Entry>,
    lent_minor: i64,
    recoverable_minor: i64,
}

async fn open_loans(on: &mut OnFund<'_>, after: &mut PurchaseRecord, worked: &Costing, draft: &Draft, close: &Close) -> Result<Lent, Error> {
    let fund = after.fund();
    let rules = funds::rules_on(on.step.tx, fund, close.on).await?;
    let cycle = funds::cycle_on(on.step, fund, after.row.association_id, close.on).await?;
    let known = funds::cycles(on.step.tx, fund).await?;
    let due_on = close.due_on.unwrap_or_else(|| harvest(&known, after.row.cycle_id, close.on));
    check_due(close.on, due_on)?;
    let memo = purchases::pay::memo(after);
    let mut lent = Lent::default();
    let own: HashMap<MemberId, i64> = after
        .contributions
        .iter()
        .filter(|row| row.kind == ContributionKind::Loan)
        .filter_map(|row| Some((row.member_id?, row.received_minor.unwrap_or(0))))
        .fold(HashMap::new(), |mut sums, (member, minor)| {
            *sums.entry(member).or_insert(0) += minor;
            sums
        });
    let recoverable = recoverable(after, worked, draft)?;
    let recovery = after.recovery()?;
    let people = members::by_ids(on.step.tx, after.members.iter().map(|row| row.member_id).collect()).await?;
    for i in 0..after.members.len() {
        let member = after.members[i].member_id;
        let borrows = own.contains_key(&member) || recovery.is_some();
        if let Some(person) = people.get(&member).filter(|_| borrows) {
            check_joined(person, close.on)?;
        }
        let principal = own.get(&member).copied().unwrap_or(0);
        if principal > 0 {
            let terms = own_part(&rules, principal, close.on, due_on);
            let id = lend(on, &mut lent, (fund, cycle, &rules), member, &memo, terms)?;
            let rows = after.contributions.iter_mut().filter(|row| row.member_id == Some(member) && row.kind == ContributionKind::Loan);
            rows.for_each(|row| row.loan_id = Some(id));
            lent.lent_minor += principal;
        }
        let principal = recoverable.get(&after.members[i].member_number).copied().unwrap_or(0);
        if let (1.., Some(recovery)) = (principal, recovery) {
            let terms = project_part(recovery, &rules, principal, close.on);
            let id = lend(on, &mut lent, (fund, cycle, &rules), member, &memo, terms)?;
            (after.members[i].recoverable_minor, after.members[i].recoverable_loan_id) = (principal, Some(id));
            lent.recoverable_minor += principal;
        }
    }
    Ok(lent)
}

/// Asks for confirmation before loans open: says how many, and whose borrowers are late already.
async fn ask(on: &OnFund<'_>, close: &Close, lent: &Lent) -> Result<(), Error> {
    if close.confirmed || lent.loans.is_empty() {
        return Ok(());
    }
    let people: HashSet<MemberId> = lent.loans.iter().map(|loan| loan.member_id).collect();
    let late = loans::late_of_members(on.step.tx, &[on.fund.id], people.into_iter().collect(), on.today).await?;
    let late: HashSet<MemberId> = late.into_iter().map(|loan| loan.member_id).collect();
    let count = |number: usize| Fact::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let question = Refusal::conflict("closing-opens-loans").at("confirmed").with("count", count(lent.loans.len()));
    Err(question.with("late", count(late.len())).into())
}

/// The project's part in money, split by what each member received, where the producers repay it into the fund.
fn recoverable(after: &PurchaseRecord, worked: &Costing, draft: &Draft) -> Result<HashMap<i64, i64>, Error> {
    if after.row.project_share_terms != ProjectShareTerms::Recoverable || worked.shared.total_minor == 0 {
        return Ok(HashMap::new());
    }
    let project = after.parties.iter().position(|row| row.role == PartyRole::Project).map(Payer::Party);
    let due: i64 = worked.parts.iter().filter(|part| Some(part.by) == project).map(|part| worked.due_minor(draft, part)).sum();
    let taken: Vec<i64> = worked.shared.members.iter().map(|part| part.taken_minor).collect();
    let parts = split(due, &taken)?;
    Ok(worked.shared.members.iter().zip(parts).map(|(part, minor)| (part.member, minor)).collect())
}

/// A member who left still owes for what they took; a person who joined later cannot get the loan.
///
/// # Errors
/// `member-not-joined`.
pub fn check_joined(person: &members::Member, on: NaiveDate) -> Result<(), Refusal> {
    members::check_belongs(person, on).or_else(|refusal| if refusal.code == "member-not-joined" { Err(refusal.at("on")) } else { Ok(()) })
}

pub type Ground<'r> = (crate::domain::ids::FundId, CycleId, &'r FundRules);

/// # Errors
/// What the terms refuse.
pub fn lend(
    on: &mut OnFund<'_>,
    lent: &mut Lent,
    (fund, cycle, rules): Ground<'_>,
    member: MemberId,
    purpose: &str,
    terms: Terms,
) -> Result<LoanId, Error> {
    let new = loans::decide::NewLoan {
        fund,
        member,
        purpose: Note::kept(purpose),
        terms: terms.clone(),
        payment_method: PaymentMethod::Goods,
        handed_over: true,
        named: None,
    };
    let loan = loans::decide::agree(on.step, on.book, cycle, rules.loan, new)?;
    let (loan, installments, entry) = loans::disburse::start(loan, &terms, Account::GoodsInTransit)?;
    let id = loan.id;
    lent.loans.push(loan);
    lent.installments.extend(installments);
    lent.entries.push(entry);
    Ok(id)
}

/// The end of the purchase's cycle; where that is over, the end of the present or the next cycle.
pub fn harvest(known: &[funds::Cycle], cycle: CycleId, on: NaiveDate) -> NaiveDate {
    let own = known.iter().find(|known| known.id == cycle).map(|known| known.ends_on).filter(|ends_on| *ends_on > on);
    own.unwrap_or_else(|| {
        let (present, next) = cycles::around(known, on);
        if present.ends_on > on { present.ends_on } else { next.ends_on }
    })
}

fn given(after: &PurchaseRecord, draft: &Draft, worked: &Costing, lent: &Lent) -> ReceiptEffects {
    let of_parties = worked.parts.iter().filter(|part| matches!(part.by, Payer::Party(_)));
    let theirs: i64 = of_parties.map(|part| worked.due_minor(draft, part)).sum();
    debug_assert_eq!(after.members.iter().map(|row| row.recoverable_minor).sum::<i64>(), lent.recoverable_minor);
    ReceiptEffects {
        lent_minor: lent.lent_minor,
        recoverable_minor: lent.recoverable_minor,
        granted_minor: theirs - lent.recoverable_minor,
        cash_in_lieu_minor: worked.cash_in_lieu_minor,
    }
}

/// The part that producers repay is recorded as capital of the fund.
async fn record_capital(step: &Step<'_>, held: &PurchaseRecord, amount_minor: i64, on: NaiveDate) -> Result<(), Error> {
    let new = capital::record::NewCapital {
        member: None,
        fund: held.fund(),
        kind: CapitalKind::SeedCapital,
        source: Note::kept(purchases::pay::memo(held)),
        amount_minor,
        happens_on: on,
        owed_back_on: None,
        payment_method: PaymentMethod::Goods,
    };
    capital::insert(step, held.row.association_id, CapitalStatus::Received, new).await?;
    Ok(())
}
