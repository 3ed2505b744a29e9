//! Members: the persons of an association. They are never deleted; those whom only an import made are listed no more where it
//! is taken back.

pub mod api;
pub mod keep;
pub mod list;
pub mod pages;
pub mod pick;
mod store;

pub use store::{all, by_ids, find, insert, matches, names, search, take_back, with_number};

pub use crate::db::entity::member::Model as Member;

use chrono::NaiveDate;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::ids::MemberId;
use crate::domain::refusal::{Fact, Refusal};
use crate::error::Error;

/// A member, for those who may see them: the member, and those who keep or accompany the association.
///
/// # Errors
/// `not-found`.
pub async fn see(app: &App, by: &Actor, id: MemberId) -> Result<Member, Error> {
    let member = store::find(app.db.read(), id).await?;
    by.check_member(member.association_id, id)?;
    Ok(member)
}

/// Checks that a person is a member on a day: only members get loans.
///
/// # Errors
/// `member-not-joined`, `member-has-left`, each with its day; `not-found` of somebody who went with an import.
pub fn check_belongs(member: &Member, on: NaiveDate) -> Result<(), Refusal> {
    if member.taken_back_at.is_some() {
        return Err(Refusal::not_found());
    }
    if let Some(joined_on) = member.joined_on.filter(|joined_on| on < *joined_on) {
        return Err(Refusal::invalid("member", "member-not-joined").with("date", Fact::Date(joined_on)));
    }
    if let Some(left_on) = member.left_on.filter(|left_on| *left_on <= on) {
        return Err(Refusal::invalid("member", "member-has-left").with("date", Fact::Date(left_on)));
    }
    Ok(())
}
