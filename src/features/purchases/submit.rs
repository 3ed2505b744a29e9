//! A purchase is submitted to the project, once every part of it is covered.

use serde_json::json;
use uuid::Uuid;

use super::draft::{number_lines, plan, with_project_part};
use super::{OnPurchase, Purchase, PurchaseRecord, Said, in_zone, on_purchase, store, take_step};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::work::problems;
use crate::domain::cofinancing::{Payer, PurchaseStep, work_out};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::funds::{Act, Outcome};
use crate::features::members;

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-open`, `programme-over`, and one refusal for each uncovered part, with the amount
/// missing.
pub async fn submit(app: &App, by: &Actor, key: Uuid, id: PurchaseId, said: Said) -> Result<(), Error> {
    let input = in_zone(app, id, said).await?;
    on_purchase(app, by, key, Act("purchase.submit", Action::RequestPurchases), id, input, work).await.map(drop)
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, (id, said, _): (PurchaseId, Said, String)) -> Outcome<PurchaseId> {
    record.status().after(PurchaseStep::Submit)?;
    let plan = plan(on.step, &record.row, record.unit).await?;
    if on.today < plan.starts_on || plan.ends_on < on.today {
        let refusal = Refusal::conflict("programme-over").with("from", Fact::Date(plan.starts_on)).with("to", Fact::Date(plan.ends_on));
        return Err(refusal.into());
    }
    // Today's shares are frozen, so that what is decided is what was submitted.
    let mut draft = record.draft()?;
    number_lines(&on, &mut draft).await?;
    let worked = work_out(&draft, &plan.parties)?;
    let names = members::names(on.step.tx, record.members.iter().map(|row| row.member_id).collect()).await?;
    let name = |payer| match payer {
        Payer::Party(i) => plan.parties.get(i).map(|party| party.name.to_string()).unwrap_or_default(),
        Payer::Member(member) => names.get(&member).cloned().unwrap_or_default(),
    };
    let found = problems(&draft, &worked, record.unit, name);
    if !found.is_empty() {
        return Err(found.into());
    }
    let row = Purchase {
        total_minor: worked.shared.total_minor,
        lends_minor: worked.lends_minor(),
        submitted_by: Some(on.step.by.user_id),
        ..with_project_part(record.row, &plan)
    };
    store::save_draft(on.step, &row, &plan.parties, &draft, &worked).await?;
    let row = take_step(on.step, row, PurchaseStep::Submit, said).await?;
    Ok((id, json!({ "total_minor": row.total_minor })))
}

/// Why a draft cannot be submitted yet, for the page to show while it is being written.
///
/// # Errors
/// A fault when the rows are inconsistent.
pub fn open_problems(held: &PurchaseRecord, name: impl Fn(Payer) -> String) -> Result<Vec<Refusal>, Error> {
    let draft = held.draft()?;
    let worked = work_out(&draft, &held.parties())?;
    Ok(problems(&draft, &worked, held.unit, name))
}
