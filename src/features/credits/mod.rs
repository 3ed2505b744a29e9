//! Members' credit balances: money paid beyond a loan. It is refunded with a voucher, or pays another loan of the member.

pub mod api;
pub mod correct_page;
pub mod pages;
pub mod paper;
pub mod put_right;
mod store;
pub mod use_credit;

pub use store::{CreditUse, of_fund, of_member};

use uuid::Uuid;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::error::Error;

/// A refund or use, if this person may see it.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: Uuid) -> Result<CreditUse, Error> {
    let row = store::find(app.db.read(), id).await?;
    by.check_member(row.association_id, row.member_id)?;
    Ok(row)
}
