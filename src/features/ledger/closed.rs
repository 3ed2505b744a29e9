//! Closed periods do not change: each statement is compared with the entries of its days, and the reserves with what share-outs
//! put into them.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use crate::db::journal;
use crate::domain::ledger::Account;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;
use crate::features::closes;
use crate::features::funds::Fund;

/// Each close whose statement differs from its entries, and each reserve that differs from what share-outs put into it.
pub async fn check(db: &impl ConnectionTrait, fund: &Fund, balances: &BTreeMap<Account, i64>, findings: &mut Vec<Refusal>) -> Result<(), Error> {
    for close in closes::of_fund(db, fund.id).await? {
        let statement = close.statement()?;
        let mut now = journal::balances_at(db, fund.id, close.ends_on, None).await?;
        now.retain(|_, minor| *minor != 0);
        let mut then = if close.cycle_id.is_some() { statement.carried } else { statement.ended };
        then.retain(|_, minor| *minor != 0);
        if now != then {
            findings.push(Refusal::conflict("verify-closed").with("date", Fact::Date(close.ends_on)));
        }
    }
    let filled = closes::reserved(db, fund.id).await?;
    for (account, filled) in [Account::LossReserve, Account::EducationReserve, Account::SolidarityReserve].into_iter().zip(filled) {
        let kept = -balances.get(&account).copied().unwrap_or(0);
        if kept != filled {
            let refusal = Refusal::conflict("verify-capital").with("account", Fact::Text(account.code().to_owned()));
            findings.push(refusal.with("kept", Fact::Money(kept, fund.unit)).with("computed", Fact::Money(filled, fund.unit)));
        }
    }
    Ok(())
}
