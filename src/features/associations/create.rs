//! Registers an association.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::api::Country;
use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::ids::AssociationId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;

/// The supported countries: Muyu knows their number style, time zone and currency.
pub const COUNTRIES: [&str; 2] = ["PE", "BO"];

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AssociationBody)]
pub struct NewAssociation {
    pub name: Line,
    #[schema(value_type = Country)]
    pub country: String,
    pub region: Option<Line>,
    pub province: Option<Line>,
    pub district: Option<Line>,
    pub community: Option<Line>,
    pub registry_no: Option<Line>,
}

/// # Errors
/// `forbidden`, `country-unknown`, `association-exists`.
pub async fn create(app: &App, by: &Actor, key: Uuid, new: NewAssociation) -> Result<AssociationId, Error> {
    let command = Command { name: "association.create", allowed: Action::ManageAssociations, association: None, key, input: new };
    let id = command::run(&app.db, app.clock, by, command, |step, new| Box::pin(work(step, new))).await?;
    Ok(AssociationId(id))
}

async fn work(step: &Step<'_>, new: NewAssociation) -> Result<Done, Error> {
    let id = add(step, new).await?;
    Ok(Done { id: id.0, association: Some(id), detail: json!({}) })
}

/// Adds an association within a larger step, as an import does.
///
/// # Errors
/// `country-unknown`, `association-exists`.
pub async fn add(step: &Step<'_>, new: NewAssociation) -> Result<AssociationId, Error> {
    if !COUNTRIES.contains(&new.country.as_str()) {
        return Err(Refusal::invalid("country", "country-unknown").into());
    }
    check_name(step, &new.name, None).await?;
    store::insert(step, new).await
}

/// Refuses a name that another association has.
///
/// # Errors
/// `association-exists`.
pub async fn check_name(step: &Step<'_>, name: &Line, own: Option<AssociationId>) -> Result<(), Error> {
    match store::by_name(step.tx, name).await? {
        Some(other) if Some(other.id) != own => {
            Err(Refusal::conflict("association-exists").at("name").with("name", Fact::Text(name.clone().into())).into())
        }
        _ => Ok(()),
    }
}
