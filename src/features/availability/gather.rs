//! Gathers what capital available is worked out from, as the books stand today. Reads kept balances and open
//! installments, never the whole history.

use std::collections::BTreeMap;
use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::bought::Bought;
use crate::domain::arrears::Bucket;
use crate::domain::availability::{Availability, Dated, Facts, Owed};
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::cycle::Window;
use crate::domain::ledger::Account;
use crate::domain::recovery::{History, Observed, observe, rates};
use crate::domain::rules::FundRules;
use crate::error::Error;
use crate::features::funds::{self, Fund, cycles};
use crate::features::{capital, expenses, loans};

/// The most planned expenses that count.
const EXPENSES: u64 = 1_000;
/// How many closed cycles the fund's own recovery rate looks back on.
const CYCLES: usize = 3;

/// Capital available with what it was worked out from.
pub struct Gathered {
    pub facts: Facts,
    pub availability: Availability,
    pub rules: FundRules,
    pub present: Window,
    pub next: Window,
    pub to_verify: i64,
    pub loans_receivable: i64,
    pub observed: [Observed; 6],
}

impl Gathered {
    /// Whether some bucket that counts still stands on the rules' default rate.
    pub fn by_default(&self) -> bool {
        self.observed.iter().any(|observed| observed.rate_ppm().is_none())
    }

    /// The rate of what is not yet due, in ppm: what the page says of `expected`.
    pub fn main_rate_ppm(&self) -> i64 {
        self.facts.recovery.of(Bucket::NotDue)
    }
}

/// # Errors
/// A fault of the database, or a figure out of bounds.
pub async fn gather(db: &impl ConnectionTrait, fund: &Fund, today: NaiveDate) -> Result<Gathered, Error> {
    let balances = crate::db::journal::balances(db, fund.id).await?;
    let rules = funds::store::rules_on(db, fund.id, today).await?;
    let known = funds::store::cycles(db, fund.id).await?;
    let (present, next) = cycles::around(&known, today);
    let closed: Vec<Window> = known
        .iter()
        .rev()
        .filter(|cycle| cycle.ends_on < today)
        .take(CYCLES)
        .map(|cycle| Window { name: cycle.name.clone(), starts_on: cycle.starts_on, ends_on: cycle.ends_on })
        .collect();
    let observed = observe_cycles(db, fund, &closed, today).await?;
    let open = loans::store::unpaid_by(db, fund.id, next.starts_on).await?;
    let approved = loans::store::list(db, fund.id, loans::store::Which::Approved, 0, EXPENSES).await?;
    let bought = Bought::now(db, fund).await?;
    let pledges = capital::store::of_fund(db, fund.id, Some(CapitalStatus::Pledged)).await?;
    let owed_back = capital::store::of_fund(db, fund.id, Some(CapitalStatus::Received)).await?;
    let planned = expenses::store::of_fund(db, fund.id, Some(expenses::record::PLANNED), EXPENSES).await?;
    let facts = Facts {
        at: today,
        next_cycle_starts: next.starts_on,
        cash: of(&balances, Account::Cash),
        bank: of(&balances, Account::Bank),
        capital: capital_of(&balances),
        reserve_ppm: rules.reserve_ppm,
        reserve_fixed: rules.reserve_fixed_minor,
        owed: Owed {
            member_credit: -of(&balances, Account::MemberCredit),
            producer_advances: -of(&balances, Account::ProducerAdvances) - bought.advances_passed_on,
            programme_funds_held: -of(&balances, Account::ProgrammeFundsHeld) - bought.funds_passed_on,
            payables: -of(&balances, Account::Payables),
            recoverable_capital: owed_back
                .iter()
                .filter(|row| row.kind == CapitalKind::SeedCapital.code())
                .filter_map(|row| row.owed_back_on.map(|on| Dated(on, row.amount_minor)))
                .collect(),
        },
        commitments: approved.iter().map(|loan| loan.principal_minor).chain(bought.committed.iter().map(|(_, minor)| *minor)).collect(),
        unpaid_installments: open,
        recovery: rates(&observed, rules.recovery_ppm),
        interest_kept_ppm: rules.interest_kept_ppm,
        pledges: pledges.iter().map(|row| Dated(row.happens_on, row.amount_minor)).collect(),
        planned_expenses: planned.iter().map(|row| Dated(row.happens_on, row.amount_minor)).collect(),
    };
    let availability = facts.availability()?;
    let (to_verify, loans_receivable) = (of(&balances, Account::CashToVerify), of(&balances, Account::LoansReceivable));
    Ok(Gathered { facts, availability, rules, present, next, to_verify, loans_receivable, observed })
}

fn of(balances: &BTreeMap<Account, i64>, account: Account) -> i64 {
    balances.get(&account).copied().unwrap_or(0)
}

/// The capital contributed to a fund, from whoever: what its reserve is a share of.
pub fn capital_of(balances: &BTreeMap<Account, i64>) -> i64 {
    let contributed = [Account::DonatedCapital, Account::MemberCapital, Account::RetainedSurplus, Account::RecoverableCapital];
    -contributed.into_iter().map(|account| of(balances, account)).sum::<i64>()
}

async fn observe_cycles(db: &impl ConnectionTrait, fund: &Fund, closed: &[Window], today: NaiveDate) -> Result<[Observed; 6], Error> {
    let (Some(from), Some(to)) = (closed.iter().map(|window| window.starts_on).min(), closed.iter().map(|window| window.ends_on).max()) else {
        return Ok([Observed::default(); 6]);
    };
    let ids = loans::store::installments_due_between(db, fund.id, from, to).await?;
    let held = loans::store::load(db, &ids).await?;
    let mut histories = Vec::new();
    for held in held.values() {
        histories.extend(histories_of(held)?.into_iter().filter(|history| from <= history.due_on && history.due_on <= to));
    }
    Ok(observe(&histories, today))
}

/// What was paid on each installment of a loan, and when: the difference each event makes.
fn histories_of(held: &loans::Held) -> Result<Vec<History>, Error> {
    let mut histories: Vec<History> = held
        .contract
        .schedule
        .iter()
        .map(|row| History { due_on: row.due_on, amount_minor: row.principal + row.interest, payments: Vec::new() })
        .collect();
    let mut events = held.events()?;
    events.sort_by_key(|event| event.on);
    let mut paid: HashMap<usize, i64> = HashMap::new();
    for last in 1..=events.len() {
        let so_far = events.get(..last).unwrap_or_default();
        let on = so_far.last().map(|event| event.on).unwrap_or_default();
        let position = crate::domain::replay::replay(&held.contract, so_far, on)?;
        for (i, installment) in position.installments.iter().enumerate() {
            let now = installment.paid_principal + installment.paid_interest;
            let before = paid.insert(i, now).unwrap_or(0);
            if now != before
                && let Some(history) = histories.get_mut(i)
            {
                history.payments.push((on, now - before));
            }
        }
    }
    Ok(histories)
}
