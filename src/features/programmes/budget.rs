//! A programme's budget, line by line, and the approvers with their limits. A line's rest is never below zero: its row is
//! locked while a purchase takes from it, so that two approvals at once cannot both take the last of it.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{BudgetLine, store};
use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::amount::{MAX_MINOR, Unit};
use crate::domain::ids::{BudgetLineId, ProgrammeId, UserId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::{Action, Role};
use crate::domain::text::Line;
use crate::error::Error;

impl BudgetLine {
    /// What neither approved nor received purchases have taken. Minor units.
    pub fn left_minor(&self) -> i64 {
        self.planned_minor - self.committed_minor - self.spent_minor
    }
}

/// One line of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct Planned {
    /// None for a new line.
    pub id: Option<BudgetLineId>,
    pub name: Line,
    pub planned_minor: i64,
}

/// Adds lines and changes the planned amounts of existing ones.
///
/// # Errors
/// `forbidden`, `not-found`, `programme-without-plan`, `budget-line-exists`, `budget-below-used`, `amount-not-positive`.
pub async fn set(app: &App, by: &Actor, key: Uuid, programme: ProgrammeId, lines: Vec<Planned>) -> Result<(), Error> {
    let command = Command { name: "programme.budget", allowed: Action::ManageAssociations, association: None, key, input: (programme, lines) };
    command::run(&app.db, app.clock, by, command, |step, (programme, lines)| {
        Box::pin(async move {
            let unit = store::plan(step.tx, programme).await?.ok_or_else(|| Refusal::conflict("programme-without-plan"))?.unit;
            let mut known = store::lock_lines(step, programme).await?;
            for (i, line) in lines.into_iter().enumerate() {
                set_line(step, programme, &mut known, i, line, unit).await?;
            }
            Ok(Done { id: programme.0, association: None, detail: json!({}) })
        })
    })
    .await?;
    Ok(())
}

async fn set_line(step: &Step<'_>, programme: ProgrammeId, known: &mut Vec<BudgetLine>, i: usize, line: Planned, unit: Unit) -> Result<(), Error> {
    if !(0..=MAX_MINOR).contains(&line.planned_minor) {
        return Err(Refusal::invalid(format!("planned-{i}"), "amount-not-positive").into());
    }
    let own = line.id.map(|id| known.iter().find(|known| known.id == id).cloned().ok_or_else(Refusal::not_found)).transpose()?;
    if known.iter().any(|other| other.name == *line.name && Some(other.id) != line.id) {
        return Err(Refusal::conflict("budget-line-exists").at(format!("name-{i}")).with("name", Fact::Text(line.name.into())).into());
    }
    let used = own.as_ref().map_or(0, |line| line.committed_minor + line.spent_minor);
    if line.planned_minor < used {
        return Err(Refusal::conflict("budget-below-used").at(format!("planned-{i}")).with("used", Fact::Money(used, unit)).into());
    }
    let row = match own {
        Some(own) => {
            known.retain(|line| line.id != own.id);
            let row = BudgetLine { name: line.name.into(), planned_minor: line.planned_minor, ..own };
            store::update_line(step, row.clone()).await?;
            row
        }
        None => {
            let no = known.iter().map(|line| line.no).max().unwrap_or(0) + 1;
            store::insert_line(step, programme, no, line.name, line.planned_minor).await?
        }
    };
    known.push(row);
    Ok(())
}

/// Moves the sums that a purchase takes from a line: positive ones take, negative ones give back.
///
/// # Errors
/// `budget-short` with the amount missing.
pub async fn take(step: &Step<'_>, line: BudgetLineId, committed_minor: i64, spent_minor: i64, unit: Unit) -> Result<(), Error> {
    let line = store::lock_line(step, line).await?;
    let missing = committed_minor + spent_minor - line.left_minor();
    if committed_minor + spent_minor > 0 && missing > 0 {
        return Err(Refusal::conflict("budget-short")
            .with("line", Fact::Text(line.name.clone()))
            .with("left", Fact::Money(line.left_minor(), unit))
            .with("missing", Fact::Money(missing, unit))
            .into());
    }
    let row = BudgetLine { committed_minor: line.committed_minor + committed_minor, spent_minor: line.spent_minor + spent_minor, ..line };
    store::update_line(step, row).await
}

/// Lets a person of the programme's staff approve up to a sum; zero removes the authority.
///
/// # Errors
/// `forbidden`, `not-found`, `approver-not-staff`.
pub async fn let_approve(app: &App, by: &Actor, key: Uuid, programme: ProgrammeId, user: UserId, most_minor: i64) -> Result<(), Error> {
    let input = (programme, user, most_minor);
    let command = Command { name: "programme.approver", allowed: Action::ManageAssociations, association: None, key, input };
    command::run(&app.db, app.clock, by, command, |step, (programme, user, most_minor)| {
        Box::pin(async move {
            store::find(step.tx, programme).await?;
            if !(0..=MAX_MINOR).contains(&most_minor) {
                return Err(Refusal::invalid("most", "amount-not-positive").into());
            }
            if !store::staff(step.tx, programme).await?.iter().any(|(id, _)| *id == user) {
                return Err(Refusal::conflict("approver-not-staff").at("user").into());
            }
            store::set_approver(step, programme, user, most_minor).await?;
            Ok(Done { id: programme.0, association: None, detail: json!({ "user": user, "most_minor": most_minor }) })
        })
    })
    .await?;
    Ok(())
}

/// Checks that a person may approve this much of a programme's money. Administrators have no limit.
///
/// # Errors
/// `not-an-approver`, `above-own-limit`.
pub async fn check_limit(step: &Step<'_>, programme: ProgrammeId, minor: i64, unit: Unit) -> Result<(), Error> {
    if step.by.role() == Some(Role::Admin) {
        return Ok(());
    }
    let most = store::approvers(step.tx, programme).await?.into_iter().find(|(user, _)| *user == step.by.user_id).map(|(_, most)| most);
    match most {
        None => Err(Refusal::conflict("not-an-approver").into()),
        Some(most) if minor > most => Err(Refusal::conflict("above-own-limit").with("most", Fact::Money(most, unit)).into()),
        Some(_) => Ok(()),
    }
}
