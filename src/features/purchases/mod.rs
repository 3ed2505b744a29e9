//! Co-financed purchases, from request to settlement: the parts, the payments, the decisions (`approvals`), the goods
//! (`deliveries`), the days worked (`labour`) and the documents (`attachments`).

pub mod adjust;
pub mod adjust_pages;
pub mod answers;
pub mod api;
pub mod approvals;
pub mod attachments;
pub mod bodies;
pub mod cancel;
pub mod commitments;
pub mod deliveries;
pub mod draft;
mod drawings;
pub mod edit_pages;
pub mod held;
pub mod labour;
pub mod lines_page;
pub mod list;
mod on_purchase;
pub mod order;
pub mod pages;
pub mod parts;
pub mod pay;
pub mod pay_pages;
pub mod payment_page;
pub mod payment_paper;
pub mod put_right;
pub mod put_right_api;
mod rework;
pub mod settle;
pub mod shifts;
pub mod show_page;
mod store;
pub mod submit;

pub use list::{Which, count, list};
pub use store::{events, hectares, load_one, of_member, save_installed, save_parts};

pub use crate::db::entity::purchase::Model as Purchase;
pub use crate::db::entity::purchase_event::Model as EventRow;
pub use crate::db::entity::purchase_payment::Model as PaymentRow;
pub use held::PurchaseRecord;
use on_purchase::{OnPurchase, in_zone, on_purchase};

use serde::Serialize;

use crate::app::App;
use crate::db::command::Step;
use crate::domain::actor::Actor;
use crate::domain::cofinancing::{PurchaseStatus, PurchaseStep};
use crate::domain::ids::PurchaseId;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::text::{Line, Note};
use crate::error::Error;

/// A whole purchase, for those who keep or accompany its association.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn see(app: &App, by: &Actor, id: PurchaseId, action: Action) -> Result<PurchaseRecord, Error> {
    let held = store::load_one(app.db.read(), id).await?;
    by.check_within(action, held.row.association_id, held.programme())?;
    Ok(held)
}

/// A whole purchase, also for a member who takes part in it: the pages show them only their own part.
///
/// # Errors
/// `not-found`.
pub async fn see_own(app: &App, by: &Actor, id: PurchaseId) -> Result<PurchaseRecord, Error> {
    let held = store::load_one(app.db.read(), id).await?;
    let association = held.row.association_id;
    let own = by.member().is_some_and(|(of, member)| of == association && held.members.iter().any(|row| row.member_id == member));
    let whole = by.check_within(Action::SeeMembers, association, held.programme()).is_ok();
    if whole || (own && held.status() != PurchaseStatus::Draft) { Ok(held) } else { Err(Refusal::not_found().into()) }
}

/// The note and the acta of a step.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Said {
    pub note: Note,
    /// The decision of an assembly or committee behind the step.
    pub acta: Option<Line>,
}

/// Writes a purchase's new status: by whom, when and why.
///
/// # Errors
/// What the status refuses, or a fault.
pub async fn take_step(step: &Step<'_>, row: Purchase, taken: PurchaseStep, said: Said) -> Result<Purchase, Error> {
    let before = row.status;
    let status = before.after(taken)?;
    let waiting_since = if status == before { row.waiting_since } else { step.now };
    let row = Purchase { status, waiting_since, ..row };
    store::update(step, row.clone()).await?;
    store::add_event(step, &row, taken, said).await?;
    Ok(row)
}
