//! A statement that was compared by mistake is set aside with a reason; its days may then be compared again.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::correction::RecordKind;
use crate::domain::ids::BankStatementId;
use crate::domain::role::Action;
use crate::error::Error;
use crate::features::corrections::{Answer, Order, Permit, Stake, not_reversed, permit};
use crate::features::funds::{Act, OnFund, Outcome, on_fund};

pub const UNDO: &str = "bank.undo_comparison";

/// # Errors
/// `forbidden`, `not-found`, `already-reversed`.
pub async fn undo(app: &App, by: &Actor, key: Uuid, order: Order<BankStatementId>) -> Result<Answer<BankStatementId>, Error> {
    let fund = store::find(app.db.read(), order.what).await?.fund_id;
    let id: Uuid = on_fund(app, by, key, Act(UNDO, Action::ManageFund), fund, order, undo_work).await?;
    Answer::of(app, id).await
}

async fn undo_work(on: OnFund<'_>, order: Order<BankStatementId>) -> Outcome<Uuid> {
    let statement = store::find(on.step.tx, order.what).await?;
    not_reversed(statement.reversed_at)?;
    // It moved no money, so one person is enough.
    let stake = Stake {
        command: UNDO,
        kind: RecordKind::BankStatement,
        id: statement.id.0,
        recorded_by: statement.recorded_by,
        recorded_at: statement.recorded_at,
        amount_minor: 0,
        member: None,
        changes: Vec::new(),
    };
    let permitted = match permit(&on, stake, &order).await? {
        Permit::Granted(permitted) => permitted,
        Permit::Waits(answer) => return Ok(answer),
    };
    store::mark_reversed(on.step, statement.id, &order.reason).await?;
    permitted.reversed(&on).await?;
    Ok((statement.id.0, json!({ "reason": order.reason })))
}
