//! Verification of the money: each day's movements as stored, no day below zero, and capital as it was recorded and paid back.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::db::journal;
use crate::domain::capital::CapitalKind;
use crate::domain::ids::TransferId;
use crate::domain::ledger::days::Days;
use crate::domain::ledger::{Account, postings};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::transfer::TransferKind;
use crate::error::Error;
use crate::features::funds::Fund;
use crate::features::{capital, credits, transfers};

/// Compares each day's stored movements with the entries, and names the first day of each account below zero.
pub async fn check_days(db: &impl ConnectionTrait, fund: &Fund, computed: &BTreeMap<Account, Days>) -> Result<Vec<Refusal>, Error> {
    let kept = journal::money_days(db, fund.id).await?;
    let none = Days::new();
    let mut findings = Vec::new();
    for account in Account::ALL.into_iter().filter(|account| account.holds_money()) {
        let (kept, computed) = (kept.get(&account).unwrap_or(&none), computed.get(&account).unwrap_or(&none));
        let at = |code, day| {
            let refusal = Refusal::conflict(code).with("account", Fact::Text(account.code().to_owned()));
            refusal.with("day", Fact::Date(day))
        };
        let money = |minor| Fact::Money(minor, fund.unit);
        let of = |days: &Days, day| days.get(day).copied().unwrap_or(0);
        let differs = kept.keys().chain(computed.keys()).filter(|day| of(kept, day) != of(computed, day)).min();
        if let Some(day) = differs {
            findings.push(at("verify-day", *day).with("kept", money(of(kept, day))).with("computed", money(of(computed, day))));
        }
        let mut balance = 0;
        let negative = computed.iter().find(|(_, minor)| {
            balance += **minor;
            balance < 0
        });
        if let Some((day, _)) = negative {
            findings.push(at("verify-negative", *day).with("missing", money(-balance)));
        }
    }
    Ok(findings)
}

/// Checks that the capital accounts hold what was received of each kind, less what was paid back and given to other funds; that
/// vouchers have no gaps; and that capital from a transfer agrees with the transfer.
pub async fn check_capital(
    db: &impl ConnectionTrait,
    fund: &Fund,
    balances: &BTreeMap<Account, i64>,
    moved: &transfers::Side,
) -> Result<Vec<Refusal>, Error> {
    let money = |minor| Fact::Money(minor, fund.unit);
    let mut findings = Vec::new();
    let mut sums = BTreeMap::from([(Account::DonatedCapital, -moved.given)]);
    let mut vouchers = Vec::new();
    let accounts = capital::accounts(db, &[fund.id], None).await?;
    findings.extend(check_transfers(fund, &accounts, moved));
    for account in accounts {
        vouchers.extend(account.returns.iter().map(|row| row.voucher_no));
        if account.received() {
            let kind = account.capital.kind;
            *sums.entry(postings::capital_account(kind)).or_default() += account.capital.amount_minor - account.returned_minor();
        }
    }
    for row in capital::surplus_as_money(db, fund.id).await? {
        *sums.entry(postings::capital_account(CapitalKind::Surplus)).or_default() -= row.amount_minor;
        let refusal = Refusal::conflict("verify-surplus-as-money").with("day", Fact::Date(row.happens_on));
        findings.push(refusal.with("amount", money(row.amount_minor)));
    }
    for account in Account::CAPITAL {
        let (kept, computed) = (-balances.get(&account).copied().unwrap_or(0), sums.get(&account).copied().unwrap_or(0));
        if kept != computed {
            let refusal = Refusal::conflict("verify-capital").with("account", Fact::Text(account.code().to_owned()));
            findings.push(refusal.with("kept", money(kept)).with("computed", money(computed)));
        }
    }
    vouchers.extend(credits::of_fund(db, fund.id).await?.iter().filter_map(|row| row.voucher_no));
    vouchers.sort_unstable();
    if let Some((no, _)) = (1..).zip(&vouchers).find(|(no, voucher)| no != *voucher) {
        findings.push(Refusal::conflict("verify-voucher").with("voucher", Fact::Number(no)));
    }
    Ok(findings)
}

/// Each transfer whose records in this fund differ from it: the capital that it brought, or the return that it paid.
fn check_transfers(fund: &Fund, accounts: &[capital::Account], moved: &transfers::Side) -> Vec<Refusal> {
    let came = accounts.iter().filter(|account| account.received()).filter_map(|account| {
        let row = &account.capital;
        Some((row.transfer_id?, (row.id.0, row.amount_minor, row.happens_on)))
    });
    let paid =
        accounts.iter().flat_map(capital::Account::standing).filter_map(|row| Some((row.transfer_id?, (row.id.0, row.amount_minor, row.happens_on))));
    let mut sides: HashMap<TransferId, (Uuid, i64, NaiveDate)> = came.chain(paid).collect();
    let mut findings = Vec::new();
    let differs =
        |on: NaiveDate, minor: i64| Refusal::conflict("verify-transfer").with("day", Fact::Date(on)).with("amount", Fact::Money(minor, fund.unit));
    for row in &moved.standing {
        let other = match row.kind {
            TransferKind::Gift | TransferKind::Lent if row.to_fund_id == fund.id => row.capital_id.map(|id| id.0),
            TransferKind::PaidBack if row.from_fund_id == fund.id => row.return_id.map(|id| id.0),
            _ => continue,
        };
        let found = sides.remove(&row.id);
        if found.is_none() || found != other.map(|id| (id, row.amount_minor, row.happens_on)) {
            findings.push(differs(row.happens_on, row.amount_minor));
        }
    }
    findings.extend(sides.into_values().map(|(_, minor, on)| differs(on, minor)));
    findings
}
