//! Commitments: money of a fund that is committed but has not left. Whoever commits it writes them with the journal, and
//! releases them when the money leaves or the reason ends. Capital available reads them.

mod store;

pub use store::{now, of_fund, on, open, replace};

pub use crate::db::entity::commitment::Model as CommitmentRow;

use uuid::Uuid;

use crate::domain::commitment::CommittedBy;
use crate::domain::ids::{AssociationId, FundId, MemberId};

/// A record that commits money: a loan or a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committer {
    pub association: AssociationId,
    pub fund: FundId,
    pub kind: CommittedBy,
    pub id: Uuid,
    /// Its name in lists.
    pub memo: String,
    pub member: Option<MemberId>,
}

/// A fund's commitments at one time. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    pub count: usize,
    pub lends_minor: i64,
    pub advances_passed_on: i64,
    pub funds_passed_on: i64,
}
