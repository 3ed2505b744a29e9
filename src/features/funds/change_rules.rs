//! Changes the rules of a fund. Before the fund has lent anything, its present rules are amended; afterwards the assembly
//! makes a new version by acta, from any date. Loans already handed over keep their rules.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Version, version_on};
use super::{Act, OnFund, Outcome, on_fund};
use crate::app::App;
use crate::db::command::Step;
use crate::domain::acta::Acta;
use crate::domain::actor::Actor;
use crate::domain::calendar::plausible;
use crate::domain::ids::FundId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::rules::FundRules;
use crate::error::Error;

#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub fund: FundId,
    pub effective_on: NaiveDate,
    /// The assembly's acta: needed once the fund has lent.
    pub acta: Option<Acta>,
    /// Whether it replaces the wrong version of the same day.
    pub corrects: bool,
    pub rules: FundRules,
}

/// # Errors
/// `forbidden`, `acta-missing`, `rules-same-day`, `rules-nothing-to-correct`, `date-in-future` for the acta, or a refusal of
/// the rules.
pub async fn change_rules(app: &App, by: &Actor, key: Uuid, change: Change) -> Result<FundId, Error> {
    on_fund(app, by, key, Act("fund.change_rules", Action::ManageFund), change.fund, change, work).await
}

// The fund is locked: nobody lends by its rules while they change.
async fn work(OnFund { step, fund, today, .. }: OnFund<'_>, change: Change) -> Outcome<FundId> {
    plausible(change.effective_on).map_err(|refusal| refusal.at("effective_on"))?;
    change.acta.as_ref().map_or(Ok(()), |acta| acta.check(today))?;
    change.rules.check()?;
    let versions = store::versions(step.tx, fund.id).await?;
    let mends = change.effective_on <= today && !store::lends(step.tx, fund.id).await?;
    let detail = if mends { mend(step, fund, &versions, change).await? } else { add(step, fund, &versions, change).await? };
    Ok((fund.id, detail))
}

/// Amends the version of that day, by which nothing was lent yet. The audit record keeps its earlier content.
async fn mend(step: &Step<'_>, fund: &store::Fund, versions: &[Version], change: Change) -> Result<serde_json::Value, Error> {
    let standing = version_on(versions, change.effective_on)?;
    let detail = json!({ "version": standing.version, "amended": true, "before": format!("{:?}", standing.rules) });
    let effective_on = standing.effective_on.min(change.effective_on);
    let acta = change.acta.map_or_else(|| standing.acta.clone(), |acta| Some(acta.into()));
    let mended = Version { version: standing.version, effective_on, acta, rules: change.rules };
    store::amend_rules(step, fund.id, fund.association, mended).await?;
    Ok(detail)
}

async fn add(step: &Step<'_>, fund: &store::Fund, versions: &[Version], change: Change) -> Result<serde_json::Value, Error> {
    let acta = change.acta.ok_or_else(|| Refusal::invalid("acta", "acta-missing"))?;
    let same_day = versions.iter().find(|version| version.effective_on == change.effective_on);
    match same_day {
        Some(other) if !change.corrects => {
            return Err(Refusal::conflict("rules-same-day").at("effective_on").with("version", Fact::Number(other.version)).into());
        }
        None if change.corrects => return Err(Refusal::conflict("rules-nothing-to-correct").at("effective_on").into()),
        _ => {}
    }
    let version = versions.iter().map(|version| version.version).max().unwrap_or(0) + 1;
    let corrected = same_day.map(|other| other.version);
    let next = Version { version, effective_on: change.effective_on, acta: Some(acta.into()), rules: change.rules };
    store::insert_rules(step, fund.id, fund.association, next).await?;
    Ok(json!({ "version": version, "corrects": corrected }))
}
