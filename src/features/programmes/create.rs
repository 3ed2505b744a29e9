//! A programme is created, and associations join it: its staff may then see them.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::ids::{AssociationId, ProgrammeId};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;

/// # Errors
/// `forbidden`.
pub async fn create(app: &App, by: &Actor, key: Uuid, name: Line) -> Result<ProgrammeId, Error> {
    let command = Command { name: "programme.create", allowed: Action::ManageAssociations, association: None, key, input: name };
    let id = command::run(&app.db, app.clock, by, command, |step, name| {
        Box::pin(async move {
            let id = store::insert(step, name).await?;
            Ok(Done { id: id.0, association: None, detail: json!({}) })
        })
    })
    .await?;
    Ok(ProgrammeId(id))
}

/// # Errors
/// `forbidden`, `not-found`.
pub async fn take_part(app: &App, by: &Actor, key: Uuid, programme: ProgrammeId, association: AssociationId) -> Result<(), Error> {
    let input = (programme, association);
    let command = Command { name: "programme.take_part", allowed: Action::ManageAssociations, association: None, key, input };
    command::run(&app.db, app.clock, by, command, |step, (programme, association)| {
        Box::pin(async move {
            store::find(step.tx, programme).await?;
            associations::find(step.tx, association).await?;
            store::take_part(step, programme, association).await?;
            Ok(Done { id: programme.0, association: Some(association), detail: json!({}) })
        })
    })
    .await?;
    app.forget_people();
    Ok(())
}
