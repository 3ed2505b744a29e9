//! A purchase is approved, returned with what is missing, or rejected. Who asked, or who benefits, does not decide
//! (spec §8: maker ≠ checker).

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::command::{self, Command, Done, Step};
use crate::domain::actor::Actor;
use crate::domain::cofinancing::PurchaseStep;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::refusal::{Fact, Refusal};
use crate::domain::role::{Action, Grant};
use crate::error::Error;
use crate::features::on_hand::on_hand;
use crate::features::purchases::{self, PurchaseRecord, Said};
use crate::features::{associations, funds, programmes};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    Return,
    Reject,
}

impl Decision {
    pub const ALL: [Self; 3] = [Self::Approve, Self::Return, Self::Reject];

    pub fn step(self) -> PurchaseStep {
        match self {
            Self::Approve => PurchaseStep::Approve,
            Self::Return => PurchaseStep::Return,
            Self::Reject => PurchaseStep::Reject,
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.step().code() == code)
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
    let held = purchases::see(app, by, id, Action::DecidePurchases).await?;
    by.check_programme(Action::DecidePurchases, held.programme())?;
    match decision {
        Decision::Approve if said.acta.is_none() => return Err(Refusal::invalid("acta", "acta-missing").into()),
        Decision::Return | Decision::Reject if said.note.is_empty() => return Err(Refusal::invalid("note", "reason-missing").into()),
        _ => {}
    }
    let association = associations::see(app, by, held.row.association_id, Action::DecidePurchases).await?;
    let input = (id, said, association.time_zone);
    let association = Some(association.id);
    let command = Command { name: decision.command(), allowed: Action::DecidePurchases, association, key, input };
    command::run(&app.db, app.clock, by, command, move |step, (id, said, time_zone)| {
        Box::pin(async move {
            let (held, _books) = purchases::draft::locked(step, id).await?;
            held.status().after(decision.step())?;
            check_apart(step, &held).await?;
            if decision == Decision::Approve {
                check_and_take(step, &held, step.clock.today(&time_zone)).await?;
            }
            let detail = json!({ "note": said.note, "acta": said.acta, "project_minor": held.project_minor() });
            let row = purchases::take_step(step, held.row, decision.step(), said).await?;
            if decision == Decision::Approve {
                purchases::commitments::renew(step, id).await?;
            }
            Ok(Done { id: row.id.0, association: Some(row.association_id), detail })
        })
    })
    .await?;
    Ok(())
}

/// Neither who wrote or sent it, nor who takes part in it, decides.
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

/// Takes the project's part out of the budget line, and sees that the fund has what it will lend.
async fn check_and_take(step: &Step<'_>, held: &PurchaseRecord, today: chrono::NaiveDate) -> Result<(), Error> {
    // The budget counts in what the purchase counts in, also where the plan changed since it was sent.
    purchases::draft::plan(step, &held.row, held.unit).await?;
    programmes::budget::check_limit(step, held.programme(), held.project_minor(), held.unit).await?;
    programmes::budget::take(step, held.row.budget_line_id, held.project_minor(), 0, held.unit).await?;
    let fund = funds::find(step.tx, held.fund()).await?;
    // Not yet among the commitments: all of it must be there.
    let available = on_hand(step.tx, &fund, today).await?.now.available_now;
    check_fund(held, available, held.row.lends_minor)
}

/// # Errors
/// `fund-short` with the amount missing.
pub fn check_fund(held: &PurchaseRecord, available: i64, needed: i64) -> Result<(), Error> {
    if needed > 0 && available < needed {
        let refusal = Refusal::conflict("fund-short").with("missing", Fact::Money(needed - available, held.unit));
        return Err(refusal.with("available", Fact::Money(available, held.unit)).into());
    }
    Ok(())
}
