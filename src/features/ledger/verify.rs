//! Recomputes every balance, projection, chain and identity of a fund's books (spec §5), and says exactly where one
//! does not hold.

use std::collections::{BTreeMap, HashSet};

use sea_orm::ConnectionTrait;

use crate::db::journal::{self, ChainedEntry, FIRST_HASH};
use crate::domain::cofinancing::PartyRole;
use crate::domain::ids::{BudgetLineId, LoanId, MemberId};
use crate::domain::ledger::days::Days;
use crate::domain::ledger::entry::{Canonical, Edition};
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::loan::LoanStatus;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::replay::{Parts, Position};
use crate::domain::rules::Component;
use crate::error::Error;
use crate::features::funds::{self, Fund};
use crate::features::loans::{self, LoanAccount};
use crate::features::programmes::{self, Programme};
use crate::features::purchases;
use crate::features::transfers;
use crate::features::{cash, closes, credits, delay};

use super::money;

/// Entries read at a time.
const PAGE: u64 = 2_000;
/// Purchases read at a time.
const PURCHASES: u64 = 200;

/// The findings in one fund's books; none when everything holds. A finding has the form of a refusal: a code and facts.
pub struct Findings {
    pub fund: Fund,
    pub entries: i64,
    pub loans: usize,
    pub findings: Vec<Refusal>,
}

pub async fn verify(db: &impl ConnectionTrait, fund: Fund) -> Result<Findings, Error> {
    let mut findings = Vec::new();
    let (entries, computed, days, results) = chain(db, &fund, &mut findings).await?;
    let kept = journal::balances(db, fund.id).await?;
    for account in Account::ALL {
        let (kept, computed) = (kept.get(&account).copied().unwrap_or(0), computed.get(&account).copied().unwrap_or(0));
        if kept != computed {
            findings.push(differs("verify-balance", &fund, kept, computed).with("account", Fact::Text(account.code().to_owned())));
        }
    }
    if kept.values().sum::<i64>() != 0 {
        findings.push(differs("verify-sum", &fund, kept.values().sum(), 0));
    }
    let held = loans::of_fund(db, fund.id, None).await?;
    findings.extend(money::check_days(db, &fund, &days).await?);
    let moved = transfers::given_and_lent(db, fund.id).await?;
    findings.extend(money::check_capital(db, &fund, &computed, &moved).await?);
    let bought = check_purchases(db, &fund, &computed, moved.owed, &mut findings).await?;
    let spent: i64 = credits::of_fund(db, fund.id).await?.iter().filter(|row| row.reversed_at.is_none()).map(|row| row.amount_minor).sum();
    check_loans(&fund, &held, &results, bought, closes::unpaid_shares(db, fund.id).await? - spent, &mut findings)?;
    super::closed::check(db, &fund, &computed, &mut findings).await?;
    let counted = cash::differences(db, fund.id).await?;
    let over_short = -results.get(&Account::CashOverShort).copied().unwrap_or(0);
    if over_short != counted {
        findings.push(differs("verify-cash-counts", &fund, over_short, counted));
    }
    super::committed::check(db, &fund, &mut findings).await?;
    super::recovered::check(db, &fund, &held, &mut findings).await?;
    Ok(Findings { loans: held.len(), fund, entries, findings })
}

fn differs(code: &'static str, fund: &Fund, kept: i64, computed: i64) -> Refusal {
    Refusal::conflict(code).with("kept", Fact::Money(kept, fund.unit)).with("computed", Fact::Money(computed, fund.unit))
}

/// The number of entries, their balances, each day's movements of the money accounts, and the balances without the entries that
/// close a cycle.
type Walked = (i64, BTreeMap<Account, i64>, BTreeMap<Account, Days>, BTreeMap<Account, i64>);

/// Walks the chain of entries: numbers, hashes, sums.
async fn chain(db: &impl ConnectionTrait, fund: &Fund, findings: &mut Vec<Refusal>) -> Result<Walked, Error> {
    let mut balances = BTreeMap::new();
    let mut results = BTreeMap::new();
    let mut days: BTreeMap<Account, Days> = BTreeMap::new();
    let mut hash = FIRST_HASH.to_owned();
    let mut newest = Edition::First;
    let mut no = 0;
    loop {
        let page = journal::chain_after(db, fund.id, no, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for entry in &page {
            let at = |code| Refusal::conflict(code).with("entry", Fact::Number(entry.no));
            if entry.no != no + 1 {
                findings.push(at("verify-number"));
            }
            no = entry.no;
            // An entry that was rewritten in the form of an earlier version is found too.
            let edition = Edition::of(&entry.hash);
            if edition < newest || chained(entry).hash(edition, &hash) != entry.hash {
                findings.push(at("verify-chain"));
            }
            newest = newest.max(edition);
            hash.clone_from(&entry.hash);
            if entry.postings.len() < 2 || entry.postings.iter().map(|(_, minor)| minor).sum::<i64>() != 0 {
                findings.push(at("verify-entry-sum"));
            }
            for (account, minor) in &entry.postings {
                *balances.entry(*account).or_default() += minor;
                *results.entry(*account).or_default() += if entry.source_kind == SourceKind::CycleClose.code() { 0 } else { *minor };
                if account.holds_money() {
                    *days.entry(*account).or_default().entry(entry.date).or_default() += minor;
                }
            }
        }
    }
    if let Some(first) = journal::first_out_of_place(db, fund.id, fund.association).await? {
        findings.push(Refusal::conflict("verify-place").with("entry", Fact::Number(first)));
    }
    let row = funds::row(db, fund.id).await?;
    if row.last_hash != hash || row.next_entry_no != no + 1 {
        findings.push(Refusal::conflict("verify-chain-end").with("entry", Fact::Number(no)));
    }
    Ok((no, balances, days, results))
}

/// The fields of an entry that its hash covers.
pub fn chained(entry: &ChainedEntry) -> Canonical<'_, impl Iterator<Item = (&str, i64)> + Clone> {
    Canonical {
        no: entry.no,
        date: entry.date,
        source_kind: &entry.source_kind,
        source_id: entry.source_id,
        memo: &entry.memo,
        receipt_no: entry.receipt_no,
        by: entry.by.0,
        recorded_at: entry.recorded_at,
        postings: entry.postings.iter().map(|(account, minor)| (account.code(), *minor)),
    }
}

fn check_loans(
    fund: &Fund,
    held: &[LoanAccount],
    balances: &BTreeMap<Account, i64>,
    bought: Bought,
    other_credit: i64,
    findings: &mut Vec<Refusal>,
) -> Result<(), Error> {
    let mut sums = [0_i64; 7];
    // Unpaid shares of a surplus, less the member credit that was refunded or used.
    sums[3] = other_credit;
    let mut receipts = bought.receipts;
    receipts.extend(held.iter().flat_map(|held| &held.repayments).map(|paid| paid.receipt_no));
    for held in held.iter().filter(|held| held.status() == LoanStatus::Cancelled && !void(held)) {
        findings.push(Refusal::conflict("verify-projection").with("loan", Fact::Number(held.loan.number)));
    }
    for held in held.iter().filter(|held| held.status().lent()) {
        let position = held.position(held.last_event_on())?;
        if !in_place(held, &bought.earlier_debtors) || !projected(held, &position) {
            findings.push(Refusal::conflict("verify-projection").with("loan", Fact::Number(held.loan.number)));
        }
        sums[0] += position.receivable();
        sums[1] += position.paid(Component::Interest);
        sums[2] += position.paid(Component::LateFee);
        sums[3] += position.credit;
        sums[4] += position.splits.iter().filter(|split| !split.recovery).map(|split| split.rounding.principal).sum::<i64>();
        sums[5] += position.remissions.iter().map(|remission| remission.parts.principal).sum::<i64>();
        sums[6] += position.recovered();
    }
    let balance = |account| balances.get(&account).copied().unwrap_or(0);
    let identities = [
        ("verify-receivable", balance(Account::LoansReceivable), sums[0]),
        ("verify-interest", -balance(Account::InterestIncome), sums[1]),
        ("verify-late-fee", -balance(Account::LateFeeIncome), sums[2]),
        ("verify-credit", -balance(Account::MemberCredit), sums[3]),
        ("verify-rounding", balance(Account::Rounding), sums[4]),
        ("verify-recoveries", -balance(Account::Recoveries), sums[6]),
        ("verify-losses", balance(Account::LoanLosses), sums[5] + bought.lost_minor),
    ];
    for (code, kept, computed) in identities {
        if kept != computed {
            findings.push(differs(code, fund, kept, computed));
        }
    }
    receipts.sort_unstable();
    if let Some((no, _)) = (1..).zip(&receipts).find(|(no, receipt)| no != *receipt) {
        findings.push(Refusal::conflict("verify-receipt").with("receipt", Fact::Number(no)));
    }
    Ok(())
}

/// The accounts that co-financed purchases move: their balances equal those of the purchases together, plus what other funds
/// owe.
const OF_PURCHASES: [Account; 5] =
    [Account::ProducerAdvances, Account::ProgrammeFundsHeld, Account::GoodsInTransit, Account::Payables, Account::Claims];

/// Facts from outside a fund's loans: the receipts and losses of purchases, and the earlier debtors of loans taken over.
#[derive(Default)]
struct Bought {
    earlier_debtors: HashSet<(LoanId, MemberId)>,
    receipts: Vec<i64>,
    lost_minor: i64,
}

async fn check_purchases(
    db: &impl ConnectionTrait,
    fund: &Fund,
    balances: &BTreeMap<Account, i64>,
    owed_by_funds: i64,
    findings: &mut Vec<Refusal>,
) -> Result<Bought, Error> {
    let mut shared = Bought { earlier_debtors: delay::earlier_debtors(db, fund.id).await?, ..Bought::default() };
    let mut sums: BTreeMap<Account, i64> = BTreeMap::from([(Account::Claims, owed_by_funds)]);
    let which = purchases::Which { fund: Some(fund.id), ..Default::default() };
    for page in 0.. {
        let bought = purchases::list(db, &which, page, PURCHASES).await?;
        for held in &bought {
            let balance = held.balance()?;
            shared.lost_minor += balance.lost_minor;
            shared.receipts.extend(held.payments.iter().filter_map(|row| row.receipt_no));
            for (account, minor) in balance.accounts() {
                *sums.entry(account).or_default() += minor;
            }
        }
        if bought.len() as u64 != PURCHASES {
            break;
        }
    }
    for account in OF_PURCHASES {
        let (kept, computed) = (balances.get(&account).copied().unwrap_or(0), sums.get(&account).copied().unwrap_or(0));
        if kept != computed {
            findings.push(differs("verify-purchases", fund, kept, computed).with("account", Fact::Text(account.code().to_owned())));
        }
    }
    Ok(shared)
}

/// Recomputes a programme's budget from its purchases, and says which lines differ.
pub async fn verify_budget(db: &impl ConnectionTrait, programme: &Programme) -> Result<Vec<Refusal>, Error> {
    let id = programme.id;
    let Some(plan) = programmes::plan(db, id).await? else { return Ok(Vec::new()) };
    let mut sums: BTreeMap<BudgetLineId, (i64, i64)> = BTreeMap::new();
    let which = purchases::Which { programmes: Some(vec![id]), ..Default::default() };
    for page in 0.. {
        let bought = purchases::list(db, &which, page, PURCHASES).await?;
        for held in &bought {
            let sum = sums.entry(held.row.budget_line_id).or_default();
            let status = held.status();
            if status.commits() {
                sum.0 += held.project_minor();
            } else if status.received() {
                sum.1 += held.party(PartyRole::Project).and_then(|row| row.received_minor).unwrap_or(0);
            }
        }
        if bought.len() as u64 != PURCHASES {
            break;
        }
    }
    let mut findings = Vec::new();
    for line in programmes::lines(db, id).await? {
        let (committed, spent) = sums.get(&line.id).copied().unwrap_or_default();
        let of = |code, kept, computed| {
            let refusal = Refusal::conflict(code).with("line", Fact::Text(line.name.clone()));
            refusal.with("kept", Fact::Money(kept, plan.unit)).with("computed", Fact::Money(computed, plan.unit))
        };
        if line.committed_minor != committed {
            findings.push(of("verify-committed", line.committed_minor, committed));
        }
        if line.spent_minor != spent {
            findings.push(of("verify-spent", line.spent_minor, spent));
        }
        if line.left_minor() < 0 {
            findings.push(of("verify-overdrawn", line.planned_minor, committed + spent));
        }
    }
    Ok(findings)
}

/// Whether a loan's rows belong to its fund and its member.
fn in_place(held: &LoanAccount, earlier: &HashSet<(LoanId, MemberId)>) -> bool {
    let (association, fund, member) = (held.loan.association_id, held.loan.fund_id, held.loan.member_id);
    held.installments.iter().all(|row| (row.association_id, row.fund_id) == (association, fund))
        && held.repayments.iter().all(|row| {
            let own = row.member_id == member || earlier.contains(&(held.loan.id, row.member_id));
            own && (row.association_id, row.fund_id) == (association, fund)
        })
}

/// Whether nothing is owed on a cancelled or reversed loan, and no record depends on it.
fn void(held: &LoanAccount) -> bool {
    let loan = &held.loan;
    (loan.unpaid_principal_minor, loan.unpaid_interest_minor, loan.credit_minor, loan.oldest_unpaid_due_on) == (0, 0, 0, None)
        && held.installments.iter().all(|row| !row.is_open)
        && held.events().is_empty()
}

/// Whether the stored columns equal those of the replay.
fn projected(held: &LoanAccount, position: &Position) -> bool {
    let mut anew = held.clone();
    anew.project(position);
    let of_loan = anew.loan == held.loan && anew.installments == held.installments;
    let of_repayments = held.standing().enumerate().all(|(event, row)| {
        position.split_of(event).is_some_and(|split| {
            (row.late_fee_minor, row.interest_minor, row.principal_minor, row.credit_minor, row.forgiven_minor)
                == (split.late_fee, split.interest, split.principal, split.credit, split.forgiven)
                && (row.rounding_minor, row.rounding_principal_minor) == (split.rounding.total(), split.rounding.principal)
                && row.recovery == split.recovery
        })
    });
    let paid = held.standing().count();
    let of_remissions = (paid..).zip(held.remitted()).all(|(event, row)| {
        let parts = Parts { late_fee: row.late_fee_minor, interest: row.interest_minor, principal: row.principal_minor };
        position.remission_of(event) == Some(parts)
    });
    of_loan && of_repayments && of_remissions
}
