//! Transfers: money that moves between cash and bank of a fund, or between two funds of one association: given, lent with a day
//! to pay it back, or paid back. Both sides are written together, and corrected together.

pub mod api;
pub mod pages;
pub mod paper;
pub mod put_right;
pub mod record;
pub mod show_page;
mod sides;
mod store;

pub use store::{Side, given_and_lent, of_fund};

pub use crate::db::entity::transfer::Model as Transfer;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::TransferId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Fund};

/// A transfer with both its funds, for those who may do `action` with it.
pub struct Seen {
    pub transfer: Transfer,
    pub from: Fund,
    pub to: Fund,
    pub association: Association,
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: TransferId, action: Action) -> Result<Seen, Error> {
    let transfer = store::find(app.db.read(), id).await?;
    let (from, association) = funds::see(app, by, transfer.from_fund_id, action).await?;
    let to = funds::find(app.db.read(), transfer.to_fund_id).await?;
    Ok(Seen { transfer, from, to, association })
}
