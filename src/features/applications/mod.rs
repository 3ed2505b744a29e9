//! Applications: members ask for loans, and a committee decides them.

pub mod act_page;
pub mod act_paper;
pub mod api;
pub mod apply;
pub mod apply_page;
pub mod assess;
pub mod ceilings;
pub mod ceilings_page;
mod correct;
pub mod list_page;
pub mod order;
mod parts;
pub mod second;
pub mod show_page;
mod store;
pub mod vote;
pub mod withdraw;

pub use correct::correct;
pub use parts::status_tag;
pub use store::{Seat, committee, of_member, open_of_fund};

pub use crate::db::entity::application::Model as Application;
pub use crate::db::entity::application_vote::Model as Vote;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::{ApplicationId, MemberId};
use crate::domain::schedule::Terms;
use crate::error::Error;
use crate::features::solidarity::guarantees::Named;

/// An application, as far as this person may see it.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: ApplicationId) -> Result<Application, Error> {
    let row = store::find(app.db.read(), id).await?;
    by.check_member(row.association_id, row.member_id)?;
    Ok(row)
}

/// The terms it asks for.
///
/// # Errors
/// A fault where they cannot be read.
pub fn terms(row: &Application) -> Result<Terms, Error> {
    serde_json::from_str(&row.terms).map_err(|error| Error::fault(format!("an application's terms: {error}")))
}

/// The guarantors as named by the applicant.
///
/// # Errors
/// A fault where they cannot be read.
pub fn named(row: &Application) -> Result<Named, Error> {
    let guarantors: Vec<MemberId> =
        serde_json::from_str(&row.guarantors).map_err(|error| Error::fault(format!("an application's guarantors: {error}")))?;
    Ok(Named { guarantors, by_group: row.by_group })
}
