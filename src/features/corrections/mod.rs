//! Putting right wrong records: by a reversal with a reason, or by a correction in one step. Each feature has its own verb
//! for it; the permission and the kept history are here.

pub mod api;
mod change;
pub mod decline;
pub mod history;
pub mod order;
pub mod pages;
mod permit;
mod store;

pub use change::{Changed, keep_change};
pub use order::{Answer, Order};
pub use permit::{Permit, Permitted, Stake, permit};
pub use store::{changes_of, names, request, waiting_for};

pub use crate::db::entity::correction::Model as Correction;
pub use crate::db::entity::correction_request::Model as CorrectionRequest;

use chrono::{DateTime, Utc};

use crate::domain::correction::RecordRef;
use crate::domain::refusal::{Fact, Refusal};

/// Refuses to put a record right while others depend on it. `on_it` is in the order in which to undo them.
///
/// # Errors
/// `records-stand-on-it`, with those records.
pub fn nothing_stands_on_it(on_it: &[RecordRef]) -> Result<(), Refusal> {
    if on_it.is_empty() { Ok(()) } else { Err(Refusal::conflict("records-stand-on-it").with("records", Fact::Records(on_it.to_vec()))) }
}

/// Refuses to put a record right that was reversed before.
///
/// # Errors
/// `already-reversed`.
pub fn not_reversed(reversed_at: Option<DateTime<Utc>>) -> Result<(), Refusal> {
    if reversed_at.is_none() { Ok(()) } else { Err(Refusal::conflict("already-reversed")) }
}
