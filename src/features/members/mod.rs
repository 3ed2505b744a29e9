//! Members: the persons of an association. They are never deleted.

pub mod api;
pub mod keep;
pub mod pages;
pub mod store;

pub use crate::db::entity::member::Model as Member;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, MemberId};
use crate::error::Error;

/// A member that this person may see: themselves, or anyone of an association they keep or accompany.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: MemberId) -> Result<Member, Error> {
    let member = store::find(app.db.read(), id).await?;
    by.check_member(AssociationId(member.association_id), id)?;
    Ok(member)
}
