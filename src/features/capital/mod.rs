//! Capital: money put into a fund, received or pledged for a date; and seed capital paid back.

pub mod api;
pub mod pages;
pub mod put_right;
pub mod put_right_return;
pub mod record;
pub mod return_capital;
pub mod return_pages;
pub mod return_paper;
pub mod returns_api;
pub mod show_page;
mod store;
pub mod surplus;

pub use store::{account, accounts, insert, insert_by_transfer, insert_return, mark_return_reversed, mark_reversed, of_fund, surplus_as_money};

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

pub use crate::db::entity::capital::Model as Capital;
pub use crate::db::entity::capital_return::Model as CapitalReturn;

use crate::domain::availability::Dated;
use crate::domain::capital::{CapitalKind, CapitalStatus};
use crate::domain::correction::{RecordKind, RecordRef};
use crate::domain::ids::{CapitalId, FundId, TransferId};
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// A capital record with its returns.
#[derive(Clone, Debug)]
pub struct Account {
    pub capital: Capital,
    /// Its returns by voucher number, reversed ones too.
    pub returns: Vec<CapitalReturn>,
}

impl Account {
    pub fn id(&self) -> CapitalId {
        self.capital.id
    }

    /// The account as known at a moment; none where it was recorded later. `booked`: whether the books had received it by
    /// then; otherwise it was a pledge.
    pub fn known_at(&self, moment: DateTime<Utc>, booked: bool) -> Option<Self> {
        let mut then = self.clone();
        if then.capital.recorded_at > moment {
            return None;
        }
        if then.capital.reversed_at.is_none_or(|at| at > moment) {
            then.capital.status = if booked { CapitalStatus::Received } else { CapitalStatus::Pledged };
        }
        then.returns.retain(|row| row.recorded_at <= moment);
        then.returns.iter_mut().for_each(|row| row.reversed_at = row.reversed_at.filter(|at| *at <= moment));
        Some(then)
    }

    /// Whether it is owed back to its lender.
    pub fn recoverable(&self) -> bool {
        self.capital.kind == CapitalKind::SeedCapital
    }

    pub fn received(&self) -> bool {
        self.capital.status == CapitalStatus::Received
    }

    pub fn standing(&self) -> impl Iterator<Item = &CapitalReturn> {
        self.returns.iter().filter(|row| row.reversed_at.is_none())
    }

    pub fn returned_minor(&self) -> i64 {
        self.standing().map(|row| row.amount_minor).sum()
    }

    /// The amount still owed. It is zero where nothing is owed back or nothing was received.
    pub fn owed_minor(&self) -> i64 {
        if self.recoverable() && self.received() { self.capital.amount_minor - self.returned_minor() } else { 0 }
    }

    /// The amount still owed after this voucher, as its paper says. Later vouchers do not change it.
    pub fn owed_after_minor(&self, voucher: &CapitalReturn) -> i64 {
        let up_to = self.standing().filter(|row| row.voucher_no <= voucher.voucher_no);
        self.capital.amount_minor - up_to.map(|row| row.amount_minor).sum::<i64>()
    }

    /// The amount still owed at the end of a day, with its due date. None before it was received or without a due date.
    pub fn due(&self, at: NaiveDate) -> Option<Dated> {
        let on = self.capital.owed_back_on.filter(|_| self.recoverable() && self.received() && self.capital.happens_on <= at)?;
        let returned = self.standing().filter(|row| row.happens_on <= at).map(|row| row.amount_minor).sum::<i64>();
        Some(Dated(on, self.capital.amount_minor - returned)).filter(|dated| dated.1 > 0)
    }
}

/// The seed capital of these funds that may be owed back: capital available deducts it.
pub async fn recoverable(db: &impl ConnectionTrait, funds: &[FundId]) -> Result<HashMap<FundId, Vec<Account>>, Error> {
    let mut of: HashMap<FundId, Vec<Account>> = HashMap::new();
    for account in store::accounts(db, funds, Some(CapitalKind::SeedCapital)).await? {
        of.entry(account.capital.fund_id).or_default().push(account);
    }
    Ok(of)
}

/// Refuses to put right one side of a transfer alone.
///
/// # Errors
/// `part-of-transfer`, with the transfer.
pub fn part_of_no_transfer(transfer: Option<TransferId>, on: NaiveDate) -> Result<(), Refusal> {
    let Some(id) = transfer else { return Ok(()) };
    let whole = RecordRef { kind: RecordKind::Transfer, id: id.0, number: None, on };
    Err(Refusal::conflict("part-of-transfer").with("records", Fact::Records(vec![whole])))
}
