//! The very first sign-in: on an empty database, whoever comes first becomes its administrator.

use serde_json::json;
use uuid::Uuid;

use super::keep::{New, fit_login};
use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::ids::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::role::{Action, Grant};
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::sessions::{self, password};

/// The program itself, for what is done from the command line or before anybody can sign in.
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
/// `already-started` once anybody can sign in; `password-too-short`, `login-unfit`.
pub async fn start(app: &App, key: Uuid, name: Line, login: String, secret: String, origin: &str) -> Result<UserId, Error> {
    password::check(&secret)?;
    let login = fit_login(&login)?;
    let hash = password::hash(secret).await?;
    let by = program(origin);
    let command = Command { name: "program.start", allowed: Action::KeepAssociations, association: None, key, input: (name, login) };
    let id = command::run(&app.db, app.clock, &by, command, move |step, (name, login)| {
        let hash = hash.clone();
        Box::pin(async move {
            if sessions::store::any_user(step.tx).await? {
                return Err(Refusal::conflict("already-started").into());
            }
            let new = New { login, name, grant: Grant::Admin };
            let id = store::insert(step, new, hash, false).await?;
            Ok(Done { id: id.0, association: None, detail: json!({}) })
        })
    })
    .await?;
    Ok(UserId(id))
}
