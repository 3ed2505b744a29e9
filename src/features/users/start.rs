//! The first sign-in: on an empty database, the first visitor becomes its administrator.

use serde_json::json;
use uuid::Uuid;

use super::keep::NewUser;
use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::ids::UserId;
use crate::domain::names::fit_login;
use crate::domain::password::check;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::sessions::hasher::Lane;
use crate::features::sessions::{self, password};

/// The program as an actor, for actions on the command line or before anybody can sign in.
pub fn program(origin: &str) -> Actor {
    Actor {
        user_id: UserId(Uuid::nil()),
        login: "muyu".to_owned(),
        name: "Muyu".to_owned(),
        language: "es".to_owned(),
        must_change_password: false,
        grants: vec![Grant::Admin],
        programme_associations: Vec::new(),
        origin: origin.to_owned(),
    }
}

/// # Errors
/// `already-started` once anybody can sign in; `login-unfit`, `too-busy`, what [`check`] refuses.
pub async fn start(app: &App, key: Uuid, name: Line, login: String, secret: String, origin: &str) -> Result<UserId, Error> {
    let by = program(origin);
    // Checked before a password is hashed: once somebody can sign in, only the same form sent again is accepted.
    if sessions::any_user(app.db.read()).await? && !command::done_before(app.db.read(), &by, key).await? {
        return Err(Refusal::conflict("already-started").into());
    }
    let login = fit_login(&login)?;
    check(&secret, &[&login, &name])?;
    let hash = password::hash(app, Lane::stranger(origin), secret).await?;
    let command = Command { name: "program.start", allowed: Action::ManageAssociations, association: None, key, input: (name, login) };
    let id = command::run(&app.db, app.clock, &by, command, move |step, (name, login)| {
        let hash = hash.clone();
        Box::pin(async move {
            if sessions::any_user(step.tx).await? {
                return Err(Refusal::conflict("already-started").into());
            }
            let new = NewUser { login, name, grant: Grant::Admin };
            let id = store::insert(step, new, hash, false).await?;
            Ok(Done { id: id.0, association: None, detail: json!({}) })
        })
    })
    .await?;
    Ok(UserId(id))
}
