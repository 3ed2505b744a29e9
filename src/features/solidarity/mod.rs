//! Solidarity: groups whose members guarantee one another, and the guarantors of loans.

pub mod api;
pub mod groups;
pub mod guarantees;
pub mod guarantors_part;
pub mod pages;
mod store;

pub use guarantees::{release_of, restore_of};
pub use store::{Guaranteed, carry_over, delays, group_of, guarantee, guaranteed_by, guarantors_of, members_on, open_of_loan};

pub use crate::db::entity::guarantee::Model as Guarantee;
pub use crate::db::entity::solidarity_group::Model as Group;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::GroupId;
use crate::domain::role::Action;
use crate::error::Error;

/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: GroupId, action: Action) -> Result<Group, Error> {
    let group = store::find(app.db.read(), id).await?;
    by.check(action, Some(group.association_id))?;
    Ok(group)
}
