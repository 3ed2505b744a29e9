//! A purchase is sent to the project, once every part of it is covered.

use serde_json::json;
use uuid::Uuid;

use super::draft::{locked, number_lines, plan, with_half};
use super::{Purchase, PurchaseRecord, Said, store, take_step};
use crate::app::App;
use crate::db::command::{self, Command, Done};
use crate::domain::actor::Actor;
use crate::domain::cofinancing::work::problems;
use crate::domain::cofinancing::{Payer, PurchaseStep, work_out};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::{associations, members};

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-open`, `programme-over`, and everything that is uncovered, each with the amount
/// missing.
pub async fn submit(app: &App, by: &Actor, key: Uuid, id: PurchaseId, said: Said) -> Result<(), Error> {
    let held = super::see(app, by, id, Action::RequestPurchases).await?;
    let association = associations::see(app, by, held.row.association_id, Action::RequestPurchases).await?;
    let input = (id, said, association.time_zone);
    let association = association.id;
    let command = Command { name: "purchase.submit", allowed: Action::RequestPurchases, association: Some(association), key, input };
    command::run(&app.db, app.clock, by, command, |step, (id, said, time_zone)| {
        Box::pin(async move {
            let today = step.clock.today(&time_zone);
            let (held, _books) = locked(step, id).await?;
            held.status().after(PurchaseStep::Submit)?;
            let plan = plan(step, &held.row, held.unit).await?;
            if today < plan.starts_on || plan.ends_on < today {
                let refusal = Refusal::conflict("programme-over").with("from", Fact::Date(plan.starts_on)).with("to", Fact::Date(plan.ends_on));
                return Err(refusal.into());
            }
            // The shares of today, frozen: what is decided is what was sent.
            let mut draft = held.draft()?;
            number_lines(step, held.row.association_id, &mut draft).await?;
            let worked = work_out(&draft, &plan.parties)?;
            let names = members::names(step.tx, held.members.iter().map(|row| row.member_id).collect()).await?;
            let name = |payer| match payer {
                Payer::Party(i) => plan.parties.get(i).map(|party| party.name.to_string()).unwrap_or_default(),
                Payer::Member(member) => names.get(&member).cloned().unwrap_or_default(),
            };
            let found = problems(&draft, &worked, held.unit, name);
            if !found.is_empty() {
                return Err(found.into());
            }
            let row = Purchase {
                total_minor: worked.shared.total_minor,
                lends_minor: worked.lends_minor(),
                submitted_by: Some(step.by.user_id),
                ..with_half(held.row, &plan)
            };
            store::save_draft(step, &row, &plan.parties, &draft, &worked).await?;
            let row = take_step(step, row, PurchaseStep::Submit, said).await?;
            Ok(Done { id: row.id.0, association: Some(row.association_id), detail: json!({ "total_minor": row.total_minor }) })
        })
    })
    .await?;
    Ok(())
}

/// What keeps a draft from being sent, for the page to tell while it is being written.
///
/// # Errors
/// A fault when the rows do not hold together.
pub fn open_problems(held: &PurchaseRecord, name: impl Fn(Payer) -> String) -> Result<Vec<Refusal>, Error> {
    let draft = held.draft()?;
    let worked = work_out(&draft, &held.parties())?;
    Ok(problems(&draft, &worked, held.unit, name))
}
