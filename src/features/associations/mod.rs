//! Associations: who owns the funds.

pub mod api;
pub mod create;
pub mod pages;
mod store;

pub use store::{by_name, find, list, time_zone};

pub use crate::db::entity::association::Model as Association;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::AssociationId;
use crate::domain::role::Action;
use crate::error::Error;

/// An association that this person may see.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: AssociationId, action: Action) -> Result<Association, Error> {
    by.check(action, Some(id))?;
    store::find(app.db.read(), id).await
}
