//! Programmes: the co-financing parties, their shares, the budget, the goals, and the associations that take part.

pub mod api;
pub mod budget;
pub mod create;
pub mod pages;
pub mod plan;
pub mod plan_page;
mod store;

pub use store::{call, find, limits_of, line, lines, lines_by_ids, list, of_association, plan, taking_part};

pub use crate::db::entity::budget_line::Model as BudgetLine;
pub use crate::db::entity::programme::Model as Programme;
pub use plan::Plan;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::ProgrammeId;
use crate::domain::role::Action;
use crate::error::Error;

/// A programme that this person works for.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: ProgrammeId) -> Result<Programme, Error> {
    by.check_programme(Action::SeeProgramme, id)?;
    store::find(app.db.read(), id).await
}
