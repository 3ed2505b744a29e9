//! Closing months and cycles, in sequence and finally; and sharing out a cycle's surplus.

pub mod api;
pub mod assembly_page;
pub mod assembly_paper;
mod checklist;
pub mod close;
pub mod cycle_page;
pub mod cycle_paper;
pub mod pages;
pub mod pay_share;
pub mod share_out;
pub mod share_pages;
pub mod share_paper;
pub mod statement;
mod store;

pub use store::{of_fund, reserved, shares, unpaid_shares, unpaid_shares_on};

pub use crate::db::entity::period_close::Model as PeriodClose;
pub use crate::db::entity::share_out::Model as ShareOut;
pub use crate::db::entity::share_out_member::Model as Share;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::close::Statement;
use crate::domain::ids::{CycleId, ShareOutId};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::associations::Association;
use crate::features::funds::{self, Cycle, Fund};

impl PeriodClose {
    /// # Errors
    /// A fault where the stored JSON cannot be read.
    pub fn statement(&self) -> Result<Statement, Error> {
        serde_json::from_str(&self.statement).map_err(|error| Error::fault(format!("a closing statement: {error}")))
    }
}

/// A cycle with its fund, for a person who may do `action` in it.
pub struct SeenCycle {
    pub cycle: Cycle,
    pub fund: Fund,
    pub association: Association,
    pub closed: Option<PeriodClose>,
}

/// # Errors
/// `not-found`, `forbidden`.
pub async fn see_cycle(app: &App, by: &Actor, id: CycleId, action: Action) -> Result<SeenCycle, Error> {
    let cycle = funds::cycles_by_ids(app.db.read(), vec![id]).await?.remove(&id).ok_or_else(Refusal::not_found)?;
    let (fund, association) = funds::see(app, by, cycle.fund_id, action).await?;
    let closed = store::of_cycle(app.db.read(), id).await?;
    Ok(SeenCycle { cycle, fund, association, closed })
}

/// A share-out with the cycle whose surplus it shares.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn see_share_out(app: &App, by: &Actor, id: ShareOutId, action: Action) -> Result<(ShareOut, SeenCycle), Error> {
    let row = store::share_out(app.db.read(), id).await?;
    let cycle = store::find(app.db.read(), row.close_id).await?.cycle_id.ok_or_else(Refusal::not_found)?;
    Ok((row, see_cycle(app, by, cycle, action).await?))
}
