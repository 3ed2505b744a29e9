//! A member is registered, or their particulars are changed.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::calendar::happened;
use crate::domain::ids::{AssociationId, MemberId};
use crate::domain::member::{BIRTH_YEARS, Sex};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;

#[derive(Clone, Debug, Serialize)]
pub struct Person {
    pub name: Line,
    pub document: Option<Line>,
    pub sex: Sex,
    pub birth_year: Option<i64>,
    pub community: Option<Line>,
    pub phone: Option<Line>,
    pub joined_on: Option<NaiveDate>,
    pub left_on: Option<NaiveDate>,
}

/// # Errors
/// `forbidden`, `not-found`, `document-used`, `number-out-of-range`, `date-in-future`, `left-before-joining`; for a change also
/// `joined-after-loan`.
pub async fn register(app: &App, by: &Actor, key: Uuid, association: AssociationId, person: Person) -> Result<MemberId, Error> {
    let command =
        Command { name: "member.register", allowed: Action::ManageMembers, association: Some(association), key, input: (association, person) };
    let id = command::run(&app.db, app.clock, by, command, |step, (association, person)| Box::pin(add(step, association, person))).await?;
    Ok(MemberId(id))
}

async fn add(step: &Step<'_>, association: AssociationId, person: Person) -> Result<Done, Error> {
    check(step, association, None, &person).await?;
    let number = store::next_number(step.tx, association).await?;
    let ids = store::insert(step, association, vec![(number, person)]).await?;
    let id = ids.first().map_or_else(Uuid::nil, |id| id.0);
    Ok(Done { id, association: Some(association), detail: json!({ "number": number }) })
}

/// # Errors
/// As [`register`].
pub async fn mend(app: &App, by: &Actor, key: Uuid, id: MemberId, person: Person) -> Result<(), Error> {
    let association = super::see(app, by, id).await?.association_id;
    let command = Command { name: "member.mend", allowed: Action::ManageMembers, association: Some(association), key, input: (id, person) };
    command::run(&app.db, app.clock, by, command, |step, (id, person)| {
        Box::pin(async move {
            let member = store::find(step.tx, id).await?;
            if member.taken_back_at.is_some() {
                return Err(Refusal::not_found().into());
            }
            let association = member.association_id;
            check(step, association, Some(member.id), &person).await?;
            let before = json!({ "name": member.name, "document": member.document, "phone": member.phone });
            store::update(step, &member, person).await?;
            Ok(Done { id: member.id.0, association: Some(association), detail: json!({ "before": before }) })
        })
    })
    .await?;
    Ok(())
}

async fn check(step: &Step<'_>, association: AssociationId, own: Option<MemberId>, person: &Person) -> Result<(), Error> {
    if person.birth_year.is_some_and(|year| !BIRTH_YEARS.contains(&year)) {
        let (least, most) = (Fact::Number(*BIRTH_YEARS.start()), Fact::Number(*BIRTH_YEARS.end()));
        return Err(Refusal::invalid("birth_year", "number-out-of-range").with("least", least).with("most", most).into());
    }
    if let Some(document) = &person.document
        && let Some(other) = store::with_document(step.tx, association, document).await?
        && Some(other.id) != own
    {
        return Err(Refusal::conflict("document-used").at("document").with("name", Fact::Text(other.name)).into());
    }
    let zone = associations::find(step.tx, association).await?.time_zone;
    for (field, on) in [("joined_on", person.joined_on), ("left_on", person.left_on)] {
        if let Some(on) = on {
            happened(on, step.clock.today(&zone)).map_err(|refusal| refusal.at(field))?;
        }
    }
    if let (Some(own), Some(joined_on)) = (own, person.joined_on)
        && let Some(lent_on) = store::first_lent_on(step.tx, own).await?.filter(|lent_on| *lent_on < joined_on)
    {
        return Err(Refusal::invalid("joined_on", "joined-after-loan").with("date", Fact::Date(lent_on)).into());
    }
    if person.joined_on.zip(person.left_on).is_some_and(|(joined, left)| left < joined) {
        return Err(Refusal::invalid("left_on", "left-before-joining").into());
    }
    Ok(())
}
