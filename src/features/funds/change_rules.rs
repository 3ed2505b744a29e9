//! The assembly changes a fund's rules: a new version, dated. Loans already handed over keep theirs.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Version};
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::ids::FundId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::rules::FundRules;
use crate::domain::text::Line;
use crate::error::Error;

#[derive(Clone, Debug)]
pub struct Change {
    pub fund: FundId,
    pub effective_on: NaiveDate,
    pub acta: Option<Line>,
    pub rules: FundRules,
}

/// # Errors
/// `forbidden`, `rules-before-last`, or what the rules refuse.
pub async fn change_rules(app: &App, by: &Actor, key: Uuid, change: Change) -> Result<(), Error> {
    let (fund, _) = super::see(app, by, change.fund, Action::KeepFund).await?;
    let command = Command { name: "fund.change_rules", allowed: Action::KeepFund, association: Some(fund.association), key, input: (fund, change) };
    command::run(&app.db, app.clock, by, command, |step, (fund, change)| {
        Box::pin(async move {
            change.rules.check()?;
            let versions = store::versions(step.tx, fund.id).await?;
            if let Some(last) = versions.first().filter(|last| change.effective_on < last.effective_on) {
                let refusal = Refusal::invalid("effective_on", "rules-before-last").with("date", Fact::Date(last.effective_on));
                return Err(refusal.into());
            }
            let version = versions.first().map_or(1, |last| last.version + 1);
            let next = Version { version, effective_on: change.effective_on, acta: change.acta.map(String::from), rules: change.rules };
            store::insert_rules(step, fund.id, fund.association, next).await?;
            Ok(Done { id: fund.id.0, association: Some(fund.association), detail: json!({ "version": version }) })
        })
    })
    .await?;
    Ok(())
}
