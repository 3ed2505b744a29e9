//! Capital available now: what is there, what is owed from it and what is committed. Approving and lending need no more.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::bought::Bought;
use crate::db::journal;
use crate::domain::availability::{Holdings, OnHand};
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::cycle::Window;
use crate::domain::ledger::Account;
use crate::domain::loan::LoanStatus;
use crate::domain::rules::FundRules;
use crate::error::Error;
use crate::features::funds::{self, Fund, cycles};
use crate::features::{capital, loans};

/// The most approved loans that count.
const LOANS: u64 = 1_000;

/// What one fund has available, with what it was worked out from.
pub struct FundOnHand {
    pub at: NaiveDate,
    pub holdings: Holdings,
    pub now: OnHand,
    /// How many commitments there are.
    pub commitments: usize,
    pub to_verify: i64,
    pub loans_receivable: i64,
    pub rules: FundRules,
    pub next: Window,
}

type Balances = BTreeMap<Account, i64>;

/// As the books stand today.
///
/// # Errors
/// A fault of the database, or a figure out of bounds.
pub async fn on_hand(db: &impl ConnectionTrait, fund: &Fund, today: NaiveDate) -> Result<FundOnHand, Error> {
    let balances = journal::balances(db, fund.id).await?;
    let approved = loans::store::list(db, fund.id, loans::store::Which::Approved, 0, LOANS).await?;
    let approved = approved.iter().map(|loan| loan.principal_minor).collect();
    let bought = Bought::now(db, fund).await?;
    work_out(db, fund, today, &balances, approved, &bought).await
}

/// As they stood at the end of a day, from the entries up to it.
///
/// # Errors
/// As [`on_hand`].
pub async fn on_hand_at(db: &impl ConnectionTrait, fund: &Fund, as_of: NaiveDate) -> Result<FundOnHand, Error> {
    let balances = journal::balances_at(db, fund.id, as_of).await?;
    let approved = loans::store::list(db, fund.id, loans::store::Which::Approved, 0, LOANS).await?;
    let approved = approved
        .iter()
        .filter(|loan| loan.status == LoanStatus::Approved.code() && loan.disbursed_on >= as_of)
        .map(|loan| loan.principal_minor)
        .collect();
    let bought = Bought::on(db, fund, as_of).await?;
    work_out(db, fund, as_of, &balances, approved, &bought).await
}

async fn work_out(
    db: &impl ConnectionTrait,
    fund: &Fund,
    at: NaiveDate,
    balances: &Balances,
    approved: Vec<i64>,
    bought: &Bought,
) -> Result<FundOnHand, Error> {
    let rules = funds::store::rules_on(db, fund.id, at).await?;
    let (_, next) = cycles::around(&funds::store::cycles(db, fund.id).await?, at);
    let owed_back = capital::store::of_fund(db, fund.id, Some(CapitalStatus::Received)).await?;
    let recoverable_capital = owed_back
        .iter()
        .filter(|row| row.kind == CapitalKind::SeedCapital.code() && row.happens_on <= at)
        .filter(|row| row.owed_back_on.is_some_and(|on| on <= next.starts_on))
        .map(|row| row.amount_minor)
        .sum();
    let commitments: Vec<i64> = approved.into_iter().chain(bought.committed.iter().map(|(_, minor)| *minor)).collect();
    let of = |account| of(balances, account);
    let holdings = Holdings {
        cash: of(Account::Cash),
        bank: of(Account::Bank),
        capital: capital_of(balances),
        reserve_ppm: rules.reserve_ppm,
        reserve_fixed: rules.reserve_fixed_minor,
        member_credit: -of(Account::MemberCredit),
        producer_advances: -of(Account::ProducerAdvances) - bought.advances_passed_on,
        programme_funds_held: -of(Account::ProgrammeFundsHeld) - bought.funds_passed_on,
        payables: -of(Account::Payables),
        recoverable_capital,
        committed: commitments.iter().sum(),
    };
    Ok(FundOnHand {
        at,
        now: holdings.on_hand()?,
        holdings,
        commitments: commitments.len(),
        to_verify: of(Account::CashToVerify),
        loans_receivable: of(Account::LoansReceivable),
        rules,
        next,
    })
}

fn of(balances: &Balances, account: Account) -> i64 {
    balances.get(&account).copied().unwrap_or(0)
}

/// The capital contributed to a fund, from whoever: what its reserve is a share of.
pub fn capital_of(balances: &Balances) -> i64 {
    let contributed = [Account::DonatedCapital, Account::MemberCapital, Account::RetainedSurplus, Account::RecoverableCapital];
    -contributed.into_iter().map(|account| of(balances, account)).sum::<i64>()
}
