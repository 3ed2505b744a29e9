//! What verification says of the money: each day's movements as kept, no day below zero, and capital as it was recorded
//! and paid back.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use crate::db::journal;
use crate::domain::capital::CapitalKind;
use crate::domain::ledger::days::Days;
use crate::domain::ledger::{Account, postings};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::capital;
use crate::features::funds::Fund;

/// Compares what each day moved, as kept, with the entries; and names the first day of each account below zero.
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

/// The accounts of capital hold what was received of each kind, less what was paid back; vouchers have no gaps.
pub async fn check_capital(db: &impl ConnectionTrait, fund: &Fund, balances: &BTreeMap<Account, i64>) -> Result<Vec<Refusal>, Error> {
    let money = |minor| Fact::Money(minor, fund.unit);
    let mut findings = Vec::new();
    let mut sums: BTreeMap<Account, i64> = BTreeMap::new();
    let mut vouchers = Vec::new();
    for account in capital::accounts(db, &[fund.id], None).await? {
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
    vouchers.sort_unstable();
    if let Some((no, _)) = (1..).zip(&vouchers).find(|(no, voucher)| no != *voucher) {
        findings.push(Refusal::conflict("verify-voucher").with("voucher", Fact::Number(no)));
    }
    Ok(findings)
}
