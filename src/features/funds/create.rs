//! Sets up a fund: its unit, which never changes, its first rules, the present cycle and the next.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Version};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::amount::Unit;
use crate::domain::calendar::add_months;
use crate::domain::cycle::farming_year;
use crate::domain::ids::{AssociationId, FundId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::rules::FundRules;
use crate::domain::text::Line;
use crate::error::Error;
use crate::features::associations;

#[derive(Clone, Debug, Serialize)]
pub struct NewFund {
    pub association: AssociationId,
    pub name: Line,
    pub unit: Unit,
    pub rules: FundRules,
    /// The day from which the first rules count.
    pub effective_on: chrono::NaiveDate,
}

/// # Errors
/// `forbidden`, `fund-exists`, or a refusal of the rules.
pub async fn create(app: &App, by: &Actor, key: Uuid, new: NewFund) -> Result<FundId, Error> {
    let command = Command { name: "fund.create", allowed: Action::ManageFund, association: Some(new.association), key, input: new };
    let id = command::run(&app.db, app.clock, by, command, |step, new| {
        Box::pin(async move {
            let association = new.association;
            let id = add(step, new).await?;
            Ok(Done { id: id.0, association: Some(association), detail: json!({}) })
        })
    })
    .await?;
    Ok(FundId(id))
}

/// Adds a fund within a larger step, as an import does.
///
/// # Errors
/// `fund-exists`, or a refusal of the rules.
pub async fn add(step: &Step<'_>, new: NewFund) -> Result<FundId, Error> {
    new.rules.check()?;
    check_name(step, new.association, &new.name, None).await?;
    let fund = store::insert(step, new.association, new.name, new.unit).await?;
    let first = Version { version: 1, effective_on: new.effective_on, acta: None, rules: new.rules };
    store::insert_rules(step, fund, new.association, first).await?;
    let zone = associations::find(step.tx, new.association).await?.time_zone;
    let present = farming_year(step.clock.today(&zone));
    let next = farming_year(add_months(present.starts_on, 12));
    for window in [present, next] {
        store::insert_cycle(step, fund, new.association, window).await?;
    }
    Ok(fund)
}

/// Refuses a name that another fund of the association has.
///
/// # Errors
/// `fund-exists`.
pub async fn check_name(step: &Step<'_>, association: AssociationId, name: &Line, own: Option<FundId>) -> Result<(), Error> {
    let funds = store::of_association(step.tx, association).await?;
    if funds.iter().any(|fund| Some(fund.id) != own && fund.name == **name) {
        return Err(Refusal::conflict("fund-exists").at("name").with("name", Fact::Text(name.clone().into())).into());
    }
    Ok(())
}
