//! Small balances: debts too small to collect, which the committee forgives by acta.

pub mod api;
pub mod forgive;
pub mod pages;
pub mod reverse;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::domain::ids::FundId;
use crate::domain::small_balance::{Rest, small_balances};
use crate::error::Error;
use crate::features::loans::LoanAccount;
use crate::features::{funds, loans};

/// The small balances of one loan.
pub struct SmallBalance {
    pub held: LoanAccount,
    pub rests: Vec<Rest>,
}

impl SmallBalance {
    pub fn amount_minor(&self) -> i64 {
        self.rests.iter().map(|rest| rest.unpaid).sum()
    }
}

/// The small balances of a fund on a day, by the rules of that day, without loans that were paid since.
pub async fn list(db: &impl ConnectionTrait, fund: FundId, on: NaiveDate) -> Result<Vec<SmallBalance>, Error> {
    let below = funds::rules_on(db, fund, on).await?.small_balance_minor;
    let mut small = Vec::new();
    for held in loans::perhaps_small(db, fund, below, on).await? {
        if held.loan.disbursed_on > on {
            continue;
        }
        let rests = small_balances(&held.position(on)?, below);
        if !rests.is_empty() {
            small.push(SmallBalance { held, rests });
        }
    }
    Ok(small)
}
