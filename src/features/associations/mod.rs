//! Associations: the owners of funds.

pub mod api;
pub mod create;
pub mod pages;
mod store;

pub use store::{by_name, call, find, list, take_back, time_zone};

pub use crate::db::entity::association::Model as Association;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::AssociationId;
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;

/// An association's name, place, and number in the public registry.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Particulars {
    pub name: Line,
    pub region: Option<Line>,
    pub province: Option<Line>,
    pub district: Option<Line>,
    pub community: Option<Line>,
    pub registry_no: Option<Line>,
}

/// An association that this person may see.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: AssociationId, action: Action) -> Result<Association, Error> {
    by.check(action, Some(id))?;
    store::find(app.db.read(), id).await
}
