//! A purchase is approved, returned with a note of what is missing, or rejected. The person who submitted it, or who benefits,
//! does not decide (spec §8: maker ≠ checker).

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::codes::codes;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::{Action, Grant};
use crate::error::Error;
use crate::features::funds::{Act, OnFund, Outcome};
use crate::features::on_hand::on_hand;
use crate::features::programmes;
use crate::features::purchases::{self, OnPurchase, PurchaseRecord, Said, in_zone, on_purchase};

codes! {
    pub enum Decision {
        Approve = "approve",
        Return = "return",
        Reject = "reject",
    }
}

impl Decision {
    pub fn step(self) -> PurchaseStep {
        match self {
            Self::Approve => PurchaseStep::Approve,
            Self::Return => PurchaseStep::Return,
            Self::Reject => PurchaseStep::Reject,
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Approve => "purchase.approve",
            Self::Return => "purchase.return",
            Self::Reject => "purchase.reject",
        }
    }
}

/// # Errors
/// `forbidden`, `not-found`, `purchase-not-submitted`, `own-request`, `own-benefit`, `acta-missing`, `reason-missing`,
/// `not-an-approver`, `above-own-limit`, `budget-short`, `fund-short`, `wrong-unit`, `not-taking-part`,
/// `programme-without-plan`.
pub async fn decide(app: &App, by: &Actor, key: Uuid, id: PurchaseId, decision: Decision, said: Said) -> Result<(), Error> {
    let input = in_zone(app, id, Decided { said, decision }).await?;
    on_purchase(app, by, key, Act(decision.command(), Action::DecidePurchases), id, input, work).await.map(drop)
}

/// The decision's input. The command's name says which decision it is.
#[derive(Clone, Serialize)]
struct Decided {
    #[serde(flatten)]
    said: Said,
    #[serde(skip)]
    decision: Decision,
}

async fn work(OnPurchase { on, record }: OnPurchase<'_>, (id, Decided { said, decision }, _): (PurchaseId, Decided, String)) -> Outcome<PurchaseId> {
    on.step.by.check_programme(Action::DecidePurchases, record.programme())?;
    match decision {
        Decision::Approve if said.acta.is_none() => return Err(Refusal::invalid("acta", "acta-missing").into()),
        Decision::Return | Decision::Reject if said.note.is_empty() => return Err(Refusal::invalid("note", "reason-missing").into()),
        _ => {}
    }
    record.status().after(decision.step())?;
    check_apart(on.step, &record).await?;
    if decision == Decision::Approve {
        check_and_take(&on, &record).await?;
    }
    let detail = json!({ "note": said.note, "acta": said.acta, "project_minor": record.project_minor() });
    purchases::take_step(on.step, record.row, decision.step(), said).await?;
    if decision == Decision::Approve {
        purchases::commitments::renew(on.step, id).await?;
    }
    Ok((id, detail))
}

/// Refuses a decision by a person who wrote or submitted the purchase, or who takes part in it.
async fn check_apart(step: &Step<'_>, held: &PurchaseRecord) -> Result<(), Error> {
    let me = step.by.user_id;
    let wrote = purchases::events(step.tx, held.id()).await?;
    let maker = |row: &purchases::EventRow| matches!(row.step, PurchaseStep::Edit | PurchaseStep::Submit);
    if held.row.drafted_by == me || held.row.submitted_by == Some(me) || wrote.iter().any(|row| row.user_id == me && maker(row)) {
        return Err(Refusal::conflict("own-request").into());
    }
    let benefits = |member: MemberId| held.members.iter().any(|row| row.member_id == member);
    if step.by.grants.iter().any(|grant| matches!(grant, Grant::Member(_, member) if benefits(*member))) {
        return Err(Refusal::conflict("own-benefit").into());
    }
    Ok(())
}

/// Takes the project's part from the budget line, and checks that the fund has what it will lend.
async fn check_and_take(on: &OnFund<'_>, held: &PurchaseRecord) -> Result<(), Error> {
    // Budget and purchase must have one unit, also where the plan changed after the purchase was submitted.
    purchases::draft::plan(on.step, &held.row, held.unit).await?;
    programmes::budget::check_limit(on.step, held.programme(), held.project_minor(), held.unit).await?;
    programmes::budget::take(on.step, held.row.budget_line_id, held.project_minor(), 0, held.unit).await?;
    // The purchase is not among the commitments yet, so all of it must be available.
    check_fund(on, held.row.lends_minor, 0).await
}

/// Checks that the fund has what a purchase needs. `set_apart` is the sum already committed for it. Minor units.
///
/// # Errors
/// `fund-short` with the amount missing.
pub async fn check_fund(on: &OnFund<'_>, needed: i64, set_apart: i64) -> Result<(), Error> {
    if needed <= 0 {
        return Ok(());
    }
    let available = on_hand(on.step.tx, on.fund, on.today).await?.now.available_now + set_apart;
    if available < needed {
        let refusal = Refusal::conflict("fund-short").with("missing", Fact::Money(needed - available, on.book.unit()));
        return Err(refusal.with("available", Fact::Money(available, on.book.unit())).into());
    }
    Ok(())
}
