//! A programme's plan is set: its period and unit, its funders, the parties' shares, the terms of the project's part, and its
//! goals. Purchases already submitted keep their shares.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::amount::{MAX_MINOR, Unit};
use crate::domain::calendar::plausible;
use crate::domain::cofinancing::terms::Recovery;
use crate::domain::cofinancing::{Goal, Party, PartyRole, ProjectShareTerms};
use crate::domain::ids::ProgrammeId;
use crate::domain::rate::WHOLE_PPM;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::domain::text::Line;
use crate::error::Error;
use crate::web::schemas::Amount;

/// The most installments that the project's part is repaid in.
pub const MAX_INSTALLMENTS: u32 = 120;
/// The most months between two of these installments.
pub const MAX_MONTHS: u32 = 36;
/// The most parties that share a purchase.
pub const PARTIES: usize = 6;

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FunderBody)]
pub struct Funder {
    pub name: Line,
    /// Minor units; zero where it is unknown.
    #[serde(default, alias = "amount")]
    #[schema(value_type = Amount)]
    pub amount_minor: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    pub unit: Unit,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Fingerprints keep this field's first name, so that a form of an earlier version is recognised.
    #[serde(rename = "half")]
    pub project_share_terms: ProjectShareTerms,
    /// How the project's part is repaid, where it is recoverable.
    pub recovery: Option<Recovery>,
    pub funders: Vec<Funder>,
    /// The project first, then partners, then the producers: this is the tie order. Weights in ppm.
    pub parties: Vec<Party>,
    /// Thousandths of hectares and kilos; members in whole persons.
    pub goals: Vec<(Goal, i64)>,
}

impl Plan {
    /// # Errors
    /// A refusal at the wrong field.
    pub fn check(&self) -> Result<(), Refusal> {
        if !self.unit.is_money() {
            return Err(Refusal::invalid("unit", "programme-unit"));
        }
        plausible(self.starts_on).map_err(|refusal| refusal.at("starts_on"))?;
        plausible(self.ends_on).map_err(|refusal| refusal.at("ends_on"))?;
        if self.ends_on <= self.starts_on {
            return Err(Refusal::invalid("ends_on", "cycle-ends-before-start"));
        }
        let count = |role| self.parties.iter().filter(|party| party.role == role).count();
        let ordered = self.parties.windows(2).all(|pair| place(pair[0].role) <= place(pair[1].role));
        if count(PartyRole::Project) != 1 || count(PartyRole::Producers) != 1 || self.parties.len() > PARTIES || !ordered {
            return Err(Refusal::invalid("parties", "parties-unfit"));
        }
        if self.parties.iter().any(|party| !(1..=WHOLE_PPM).contains(&party.weight)) {
            return Err(Refusal::invalid("parties", "share-out-of-range"));
        }
        let sum: i64 = self.parties.iter().map(|party| party.weight).sum();
        if sum != WHOLE_PPM {
            return Err(Refusal::invalid("parties", "shares-do-not-sum").with("sum", Fact::Text(crate::domain::rate::percent(sum))));
        }
        if let Some(recovery) = &self.recovery
            && !((1..=MAX_INSTALLMENTS).contains(&recovery.installments)
                && (1..=MAX_MONTHS).contains(&recovery.every_months)
                && (0..=WHOLE_PPM).contains(&recovery.rate_ppm))
        {
            return Err(Refusal::invalid("recovery", "recovery-out-of-range"));
        }
        if (self.project_share_terms == ProjectShareTerms::Recoverable) != self.recovery.is_some() {
            return Err(Refusal::invalid("recovery", "recovery-missing"));
        }
        if Goal::ALL.iter().any(|goal| self.goals.iter().filter(|(own, _)| own == goal).count() > 1) {
            return Err(Refusal::invalid("goals", "goal-twice"));
        }
        let amounts = self.funders.iter().map(|funder| funder.amount_minor).chain(self.goals.iter().map(|(_, target)| *target));
        if amounts.into_iter().any(|minor| !(0..=MAX_MINOR).contains(&minor)) {
            return Err(Refusal::invalid("funders", "amount-too-large"));
        }
        Ok(())
    }
}

fn place(role: PartyRole) -> usize {
    PartyRole::ALL.iter().position(|known| *known == role).unwrap_or(0)
}

/// # Errors
/// `forbidden`, `not-found`, `programme-in-use` when its unit would change under purchases, what [`Plan::check`] refuses.
pub async fn set(app: &App, by: &Actor, key: Uuid, programme: ProgrammeId, plan: Plan) -> Result<(), Error> {
    let command = Command { name: "programme.plan", allowed: Action::ManageAssociations, association: None, key, input: (programme, plan) };
    command::run(&app.db, app.clock, by, command, |step, (programme, plan)| {
        Box::pin(async move {
            plan.check()?;
            let known = store::find(step.tx, programme).await?;
            let lines = store::lines(step.tx, programme).await?;
            if known.unit.is_some_and(|unit| unit != plan.unit) && lines.iter().any(|line| line.committed_minor + line.spent_minor > 0) {
                return Err(Refusal::conflict("programme-in-use").at("unit").into());
            }
            store::save_plan(step, programme, plan).await?;
            Ok(Done { id: programme.0, association: None, detail: json!({}) })
        })
    })
    .await?;
    Ok(())
}
