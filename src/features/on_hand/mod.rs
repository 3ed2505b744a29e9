//! Capital available now: the money, the debts to pay from it, and the commitments. Approving and lending need no more.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

use crate::db::journal;
use crate::domain::availability::{Holdings, OnHand};
use crate::domain::cycle::Window;
use crate::domain::ids::FundId;
use crate::domain::ledger::{Account, SourceKind};
use crate::domain::rules::FundRules;
use crate::error::Error;
use crate::features::capital;
use crate::features::commitments::{self, Committed};
use crate::features::funds::{self, Fund, cycles};

/// What one fund has available, with the figures that it is computed from.
#[derive(Clone, Debug)]
pub struct FundOnHand {
    pub at: NaiveDate,
    pub holdings: Holdings,
    pub now: OnHand,
    pub committed: Committed,
    pub to_verify: i64,
    pub loans_receivable: i64,
    pub rules: FundRules,
    /// Every cycle of the fund, oldest first.
    pub cycles: Vec<funds::Cycle>,
    pub next: Window,
}

type Balances = BTreeMap<Account, i64>;

/// What the fund has available by its books today.
///
/// # Errors
/// A fault when a figure is out of bounds.
pub async fn on_hand(db: &impl ConnectionTrait, fund: &Fund, today: NaiveDate) -> Result<FundOnHand, Error> {
    let found = of_funds(db, &[(fund.id, today)]).await?.remove(&fund.id);
    found.ok_or_else(|| Error::fault("a fund has nothing on hand"))
}

/// The same for several funds, each on its own today, in six queries however many they are.
///
/// # Errors
/// As [`on_hand`].
pub async fn of_funds(db: &impl ConnectionTrait, asked: &[(FundId, NaiveDate)]) -> Result<HashMap<FundId, FundOnHand>, Error> {
    let ids: Vec<FundId> = asked.iter().map(|(fund, _)| *fund).collect();
    let mut read = Read {
        balances: journal::balances_of(db, &ids).await?,
        committed: commitments::now(db, asked).await?,
        versions: funds::versions_of(db, &ids).await?,
        cycles: funds::cycles_of(db, &ids).await?,
        seed_capital: capital::recoverable(db, &ids).await?,
    };
    asked.iter().map(|(fund, today)| Ok((*fund, read.work_out(*fund, *today)?))).collect()
}

/// The same at the end of a past day, from the entries up to it; where `known` is given, as it was known at that moment.
///
/// # Errors
/// As [`on_hand`].
pub async fn on_hand_at(db: &impl ConnectionTrait, fund: &Fund, as_of: NaiveDate, known: Option<DateTime<Utc>>) -> Result<FundOnHand, Error> {
    let mut seed_capital = capital::recoverable(db, &[fund.id]).await?;
    if let Some(moment) = known {
        let booked = journal::booked_by(db, fund.id, SourceKind::Capital, moment).await?;
        // Capital from a transfer was booked as a transfer, and never pledged.
        let came = |account: &capital::Account| account.capital.transfer_id.is_some() || booked.contains(&account.id().0);
        let then = |account: &capital::Account| account.known_at(moment, came(account));
        seed_capital.values_mut().for_each(|accounts| *accounts = accounts.iter().filter_map(then).collect());
    }
    let mut read = Read {
        balances: HashMap::from([(fund.id, journal::balances_at(db, fund.id, as_of, known).await?)]),
        committed: HashMap::from([(fund.id, commitments::on(db, fund.id, as_of).await?)]),
        versions: funds::versions_of(db, &[fund.id]).await?,
        cycles: funds::cycles_of(db, &[fund.id]).await?,
        seed_capital,
    };
    read.work_out(fund.id, as_of)
}

/// The rows read for several funds.
struct Read {
    balances: HashMap<FundId, Balances>,
    committed: HashMap<FundId, Committed>,
    versions: HashMap<FundId, Vec<funds::Version>>,
    cycles: HashMap<FundId, Vec<funds::Cycle>>,
    /// Capital that may have to be paid back, with what was returned of it.
    seed_capital: HashMap<FundId, Vec<capital::Account>>,
}

impl Read {
    fn work_out(&mut self, fund: FundId, at: NaiveDate) -> Result<FundOnHand, Error> {
        let balances = self.balances.remove(&fund).unwrap_or_default();
        let committed = self.committed.remove(&fund).unwrap_or_default();
        let cycles = self.cycles.remove(&fund).unwrap_or_default();
        let rules = funds::version_on(&self.versions.remove(&fund).unwrap_or_default(), at)?.rules;
        let (_, next) = cycles::around(&cycles, at);
        let seed_capital = self.seed_capital.remove(&fund).unwrap_or_default();
        let due = seed_capital.iter().filter_map(|account| account.due(at)).filter(|due| due.0 <= next.starts_on);
        let of = |account| of(&balances, account);
        let holdings = Holdings {
            cash: of(Account::Cash),
            bank: of(Account::Bank),
            capital: capital_of(&balances),
            reserve_ppm: rules.reserve_ppm,
            reserve_fixed: rules.reserve_fixed_minor,
            member_credit: -of(Account::MemberCredit),
            producer_advances: -of(Account::ProducerAdvances) - committed.advances_passed_on,
            programme_funds_held: -of(Account::ProgrammeFundsHeld) - committed.funds_passed_on,
            payables: -of(Account::Payables),
            recoverable_capital: due.map(|due| due.1).sum(),
            committed: committed.lends_minor,
        };
        let (to_verify, loans_receivable) = (of(Account::CashToVerify), of(Account::LoansReceivable));
        Ok(FundOnHand { at, now: holdings.on_hand()?, holdings, committed, to_verify, loans_receivable, rules, cycles, next })
    }
}

fn of(balances: &Balances, account: Account) -> i64 {
    balances.get(&account).copied().unwrap_or(0)
}

/// The capital contributed to a fund, from all sources: its reserve is a share of this.
fn capital_of(balances: &Balances) -> i64 {
    -Account::CAPITAL.into_iter().map(|account| of(balances, account)).sum::<i64>()
}
